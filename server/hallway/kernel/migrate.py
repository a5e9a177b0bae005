"""Brings each service's schema up to date: one history and one version table per schema.

Alembic orders the steps and writes them out as SQL (they are SQL to begin with); asyncpg runs that, so there is one
driver in all of Hallway. A step cannot use CREATE INDEX CONCURRENTLY, which may not stand beside other statements."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import asyncpg
import structlog
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

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
SET search_path = {schema}, public;
"""


async def migrate(database_url: str, histories: Mapping[str, Path]) -> None:
    """Run what is missing of each schema's history (schema name to folder of Alembic files), in order. Each step is
    one transaction; one that fails leaves everything before it in place."""
    connection = await asyncpg.connect(database_url, server_settings={"client_min_messages": "warning"})
    try:
        await connection.execute(f"SELECT pg_advisory_lock({LOCK})")
        await connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        await connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
        for schema, folder in histories.items():
            await connection.execute(PREPARE.format(schema=schema))
            known = await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", f"{schema}.migrations")
            version = await connection.fetchval("SELECT version_num FROM migrations") if known else None
            if script := _script(schema, folder, version):
                await connection.execute(script)
                structlog.get_logger().info("migrated", schema=schema, since=version)
    finally:
        await connection.close()


def _script(schema: str, folder: Path, version: str | None) -> str:
    """The SQL from `version` to the newest step; empty when there is nothing to do."""
    history = ScriptDirectory(str(folder.parent), version_locations=[str(folder)])
    if history.get_current_head() == version:
        return ""

    def steps(revision: Any, _: object) -> Any:
        return history._upgrade_revs("head", revision)  # pyright: ignore  # as alembic.command.upgrade does

    output = io.StringIO()
    with EnvironmentContext(
        Config(), history, fn=steps, as_sql=True, starting_rev=version, destination_rev="head"
    ) as environment:
        environment.configure(
            dialect_name="postgresql",
            dialect_opts={"paramstyle": "named"},
            output_buffer=output,
            version_table="migrations",
            version_table_schema=schema,
            transaction_per_migration=True,
        )
        environment.get_context().impl.command_terminator = "\n;"  # a comment may end a statement's last line
        with environment.begin_transaction():
            environment.run_migrations()
    return output.getvalue()
