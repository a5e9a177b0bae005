"""Numbered SQL files run in order, once each; databases that Alembic has migrated go on from where they are."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from hallway.bootstrap.registry import PARTS
from hallway.embedded.postgres import POSTGRES_BIN
from hallway.embedded.servers import Servers
from hallway.kernel.db.migrations import PREPARE, migrate
from hallway.kernel.errors import OperatorError
from tests.support.databases import database

FOLDERS = {part.name: part.folder / "migrations" for part in PARTS}
NEWEST = max(len(list(folder.glob("*.sql"))) for folder in FOLDERS.values())


@pytest.fixture
async def url(servers: Servers) -> AsyncIterator[str]:
    """A database with nothing in it."""
    async with database(servers.database) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A history without files."""
    made = tmp_path / "migrations"
    made.mkdir()
    return made


async def ask(url: str, query: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def version(url: str) -> list[tuple[object, ...]]:
    return await ask(url, "SELECT version_num FROM toy.migrations")


async def description(url: str) -> list[str]:
    """All that is in the database, as SQL."""
    command = [POSTGRES_BIN / "pg_dump", "--schema-only", "--no-owner", url]
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    written, _ = await running.communicate()
    assert running.returncode == 0
    lines = written.decode().splitlines()
    return [line for line in lines if not line.startswith((r"\restrict ", r"\unrestrict "))]  # another key each time


@pytest.mark.parametrize("at", range(NEWEST + 1))
async def test_what_alembic_left_is_taken_over(url: str, servers: Servers, template: str, at: int) -> None:
    connection = await asyncpg.connect(url, server_settings={"client_min_messages": "warning"})
    await connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
    for schema, folder in FOLDERS.items():
        before, _, _ = PREPARE.partition("CREATE TABLE IF NOT EXISTS {schema}.migrations")
        await connection.execute(before.format(schema=schema) + f"SET search_path = {schema}, public")
        ran = sorted(folder.glob("*.sql"))[:at]
        for file in ran:
            await connection.execute(file.read_text())
        if ran:  # Alembic made its table with the first migration, not before
            await connection.execute(
                f"CREATE TABLE {schema}.migrations (version_num VARCHAR(32) NOT NULL,"
                " CONSTRAINT migrations_pkc PRIMARY KEY (version_num))"
            )
            await connection.execute(f"INSERT INTO {schema}.migrations VALUES ('{ran[-1].name[:4]}')")
    await connection.close()

    await migrate(url, FOLDERS)  # what ran twice would fail, for its tables are there

    assert await description(url) == await description(servers.database.replace("/hallway?", f"/{template}?"))
    for schema, folder in FOLDERS.items():
        assert await ask(url, f"SELECT version_num FROM {schema}.migrations") == [
            (f"{len(list(folder.glob('*.sql'))):04}",)
        ]


async def test_a_file_may_hold_many_statements_and_bodies_with_semicolons(url: str, folder: Path) -> None:
    (folder / "0001_things.sql").write_text(
        "-- Things; and what they are.\nCREATE TABLE things (id int); INSERT INTO things VALUES (1), (2);\n"
        "CREATE FUNCTION add_one() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO things VALUES (3); END $$;\n"
        "SELECT add_one() -- the last needs no semicolon"
    )
    await migrate(url, {"toy": folder})
    assert await ask(url, "SELECT id FROM toy.things ORDER BY id") == [(1,), (2,), (3,)]
    assert await version(url) == [("0001",)]
    assert await ask(url, "SELECT count(*) FROM toy.outbox") == [(0,)]


async def test_each_runs_once_also_when_two_processes_begin_together(url: str, folder: Path) -> None:
    (folder / "0001_things.sql").write_text("CREATE TABLE things (id int); INSERT INTO things VALUES (1)")
    await asyncio.gather(*(migrate(url, {"toy": folder}) for _ in range(3)))
    (folder / "0002_more.sql").write_text("INSERT INTO things VALUES (2)")
    await asyncio.gather(*(migrate(url, {"toy": folder}) for _ in range(3)))
    assert await ask(url, "SELECT id FROM toy.things ORDER BY id") == [(1,), (2,)]
    assert await version(url) == [("0002",)]


async def test_a_failing_file_leaves_nothing_of_itself_and_all_before_it(url: str, folder: Path) -> None:
    (folder / "0001_things.sql").write_text("CREATE TABLE things (id int)")
    (folder / "0002_wrong.sql").write_text("INSERT INTO things VALUES (1);\n\nINSERT INTO nothing VALUES (2)")
    with pytest.raises(OperatorError, match=r'0002_wrong\.sql, line 3, failed.*relation "nothing" does not exist'):
        await migrate(url, {"toy": folder})
    assert await ask(url, "SELECT id FROM toy.things") == []
    assert await version(url) == [("0001",)]
    (folder / "0002_wrong.sql").write_text("INSERT INTO things VALUES (1)")
    await migrate(url, {"toy": folder})
    assert await ask(url, "SELECT id FROM toy.things") == [(1,)]


async def test_where_one_file_looks_for_tables_is_not_where_the_next_does(url: str, folder: Path) -> None:
    (folder / "0001_public.sql").write_text("SET search_path = public; CREATE TABLE public.things (id int)")
    (folder / "0002_things.sql").write_text("CREATE TABLE things (id int)")
    await migrate(url, {"toy": folder})
    assert await ask(url, "SELECT count(*) FROM toy.things") == [(0,)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["0001_one.sql", "0001_two.sql"], r"0001_two\.sql has the same number as 0001_one\.sql"),
        (["0001_one.sql", "0003_three.sql"], r"0003_three\.sql comes after a gap: there is no migration 0002"),
        (["0002_two.sql"], r"0002_two\.sql comes after a gap: there is no migration 0001"),
        (["0000_none.sql"], r"0000_none\.sql is not named as a migration is"),
        (["1_one.sql"], r"1_one\.sql is not named as a migration is"),
    ],
)
async def test_files_out_of_order_are_refused_before_anything_runs(
    url: str, folder: Path, names: list[str], said: str
) -> None:
    for name in names:
        (folder / name).write_text("SELECT 1")
    with pytest.raises(OperatorError, match=said):
        await migrate(url, {"toy": folder})
    assert await ask(url, "SELECT FROM pg_namespace WHERE nspname = 'toy'") == []


async def test_a_database_of_a_newer_version_is_left_alone(url: str, folder: Path) -> None:
    (folder / "0001_one.sql").write_text("SELECT 1")
    (folder / "0002_two.sql").write_text("SELECT 2")
    await migrate(url, {"toy": folder})
    (folder / "0002_two.sql").unlink()
    with pytest.raises(
        OperatorError, match=r"made by a newer Hallway: toy is at migration 0002, .* knows 0001 as the newest"
    ):
        await migrate(url, {"toy": folder})
    assert await version(url) == [("0002",)]


async def test_a_version_that_is_none_of_ours_is_refused(url: str, folder: Path) -> None:
    await migrate(url, {"toy": folder})
    await ask(url, "INSERT INTO toy.migrations VALUES ('ae1027a6acf') RETURNING 1")
    with pytest.raises(OperatorError, match=r"toy\.migrations says 'ae1027a6acf'"):
        await migrate(url, {"toy": folder})


async def test_a_file_that_is_not_utf_8_is_named(url: str, folder: Path) -> None:
    (folder / "0001_latin.sql").write_bytes("-- Café\nSELECT 1".encode("latin-1"))
    with pytest.raises(OperatorError, match=r"0001_latin\.sql is not UTF-8 text \(byte 7\)"):
        await migrate(url, {"toy": folder})
    assert await version(url) == []
