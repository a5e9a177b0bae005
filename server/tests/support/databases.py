"""Databases that live for a test: made, migrated and dropped."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

from hallway.kernel.db.migrations import migrate


async def make_database(url: str, name: str, template: str = "template1") -> str:
    """A new database; answers its URL."""
    await _execute(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return url.replace("/hallway?", f"/{name}?")


@asynccontextmanager
async def database(url: str, template: str = "template1") -> AsyncGenerator[str]:
    """The URL of a database for the block.

    It is not dropped by force, which only a superuser may while autovacuum is in it: PostgreSQL sends autovacuum away
    by itself and waits a moment for connections that are closing. What a test has left open is an error."""
    name = f"test_{uuid4().hex}"
    yield await make_database(url, name, template)
    await _execute(url, f"DROP DATABASE {name}")


@asynccontextmanager
async def schema_database(url: str, schema: str, folder: Path) -> AsyncGenerator[str]:
    """A database with one service's schema, which has nothing but its outbox."""
    folder.mkdir()
    async with database(url) as made:
        await migrate(made, {schema: folder})
        yield made


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
