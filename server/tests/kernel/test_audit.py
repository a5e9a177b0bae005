"""The audit log: one form for each kind of line, and nothing in it that should not be."""

import json
import logging
from collections.abc import MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from hallway.bootstrap.process import App
from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.logging import set_up
from hallway.services.auth.api import Auth, Device
from tests.conftest import Client, ConnectSocket, MakeUser

PASSWORD = "a long and unlikely password"
DEVICE = Device(user_agent="x", address="203.0.113.7")
Lines = list[MutableMapping[str, Any]]


def lines(logs: Lines) -> list[tuple[str, str, str, str]]:
    found = [log for log in logs if log["event"] == "audit"]
    return [(log["what"], log["outcome"], log["who"].partition(":")[0], log["on"].partition(":")[0]) for log in found]


async def test_signing_in_and_out(hallway: App, client: Client) -> None:
    body = {"email": "ada@example.org", "name": "Ada Quist", "password": PASSWORD}
    with capture_logs() as logs:
        for path, changes, status in (
            ("register", {}, 200),
            ("register", {}, 409),
            ("login", {"name": None}, 200),
            ("login", {"name": None, "password": "another and wrong one"}, 401),
            ("login", {"name": None, "email": "nobody@example.org"}, 401),
        ):
            sent = {key: value for key, value in {**body, **changes}.items() if value}
            assert (await client.request("POST", f"/session/{path}", json=sent)).status == status
        grant = await hallway.apis.get(Auth).log_in(Caller(), "ada@example.org", PASSWORD, DEVICE)
        cookie = {"cookie": f"hallway_refresh={grant.refresh_token}"}
        for ended in (True, False):
            answer = await client.request("POST", "/session/logout", headers=cookie)
            assert await answer.json() == {"ok": True, "ended": ended}
    assert lines(logs) == [
        ("register", "ok", "person", "session"),
        ("register", "failed", "anonymous", "account"),
        ("sign_in", "ok", "person", "session"),
        ("sign_in", "failed", "anonymous", "user"),
        ("sign_in", "failed", "anonymous", "account"),
        ("sign_in", "ok", "person", "session"),
        ("sign_out", "ok", "person", "session"),
    ]
    said = json.dumps(logs, default=str)
    assert "203.0.113.7" in said
    for secret in (PASSWORD, "another and wrong one", "ada@example.org", "nobody@", "Quist", grant.refresh_token):
        assert secret not in said


async def test_the_access_cookie_alone_signs_out_too(hallway: App, client: Client, make_user: MakeUser) -> None:
    ada = await make_user("Ada")
    cookie = {"cookie": f"hallway_access={ada.token}"}
    answers = [await (await client.request("POST", "/session/logout", headers=cookie)).json() for _ in range(2)]
    assert [answer["ended"] for answer in answers] == [True, False]
    assert ada.caller.session_id
    assert not await hallway.apis.get(Auth).session_alive(Caller(kind="service"), ada.caller.session_id)
    nothing = await client.request("POST", "/session/logout")
    assert (nothing.status, await nothing.json()) == (200, {"ok": True, "ended": False})


async def test_refusals_on_every_way_in(
    hallway: App, client: Client, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    ada = await make_user("Ada")
    socket = await connect_socket(ada)
    with capture_logs() as logs:
        foreign = await client.request("POST", "/session/logout", headers={"origin": "https://evil.example"})
        assert foreign.status == 403
        assert hallway.gateway
        await socket.call("event.watch", {"eventId": str(uuid7())})  # not_found: that is no refusal
    assert lines(logs) == [("access", "refused", "anonymous", "http")]


async def test_a_role_and_a_limit(hallway: App, make_user: MakeUser) -> None:
    ada, bob = await make_user("Ada"), await make_user("Bob")
    event, auth = uuid7(), hallway.apis.get(Auth)
    with capture_logs() as logs:
        await auth.grant_event_role(Caller(kind="service", service="events"), event, ada.id, "owner")
        await auth.revoke_event_role(ada.caller, event, bob.id)
        for _ in range(12):
            with pytest.raises(Problem):
                await auth.log_in(Caller(), "ada@example.net", "wrong and long enough", DEVICE)
    kinds = [line for line in lines(logs) if line[0] != "sign_in"]
    assert kinds[0] == ("role", "ok", "service", "event")
    assert kinds[-1] == ("limit", "refused", "anonymous", "auth.guess"), "one line for two that were refused"


def test_nothing_that_is_typed_makes_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    evil = 'x\n{"event":"audit","what":"sign_in","outcome":"ok"}\r\x1b[31m\u2028\ud83d' + "y" * 5_000
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        for pretty in (False, True):
            set_up(pretty=pretty)
            audit("access", "refused", by=Caller(uuid7()), on=evil, why=evil, address=evil)
            said = capsys.readouterr().err
            assert said.count("\n") == 1
            assert "\r" not in said
            assert "\u2028" not in said
            assert len(said) < 2_000
            if not pretty:
                assert json.loads(said)["on"].startswith("x\\u000a{")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
