"""Reads schedule files apart from everything else: what takes too long or too much memory is stopped, and neither the
loop nor other threads wait meanwhile."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Final

import msgspec
import structlog

from hallway.kernel.errors import Fault, Problem
from hallway.services.events.imports import formats
from hallway.services.events.schedule import READING, Reading, Schedule, Table

SECONDS: Final = 20
"""Of the processor's time: the largest schedule that is published needs two. A busy machine may take three times as
long for it."""
SERVER: Final = Path(__file__).resolve().parents[4]


class Read(msgspec.Struct, frozen=True, array_like=True):
    """What the other process says: one of the three."""

    schedule: Schedule | None = None
    fault: Fault | None = None
    table: Table | None = None


async def read_apart(
    data: bytes, filename: str, reading: Reading = READING, seconds: int = SECONDS
) -> Schedule | Table:
    """The schedule in this file, or the table. Raises what `read_file` raises, and `invalid` for what cannot be read in
    `seconds` or in the memory that there is for it."""
    command = [sys.executable, "-m", formats.__name__, str(seconds)]
    env = {"PYTHONPATH": str(SERVER)}  # and no secret
    process = await asyncio.create_subprocess_exec(
        *command, cwd=SERVER, env=env, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(3 * seconds):
            said, _ = await process.communicate(msgspec.msgpack.encode((data, filename, reading)))
    except TimeoutError:
        raise Problem("invalid", "fileTakesTooLong") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        structlog.get_logger().warning("a schedule could not be read", status=process.returncode, bytes=len(data))
        raise Problem("invalid", "fileTakesTooLong")
    read = msgspec.msgpack.decode(said, type=Read)
    if read.fault:
        raise Problem.of(read.fault)
    found = read.schedule or read.table
    assert found
    return found
