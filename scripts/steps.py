"""What the commands share: steps that are done only when their inputs changed, with progress and clear failures.

Standard library only, and nothing newer than Python 3.8, so that an old Python gets a sentence and no traceback.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".hallway"
LOGS = STATE / "logs"
PYTHON = STATE / "venv" / "bin" / "python"

# What a log says, and what that means to the person who reads it.
CAUSES = (
    (r"No space left on device|ENOSPC|Errno 28\b", "The disk is full: Hallway needs about 3 GB to install itself."),
    (r"EACCES|Permission denied|Errno 13\b", "Some files belong to another user; see the log for which."),
    (r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|name resolution|NewConnectionError|Network is unreachable",
     "The package registry cannot be reached: is this machine online, or is a proxy (HTTPS_PROXY) needed?"),
    (r"DO NOT MATCH THE HASHES|EINTEGRITY", "A package is not the one we pinned: please report this."),
    (r"No matching distribution|Could not find a version", "No package fits this Python or this kind of machine."),
    (r"heap out of memory|Killed\b|SIGKILL", "Out of memory: building the web needs about 1.5 GB."),
)  # fmt: skip


class Trouble(Exception):
    """Something a person has to put right; the message says what and how."""


def step(name: str, stamp: Path, inputs: str, work: Callable[[], None]) -> None:
    """Do `work` unless `stamp` says it was finished with the same `inputs`.

    The stamp lies inside what the work makes, so that removing that removes the stamp too, and it is written last, so
    that a half-finished step is done again.
    """
    with contextlib.suppress(OSError):
        if stamp.read_text() == inputs:
            return
        stamp.unlink()
    work()
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(inputs)
    except OSError as error:
        raise Trouble(f"{name} cannot be finished: {error}") from error


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over the contents and names of these files (of all files below a folder) and over `more`."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists():
                total.update(
                    b"%s\0%s" % (os.fsencode(file.relative_to(ROOT)), hashlib.sha256(file.read_bytes()).digest())
                )
    return total.hexdigest()


def run(name: str, argv: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a program with its output in a log; show the time it takes, and the log's end if it fails."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / (re.sub(r"\W+", "-", name.lower()) + ".log")
    started = time.monotonic()
    with log.open("wb") as output, Progress(name, started) as progress:
        process = subprocess.Popen(
            argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                progress.show()
                time.sleep(0.1)
        finally:
            if process.poll() is None:  # interrupted: leave nothing behind that still writes
                process.terminate()
                process.wait()
        progress.ok = process.returncode == 0
    if process.returncode:
        text = log.read_text(errors="replace")
        why = next((meaning for pattern, meaning in CAUSES if re.search(pattern, text)), "")
        lines = text.strip().splitlines()
        shown = lines if len(lines) <= 40 else [*lines[:15], "…", *lines[-25:]]  # some say the cause first, some last
        end = "\n".join("    " + line for line in shown)
        raise Trouble(f"{name} failed. {why}\n{end}\n  All of it: {log.relative_to(ROOT)}")


class Progress:
    """One line per step: on a terminal it counts the seconds, elsewhere it appears when the step is over."""

    def __init__(self, name: str, started: float) -> None:
        self.name, self.started, self.ok = name, started, False
        self.live = sys.stdout.isatty()

    def __enter__(self) -> Progress:
        return self

    def show(self) -> None:
        if self.live:
            print(f"\r  · {self.name:<34} {time.monotonic() - self.started:5.1f} s ", end="", flush=True)

    def __exit__(self, *_: object) -> None:
        mark = "✓" if self.ok else "✗"
        start = "\r" if self.live else ""
        print(f"{start}  {mark} {self.name:<34} {time.monotonic() - self.started:5.1f} s", flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one setup at a time work on this folder; a second one waits."""
    mine(STATE)
    STATE.mkdir(exist_ok=True)
    with (STATE / "setup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Another command is setting this folder up; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def mine(*folders: Path) -> None:
    """Refuse to go on over what another user (mostly root) left behind."""
    for folder in folders:
        nearest = next(p for p in (folder, *folder.parents) if p.exists())
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise Trouble(
                f"{nearest} belongs to another user; was Hallway started as root before? Give it back with:\n"
                f"    sudo chown -R $(id -u):$(id -g) '{ROOT}'"
            )


def room(gigabytes: float) -> None:
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < gigabytes:
        raise Trouble(f"The disk has {free:.1f} GB left; installing Hallway needs about {gigabytes:.0f} GB.")
