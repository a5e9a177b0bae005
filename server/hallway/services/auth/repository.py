"""An account as it lies in the table, for whoever reads it together with something else."""

from typing import Final

import asyncpg

from hallway.services.auth.api import User

USER: Final = "id, name, email, roles, created_at, language"


def user_of(row: asyncpg.Record) -> User:
    """The account in a row that has the columns of `USER`."""
    plain = {name: row[name] for name in ("id", "name", "email", "created_at", "language")}
    return User(**plain, roles=frozenset(row["roles"]))
