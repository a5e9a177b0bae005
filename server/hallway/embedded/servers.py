"""The servers of the embedded shape: PostgreSQL and Valkey, with data in one folder of ours.

Both listen on a Unix socket in a private folder and on no network at all, so they need no port and no password.
"""

import fcntl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

from hallway.embedded.account import account_for
from hallway.embedded.data_dir import explained, locked, run_dir
from hallway.embedded.postgres import POSTGRES_BIN, prepared_postgres
from hallway.embedded.valkey import valkey_server


class Servers(msgspec.Struct, frozen=True):
    """Where the running servers are reached: a libpq URL and a Redis URL, both over Unix sockets."""

    database: str
    redis: str


@asynccontextmanager
async def start_servers(data_dir: Path, *, durable: bool = True) -> AsyncGenerator[Servers]:
    """PostgreSQL and Valkey for as long as the block lasts; both are stopped, data safe, when it ends.

    `data_dir` is made if missing; only one Hallway may use it at a time (else OperatorError). What an earlier run
    left behind when it was killed is found and stopped first. `durable=False` is for tests: no fsync.
    """
    data_dir = data_dir.resolve()
    with locked(data_dir):
        with explained(data_dir):
            account = account_for(data_dir, POSTGRES_BIN)
            run = run_dir(data_dir, account)
            postgres = await prepared_postgres(data_dir, run, account, durable)
        async with postgres, valkey_server(data_dir, run, account):
            yield addresses(run)


def addresses(run: Path) -> Servers:
    """The URLs of the servers whose sockets are in `run`."""
    return Servers(
        database=f"postgresql://hallway@/hallway?host={quote(str(run), safe='')}",
        redis=f"unix://{quote(str(run / 'valkey.sock'))}",
    )


def running_servers(data_dir: Path) -> Servers | None:
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
