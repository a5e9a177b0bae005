"""The embedded servers: started, killed, found again, stopped; wherever the folder lies."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis

from hallway.embedded.child_process import recorded
from hallway.embedded.data_dir import installation_secret
from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.errors import OperatorError
from tests.support.waiting import eventually

HOST = """
import asyncio, sys
from pathlib import Path

from hallway.embedded.servers import start_servers


async def main() -> None:
    async with start_servers(Path(sys.argv[1]), durable=True) as running:
        print(running.database, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
SERVER = Path(__file__).resolve().parents[2]


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The data of a host that was killed with -9 just after it committed a row; its database URL."""
    data = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-c", HOST, str(data)], cwd=SERVER, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    url = process.stdout.readline().strip()
    asyncio.run(write(url))
    process.kill()
    process.wait()
    process.stdout.close()
    yield data, url
    for name in ("postgres", "valkey"):
        if left := recorded(data / f"{name}.pid"):
            left.kill()


async def write(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE said (words text); INSERT INTO said VALUES ('kept')")
    await connection.close()


async def answers(running: Servers) -> str:
    """Both servers answer; the database's account is no superuser and has pgvector."""
    redis = Redis.from_url(running.redis)
    assert await redis.ping()
    await redis.aclose()
    connection = await asyncpg.connect(running.database)
    try:
        assert await connection.fetchval("SELECT '[1,2]'::public.vector <-> '[1,4]'") == 2
        return await connection.fetchval("SELECT current_setting('is_superuser')")
    finally:
        await connection.close()


def alive(data: Path) -> list[str]:
    """Command lines of living processes that name this folder."""
    found = (p.info for p in psutil.process_iter(["cmdline", "status"]))
    lines = (" ".join(i["cmdline"] or ()) for i in found if i["status"] != psutil.STATUS_ZOMBIE)
    return [line for line in lines if f"{data}/" in line]


@pytest.mark.parametrize("name", ["with a space", "quote'\"%40,x", "long-" + "x" * 120])
async def test_starts_answers_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    async with start_servers(data, durable=False) as running:
        assert await answers(running) == "off"
        assert alive(data)
    assert alive(data) == []
    assert not (data / "postgres" / "postmaster.pid").exists()


async def test_listens_on_no_network(tmp_path: Path) -> None:
    async with start_servers(tmp_path, durable=False):
        for name in ("postgres", "valkey"):
            process = recorded(tmp_path / f"{name}.pid")
            assert process
            assert [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
        run = tmp_path / "run"
        if run.exists():
            assert stat.S_IMODE(run.stat().st_mode) == 0o700


def test_after_kill_9_the_next_start_has_the_data(killed: tuple[Path, str]) -> None:
    data, _ = killed
    orphans = {name: recorded(data / f"{name}.pid") for name in ("postgres", "valkey")}
    assert all(orphans.values()), "the test is about servers that outlive their host"

    async def again() -> None:
        async with start_servers(data) as running:
            connection = await asyncpg.connect(running.database)
            assert await connection.fetchval("SELECT words FROM said") == "kept"
            assert await connection.fetchval("SHOW fsync") == "on"
            await connection.close()
            now = {name: recorded(data / f"{name}.pid") for name in orphans}
            assert all(now[name] != orphan for name, orphan in orphans.items())

    asyncio.run(again())
    assert alive(data) == []


def test_a_killed_database_leaves_a_lock_that_is_no_obstacle(killed: tuple[Path, str]) -> None:
    data, _ = killed
    postgres = recorded(data / "postgres.pid")
    assert postgres
    postgres.kill()  # -9: its lock file stays; the number in it may belong to anybody by now
    lock = data / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    async def again() -> None:
        async with start_servers(data) as running:
            assert await answers(running) == "off"

    asyncio.run(again())


async def test_a_server_that_dies_is_started_again(tmp_path: Path) -> None:
    async with start_servers(tmp_path, durable=False) as running:
        for name in ("valkey", "postgres"):
            first = recorded(tmp_path / f"{name}.pid")
            assert first
            first.kill()
            await eventually(
                lambda name=name: recorded(tmp_path / f"{name}.pid"),
                lambda second, first=first: second and second.pid != first.pid,
            )

        async def fsync() -> str:
            try:
                return await answers(running)
            except (OSError, asyncpg.PostgresError) as error:
                return repr(error)

        await eventually(fsync, lambda answer: answer == "off")


async def test_one_hallway_at_a_time(tmp_path: Path) -> None:
    async with start_servers(tmp_path, durable=False) as running:
        with pytest.raises(OperatorError, match=f"already running .*process {os.getpid()}"):
            async with start_servers(tmp_path, durable=False):
                pass
        assert await answers(running) == "off"


async def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    async with start_servers(tmp_path, durable=False) as running:
        assert await answers(running) == "off"


async def test_a_cluster_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(OperatorError, match="PostgreSQL 16"):
        async with start_servers(tmp_path):
            pass
    assert (tmp_path / "postgres" / "PG_VERSION").read_text() == "16\n"


async def test_cancelling_the_host_still_stops_in_order(tmp_path: Path) -> None:
    up = asyncio.Event()

    async def host() -> None:
        async with start_servers(tmp_path, durable=False):
            up.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(host())
    await up.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()  # an impatient second Ctrl-C
    with pytest.raises(asyncio.CancelledError):
        await task
    assert alive(tmp_path) == []
    log = (tmp_path / "logs" / "postgres.log").read_text()
    assert "database system is shut down" in log


def test_secret_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    first = installation_secret(tmp_path)
    assert len(first) == 64
    assert installation_secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert installation_secret(tmp_path / "other") != first


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_is_told_about_roots_leftovers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    (data / "lock").touch(mode=0o600)
    program = HOST.replace("asyncio.run", "import os; os.setgid(65534); os.setuid(65534); asyncio.run")
    done = subprocess.run(
        [sys.executable, "-c", program, str(data)], cwd=SERVER, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode
    assert "belongs to another user" in done.stderr
    assert "chown" in done.stderr


def test_signals_reach_us_and_not_the_servers(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOST, str(tmp_path)],
        cwd=SERVER,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline().startswith("postgresql://")
    os.killpg(process.pid, signal.SIGINT)  # what a terminal does at Ctrl-C
    assert process.wait(30) != 0
    process.stdout.close()
    assert alive(tmp_path) == []
    assert "database system is shut down" in (tmp_path / "logs" / "postgres.log").read_text()
