"""Roles of the version before, which had one per person and event, and processes of it that still run beside ours."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hallway.bootstrap.registry import PARTS
from hallway.embedded.servers import Servers
from hallway.kernel.caller import service_caller
from hallway.kernel.db.migrations import migrate
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole, RoleGrant, RoleScope
from tests.auth.factories import AuthFactories
from tests.support.databases import database

[FOLDER] = [part.folder / "migrations" for part in PARTS if part.name == "auth"]
BY_VERSION_BEFORE = """
INSERT INTO auth.event_roles (event_id, user_id, role, changed_at) VALUES ($1, $2, $3, now())
ON CONFLICT (event_id, user_id) DO UPDATE SET role = excluded.role, changed_at = excluded.changed_at
"""
EVENTS = service_caller("events")


async def add_account(db: asyncpg.Connection, user_id: UUID) -> None:
    statement = "INSERT INTO auth.users (id, email, name, created_at) VALUES ($1, $2, 'Ada', now())"
    await db.execute(statement, user_id, f"{user_id.hex}@example.org")


@pytest.fixture
async def before(servers: Servers, tmp_path: Path) -> AsyncIterator[asyncpg.Connection]:
    """A database as the version before left it."""
    shutil.copy(FOLDER / "0001_accounts.sql", tmp_path)
    async with database(servers.database) as url:
        await migrate(url, {"auth": tmp_path})
        connection = await asyncpg.connect(url)
        yield connection
        await connection.close()


async def test_what_was_there_is_taken_over(before: asyncpg.Connection, servers: Servers) -> None:
    event, ada, bo = uuid7(), uuid7(), uuid7()
    for user_id, role in ((ada, "owner"), (bo, "speaker")):
        await add_account(before, user_id)
        await before.execute(BY_VERSION_BEFORE, event, user_id, role)
    name = await before.fetchval("SELECT current_database()")
    await migrate(servers.database.replace("/hallway?", f"/{name}?"), {"auth": FOLDER})
    taken = await before.fetch(
        "SELECT user_id, role, scope_kind, scope_id FROM auth.role_grants WHERE event_id = $1 ORDER BY role", event
    )
    assert [tuple(row) for row in taken] == [(ada, "owner", "event", None), (bo, "speaker", "event", None)]


async def test_what_the_version_before_writes_is_taken_over(factories: AuthFactories) -> None:
    event, bo = uuid7(), (await factories.person()).require_user()
    track = RoleGrant(role="judge", scope=RoleScope(kind="track", id=uuid7()))
    await factories.auth.grant_event_role(EVENTS, event, bo, track.role, track.scope)

    async def roles() -> list[RoleGrant]:
        return [grant for grant in (await factories.auth.events_of(EVENTS, bo)).get(event, []) if grant != track]

    await factories.db.pool.execute(BY_VERSION_BEFORE, event, bo, "judge")
    assert await roles() == [RoleGrant(role="judge")]
    await factories.db.pool.execute(BY_VERSION_BEFORE, event, bo, "moderator")
    assert await roles() == [RoleGrant(role="moderator")]
    await factories.db.pool.execute("DELETE FROM auth.event_roles WHERE event_id = $1 AND user_id = $2", event, bo)
    assert await roles() == []
    assert (await factories.auth.events_of(EVENTS, bo)) == {event: [track]}


@pytest.mark.parametrize("role", [None, "speaker"])
async def test_a_role_of_the_version_before_is_taken_as_any_other(
    factories: AuthFactories, role: EventRole | None
) -> None:
    event, bo = uuid7(), (await factories.person()).require_user()
    await factories.db.pool.execute(BY_VERSION_BEFORE, event, bo, "speaker")
    await factories.auth.revoke_event_role(EVENTS, event, bo, role)
    assert await factories.auth.events_of(EVENTS, bo) == {}
    assert await factories.db.pool.fetchval("SELECT count(*) FROM auth.event_roles") == 0
    changed = {"event_id": str(event), "user_id": str(bo)}
    assert (await factories.facts())[-1] == ("EventRoleChanged", changed)
