"""Brings each service's schema up to date: a folder of numbered SQL files each, and the number of the last that ran.

A file may hold any number of statements, but none that cannot run in a transaction (CREATE INDEX CONCURRENTLY)."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import asyncpg
import structlog

from hallway.kernel.errors import OperatorError

LOCK: Final = 0x48616C6C
"""One advisory lock for all: two processes that migrate at once do so one after the other."""
LOCK_TIMEOUT: Final = "5s"
"""A migration that waits longer for a table holds up everybody behind it; it fails and is tried again instead."""
FILE_NAME: Final = re.compile(r"(?!0000)(\d{4})_[a-z0-9_]+\.sql")

# `migrations` is the table that Alembic, which ran these files before, keeps its place in. It stays as it was, so that
# the version of Hallway that used Alembic still starts.
PREPARE: Final = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE IF NOT EXISTS {schema}.outbox (
    id uuid PRIMARY KEY, seq bigserial NOT NULL, name text NOT NULL, body bytea NOT NULL, at timestamptz NOT NULL,
    stream_id text, generation text
);
CREATE INDEX IF NOT EXISTS outbox_seq ON {schema}.outbox (seq);
CREATE TABLE IF NOT EXISTS {schema}.migrations (
    version_num varchar(32) NOT NULL, CONSTRAINT migrations_pkc PRIMARY KEY (version_num)
);
"""


async def migrate(database_url: str, histories: Mapping[str, Path]) -> None:
    """Run what is missing of each schema's history (schema name to folder of SQL files), in order. Each file is one
    transaction; one that fails leaves everything before it in place."""
    files = {schema: _in_order(folder) for schema, folder in histories.items()}
    try:
        connection = await asyncpg.connect(database_url, server_settings={"client_min_messages": "warning"})
    except (OSError, asyncpg.PostgresError) as error:
        raise OperatorError(f"PostgreSQL cannot be reached; look at DATABASE_URL: {error}.") from error
    try:
        await connection.execute(f"SELECT pg_advisory_lock({LOCK})")
        await connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        await connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
        for schema, ordered in files.items():
            await connection.execute(PREPARE.format(schema=schema))
            for number in range(await _last_run(connection, schema, len(ordered)), len(ordered)):
                await _run(connection, schema, ordered[number])
    finally:
        await connection.close()


def _in_order(folder: Path) -> list[Path]:
    """The SQL files of `folder`, whose numbers must be 0001, 0002 and so on without a gap."""
    files = sorted(folder.glob("*.sql"))
    for number, file in enumerate(files, 1):
        name = FILE_NAME.fullmatch(file.name)
        if not name:
            raise OperatorError(f"{file} is not named as a migration is, which is like 0001_first_tables.sql.")
        if int(name[1]) < number:
            raise OperatorError(f"{file} has the same number as {files[number - 2].name}.")
        if int(name[1]) > number:
            raise OperatorError(f"{file} comes after a gap: there is no migration {number:04}.")
    return files


async def _last_run(connection: asyncpg.Connection, schema: str, newest: int) -> int:
    """The number of the last file that ran here; 0 when none has."""
    version = await connection.fetchval(f"SELECT version_num FROM {schema}.migrations") or "0000"
    if not re.fullmatch(r"\d{4}", version):
        raise OperatorError(f"The table {schema}.migrations says {version!r}, which is no migration of Hallway.")
    if int(version) > newest:
        raise OperatorError(
            f"This database was made by a newer Hallway: {schema} is at migration {version}, and this version knows"
            f" {newest:04} as the newest. Start that newer Hallway, or restore the backup from before it.",
        )
    return int(version)


async def _run(connection: asyncpg.Connection, schema: str, file: Path) -> None:
    """Run one file and note its number, both or neither."""
    try:
        sql = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OperatorError(f"{file} is not UTF-8 text (byte {error.start + 1:,}).") from error
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL search_path = {schema}, public")
            await connection.execute(sql)
            await connection.execute(f"DELETE FROM {schema}.migrations")
            await connection.execute(f"INSERT INTO {schema}.migrations VALUES ($1)", file.name[:4])
    except asyncpg.PostgresError as error:
        line = sql.count("\n", 0, int(error.position) - 1) + 1 if error.position else None
        where = f"{file}, line {line}," if line else f"{file}"
        raise OperatorError(f"{where} failed, and nothing of the file was kept: {error}.") from error
    structlog.get_logger().info("migrated", schema=schema, file=file.name)
