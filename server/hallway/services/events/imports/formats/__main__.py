"""Reads one schedule in a process of its own, which may be stopped: `(file, name, reading)` comes in, a Schedule, a
Table or a Fault goes out, in MessagePack. `apart.py` of imports starts it."""

import os
import resource
import sys
from typing import Final

import msgspec

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats.read import read_file
from hallway.services.events.schedule import Reading, Table

MEMORY: Final = 1 << 30
"""Four times what the largest file that is read may need."""
NICE: Final = 10
"""Those who are at an event come first."""


def main(seconds: int) -> None:
    """Read within so many seconds of this processor's time."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data, filename, reading = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=tuple[bytes, str, Reading])
    try:
        found = read_file(data, filename=filename, reading=reading)
        said = [None, None, found] if isinstance(found, Table) else [found]
    except Problem as problem:
        said = [None, problem.fault()]
    sys.stdout.buffer.write(msgspec.msgpack.encode(said))


if __name__ == "__main__":
    main(int(sys.argv[1]))
