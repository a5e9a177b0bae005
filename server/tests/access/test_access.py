"""Walks through the table of who may do what, cell by cell, as clients do. An operation without a row fails."""

import typing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest
from graphql import ObjectTypeExtensionNode, parse
from redis.asyncio import Redis

from hallway.bootstrap.process import App
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.values import ImportReport
from tests.access.operations import GRAPHQL, HTTP, SOCKETS
from tests.access.stage import SCHEDULE, Cast, Stage, make_cast, stage_for
from tests.access.table import Row, section
from tests.conftest import Client, ConnectSocket, MakeUser, Socket
from tests.events.factories import import_ended

CONTRACT: Final = Path(__file__).resolve().parents[3] / "contract"
OPERATIONS: Final = section("operations")
IMPORTS: Final = ("Mutation.importAddress", "Mutation.readImport", "Mutation.applyImport")
PARTS: Final = 4
"""In which the table is walked: each ends in time on a busy machine, too."""
REFUSALS: Final = ("unauthenticated", "forbidden", "not_found")


class Asking:
    """Asks one operation after the other for whoever the table names."""

    def __init__(self, client: Client, cast: Cast, connect: ConnectSocket) -> None:
        self._client = client
        self._cast = cast
        self._connect = connect

    async def code(self, name: str, stage: Stage, role: str) -> str:
        """`ok`, `empty` when there was nothing in the answer, or the code of the refusal."""
        if name in SOCKETS:
            return await self._socket(name, stage, role)
        if name in HTTP:
            answer = await self._client.request("POST", filled(HTTP[name], stage), self._cast[role], data=SCHEDULE)
            if answer.status != 202:
                return (await answer.json())["error"]["code"]
            report = msgspec.json.decode(await answer.read(), type=ImportReport)
            await import_ended(self._cast.apis.get(Events), self._cast.caller(role), report)
            return "ok"
        kind = name.split(".")[0].lower()
        answer = await self._client.graphql(f"{kind} {{ it: {filled(GRAPHQL[name], stage)} }}", as_=self._cast[role])
        if errors := answer.get("errors"):
            return errors[0]["extensions"]["code"]
        if name in IMPORTS:  # the next one finds nobody at work
            events, caller = self._cast.apis.get(Events), self._cast.caller(role)
            await import_ended(events, caller, await events.import_report(caller, UUID(answer["data"]["it"]["id"])))
        return "ok" if has_something(answer["data"]["it"]) else "empty"

    async def _socket(self, name: str, stage: Stage, role: str) -> str:
        socket = await self._connect(self._cast[role])
        try:
            return await said(socket, ".".join(name.split(".")[:2]), SOCKETS[name], stage)
        finally:
            await socket.client.disconnect()


async def said(socket: Socket, message: str, fields: dict[str, Any], stage: Stage) -> str:
    """What comes of a socket message: `ok` or the code of the refusal."""
    answer = await socket.call(message, msgspec.json.decode(filled(msgspec.json.encode(fields).decode(), stage)))
    return "ok" if answer["ok"] else answer["error"]["code"]


def filled(text: str, stage: Stage) -> str:
    """With the stage's ids in it."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    times = {"soon": soon.isoformat(), "later": (soon + timedelta(minutes=30)).isoformat()}
    return Template(text).substitute(stage.ids, new=str(uuid7()), version=str(stage.event.version), **times)


def has_something(value: Any) -> bool:
    """Whether anything but emptiness is in it."""
    if isinstance(value, dict):
        return any(map(has_something, typing.cast(dict[str, Any], value).values()))
    if isinstance(value, list):
        return any(map(has_something, typing.cast(list[Any], value)))
    return value is not None and value != ""


async def walked(asking: Asking, cast: Cast, row: Row) -> dict[str, str]:
    """What comes of the row's operation for each of the cast. Those who are to be refused ask the same stage one after
    the other, for a refusal changes nothing; each of the others finds one of their own."""
    async with stage_for(cast, row.object) as stage:
        together = [role for role, code in row.codes.items() if code in REFUSALS or row.name.startswith("Query.")]
        codes = {role: await asking.code(row.name, stage, role) for role in together}
    for role in row.codes.keys() - codes.keys():
        async with stage_for(cast, row.object) as stage:
            codes[role] = await asking.code(row.name, stage, role)
    return codes


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
async def test_everybody_may_do_what_the_table_says(
    hallway: App,
    redis: Redis,
    client: Client,
    make_user: MakeUser,
    connect_socket: ConnectSocket,
    subtests: pytest.Subtests,
    part: int,
) -> None:
    cast = await make_cast(hallway, redis, make_user)
    asking = Asking(client, cast, connect_socket)
    for row in OPERATIONS[part::PARTS]:
        with subtests.test(row.name, object=row.object):
            assert await walked(asking, cast, row) == row.codes


def test_every_operation_has_a_row() -> None:
    schema = msgspec.json.decode((CONTRACT / "sockets.json").read_bytes())
    rows = {row.name for row in OPERATIONS}
    assert rows == GRAPHQL.keys() | SOCKETS.keys() | HTTP.keys()
    assert {".".join(name.split(".")[:2]) for name in rows} >= fields_of_the_graph() | schema["requests"].keys()


def fields_of_the_graph() -> set[str]:
    """`Query.me` and all others."""
    return {
        f"{root.name.value}.{field.name.value}"
        for root in parse((CONTRACT / "schema.graphql").read_text()).definitions
        if isinstance(root, ObjectTypeExtensionNode) and root.name.value in ("Query", "Mutation")
        for field in root.fields or ()
    }
