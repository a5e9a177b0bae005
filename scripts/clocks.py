"""Tests at another time: `make test CLOCK=2028-02-29T12:00+01:00`, and the times that `make nightly` goes through.

What the tests start believes the clock of `wall_clock.c`, which is preloaded into it: Python, Node.js, Chromium. It
starts anew at that time for each suite and runs on. PostgreSQL and Valkey keep the machine's time (embedded servers get
an environment of their own), so that anything which leans on their clocks instead of ours is found too. So do files.
"""

from __future__ import annotations

import math
import os
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from steps import STATE, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = "Europe/Brussels"
# Each a few minutes before what may go wrong, or after it: no suite is faster than that.
CLOCKS = (
    "2028-06-14T23:30+02:00",
    "2028-06-15T00:30+02:00",
    "2028-03-26T01:58+01:00",  # at 02:00 it is 03:00
    "2028-10-29T02:58+02:00",  # at 03:00 it is 02:00 again
    "2028-02-29T12:00+01:00",
    "2028-12-31T23:58+01:00",
)
SOURCE = Path(__file__).with_name("wall_clock.c")


def moment(text: str) -> datetime:
    """What was given as CLOCK; without an offset it is this machine's local time."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise Trouble(f"CLOCK={text} is no time; write it as 2028-02-29T12:00+01:00.") from error


def at_clock(env: Mapping[str, str], text: str) -> dict[str, str]:
    """The environment in which it is that time now; the same environment if none is given."""
    if not text:
        return dict(env)
    library = compiled(math.ceil(moment(text).timestamp() - time.time()))
    # Before what is preloaded already, which it asks in its turn: that may be another clock.
    return {**env, "LD_PRELOAD": ":".join(filter(None, [str(library), env.get("LD_PRELOAD")])), "TZ": ZONE}


def compiled(seconds: int) -> Path:
    """A library that moves the wall clock by so many seconds."""
    library = STATE / "clocks" / f"{seconds}.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    made = library.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}")  # a suite that starts beside may be loading it
    argv = ["cc", "-shared", "-fPIC", "-O2", f"-DSHIFT={seconds}", "-o", str(made), str(SOURCE), "-ldl"]
    try:
        subprocess.run(argv, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        why = getattr(error, "stderr", "") or error
        raise Trouble(f"Another clock needs Linux and a C compiler (apt-get install gcc libc6-dev): {why}") from error
    made.replace(library)
    return library
