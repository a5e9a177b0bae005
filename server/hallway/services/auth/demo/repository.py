"""SQL of the demo's people: accounts without a password, some with the key of a persona."""

from datetime import datetime
from uuid import UUID

import asyncpg

from hallway.services.auth.api import User
from hallway.services.auth.demo_api import NewUser, Persona
from hallway.services.auth.users.repository import USER, user_of


async def add_users(db: asyncpg.Connection, users: list[NewUser], now: datetime) -> set[UUID]:
    """Adds accounts; answers the ids of those that were not there before."""
    added: set[UUID] = set()
    for user in users:
        found = await db.fetchval(
            "INSERT INTO users (id, name, email, roles, persona, persona_role, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
            user.id,
            user.name,
            user.email,
            sorted(user.roles),
            user.persona,
            user.persona_role,
            now,
        )
        if found is not None:
            added.add(found)
    return added


async def personas(db: asyncpg.Connection) -> list[Persona]:
    """In the order in which they were made."""
    rows = await db.fetch(
        "SELECT persona AS key, name, coalesce(persona_role, '') AS role, id AS user_id FROM users"
        " WHERE persona IS NOT NULL ORDER BY created_at, id"
    )
    return [Persona(**dict(row)) for row in rows]


async def user_of_persona(db: asyncpg.Connection, persona: str) -> User | None:
    """The account that has this key."""
    row = await db.fetchrow(f"SELECT {USER} FROM users WHERE persona = $1", persona)
    return user_of(row) if row else None
