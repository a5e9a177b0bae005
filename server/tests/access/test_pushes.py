"""Walks through the table of who is sent what: after each trigger, on everybody's open page. A push without a row
fails."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Final

import msgspec
import pytest
from redis.asyncio import Redis

from hallway.bootstrap.process import App
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from tests.access.operations import SOCKETS
from tests.access.stage import Cast, Stage, make_cast, stage_for
from tests.access.table import section
from tests.access.test_access import CONTRACT, said
from tests.access.triggers import TRIGGERS, Scene
from tests.conftest import ConnectSocket, MakeUser
from tests.events.factories import event_input, published
from tests.support.recorder import facts_heard

PUSHES: Final = section("pushes")
TO_EVERYBODY: Final = {"resync"}
"""Says nothing, to all: tests/gateway/test_realtime.py."""


@asynccontextmanager
async def opened(cast: Cast, stage: Stage, marker: Event, connect: ConnectSocket) -> AsyncGenerator[Scene]:
    """Everybody's page."""
    sockets = {role: await connect(cast[role]) for role in PUSHES[0].codes}
    for socket in sockets.values():
        await socket.value("event.watch", {"eventId": marker.id})
        for name in ("event.watch", "event.enter", "chat.join", "chat.join.direct"):
            if name.startswith("event") or "lobby" in stage.ids:
                await said(socket, ".".join(name.split(".")[:2]), SOCKETS[name], stage)
    yield Scene(cast, stage, sockets)
    for socket in sockets.values():
        await socket.client.disconnect()


async def sent(app: App, scene: Scene, trigger: str, marker: Event) -> dict[str, set[str]]:
    """Which roles were sent each push, by its name, once all that the trigger leads to is done. What is published
    goes out in order: the change of an event that everybody watches comes last."""
    for socket in scene.sockets.values():
        socket.pushes.clear()
    await TRIGGERS[trigger](scene)
    await facts_heard(app.settings.database_url)
    events, owner, name = app.apis.get(Events), scene.cast.caller("owner"), f"After {trigger}"
    now = await events.event_by_id(owner, marker.id)
    await events.update(owner, marker.id, now.version, event_input(name=name))
    seen: dict[str, set[str]] = {}
    for role, socket in scene.sockets.items():
        await socket.until("event.changed", lambda push: push["event"]["name"] == name)
        for push, _ in socket.pushes:
            seen.setdefault(push, set()).add(role)
    return seen


@pytest.mark.timeout(120)
async def test_everybody_is_sent_what_the_table_says(
    hallway: App, redis: Redis, make_user: MakeUser, connect_socket: ConnectSocket, subtests: pytest.Subtests
) -> None:
    cast = await make_cast(hallway, redis, make_user)
    marker = await published(hallway.apis, cast.caller("owner"), name="Marker")
    for (trigger, kind), rows in groupby(PUSHES, lambda row: tuple(row.object.split(":"))):
        async with stage_for(cast, kind) as stage, opened(cast, stage, marker, connect_socket) as scene:
            seen = await sent(hallway, scene, trigger, marker)
        for row in rows:
            with subtests.test(row.name, object=row.object):
                assert seen.get(row.name, set()) == {role for role, code in row.codes.items() if code == "ok"}


def test_every_push_has_a_row() -> None:
    contract = msgspec.json.decode((CONTRACT / "sockets.json").read_bytes())
    assert {row.name for row in PUSHES} | TO_EVERYBODY == contract["pushes"].keys()
