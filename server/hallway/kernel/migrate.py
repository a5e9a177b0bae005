"""Brings each service's schema up to date: one history and one version table per schema."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

LOCK: Final = 0x48616C6C
"""One advisory lock for all: two processes that migrate at once do so one after the other."""
LOCK_TIMEOUT: Final = "5s"
"""A migration that waits longer for a table holds up everybody behind it; it fails and is tried again instead."""

PREPARE: Final = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE IF NOT EXISTS {schema}.outbox (
    id uuid PRIMARY KEY, seq bigserial NOT NULL, name text NOT NULL, body bytea NOT NULL, at timestamptz NOT NULL,
    stream_id text, generation text
);
CREATE INDEX IF NOT EXISTS outbox_seq ON {schema}.outbox (seq);
"""


async def migrate(database_url: str, histories: Mapping[str, Path]) -> None:
    """Run what is missing of each schema's history (schema name to folder of Alembic files), in order."""
    engine = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, histories)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, histories: Mapping[str, Path]) -> None:
    connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public"))
    connection.commit()
    for schema, folder in histories.items():
        for statement in PREPARE.format(schema=schema).strip().split(";\n"):
            connection.execute(text(statement))
        connection.execute(text(f"SET search_path = {schema}, public"))
        connection.commit()
        _upgrade(connection, schema, folder)
    connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
    connection.commit()


def _upgrade(connection: Connection, schema: str, folder: Path) -> None:
    script = ScriptDirectory(str(folder.parent), version_locations=[str(folder)])

    def steps(revision: Any, _: object) -> Any:
        return script._upgrade_revs("head", revision)  # pyright: ignore[reportPrivateUsage]  # as alembic.command does

    with EnvironmentContext(Config(), script, fn=steps, destination_rev="head") as environment:
        environment.configure(
            connection=connection,
            version_table="migrations",
            version_table_schema=schema,
            transaction_per_migration=True,
        )
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()
