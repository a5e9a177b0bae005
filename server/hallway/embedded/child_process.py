"""Server processes that Hallway starts beside itself (PostgreSQL, Valkey, the web): watched, restarted, stopped."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

import msgspec
import psutil
import structlog

from hallway.kernel.errors import OperatorError

MINIMAL_ENV = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
POLL = 0.02  # seconds between two looks at a starting process: short, because a person waits for it
WATCH = 0.25  # seconds between two looks at a running one
FIRST_TRIES = 3  # a start that follows a crash may find the last one's shared memory still in use for a moment
BACK_OFF = (0.5, 30.0)  # seconds before a restart: the first pause, and the longest it is doubled to
LIVED = 60.0  # seconds of life after which a restart counts as the first again
LOG_LIMIT = 10_000_000  # bytes of a log kept before it is turned over (once: log, log.1)

log = structlog.get_logger("hallway.embedded")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """How to start one server: `argv` in `cwd` with exactly `env`; `stop_signal` asks it to end well."""

    name: str
    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    log: Path
    record: Path  # where its process id is written, so that a later start finds what a killed one left behind
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 30.0  # seconds until it is killed


class Child:
    """One running server: `async with Child(command, ready)` starts it, keeps it alive, and stops it.

    `ready(pid)` is asked again and again until it is true; it must answer quickly and never raise.
    It lives in a session of its own, so a Ctrl-C in the terminal reaches only us and we stop it in our order.
    """

    def __init__(self, command: Command, ready: Callable[[int], Awaitable[bool]], *, within: float = 30.0) -> None:
        self.command = command
        self._ready = ready
        self._within = within
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(stop_recorded, self.command)
        try:
            await self._start_first()
        except OSError as error:
            raise OperatorError(f"{self.command.name} cannot be started: {error}.") from error
        except BaseException:
            await self._end()
            raise
        self._watcher = asyncio.create_task(self._watch(), name=f"watch {self.command.name}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watcher:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        await self._end()

    async def _start_first(self) -> None:
        for attempt in range(FIRST_TRIES):
            if attempt:
                await asyncio.sleep(BACK_OFF[0])
            if await self._start():
                return
        raise OperatorError(
            f"{self.command.name} does not start. The end of {self.command.log}:\n{tail(self.command.log)}",
        )

    async def _start(self) -> bool:
        """Spawn and wait until ready; False if it ended, or was not ready in time (and is then ended)."""
        turn_over(self.command.log)
        with self.command.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603  (our own words only)
                self.command.argv,
                cwd=self.command.cwd,
                env=dict(self.command.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        record(self.command.record, self._process.pid)
        give_up = monotonic() + self._within
        while monotonic() < give_up and self._process.poll() is None:
            if await self._ready(self._process.pid):
                return True
            await asyncio.sleep(POLL)
        await self._end()
        return False

    async def _watch(self) -> None:
        pause = BACK_OFF[0]
        while True:
            born = monotonic()
            while self.pid is not None:
                await asyncio.sleep(WATCH)
            code = self._process.returncode if self._process else None
            pause = BACK_OFF[0] if monotonic() - born > LIVED else pause
            log.warning("server died; starting it again", server=self.command.name, exit_code=code, in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, BACK_OFF[1])
            try:
                started = await self._start()
            except OSError as error:
                log.error("server cannot be started", server=self.command.name, error=str(error))
                continue
            if started:
                log.info("server runs again", server=self.command.name)

    async def _end(self) -> None:
        """Stop the process and wait until it is gone, even when the task that waits is cancelled meanwhile."""
        process = self._process
        if process is None:
            return
        with suppress(ProcessLookupError):
            if process.poll() is None:
                process.send_signal(self.command.stop_signal)
        cancelled = False
        kill_at = monotonic() + self.command.stop_within
        while process.poll() is None:
            if monotonic() > kill_at:
                log.error("server did not stop in time; killed", server=self.command.name)
                kill_group(process.pid)
                kill_at = monotonic() + 5
            try:
                await asyncio.sleep(POLL)
            except asyncio.CancelledError:
                cancelled = True
        self.command.record.unlink(missing_ok=True)
        if cancelled:
            raise asyncio.CancelledError


def record(path: Path, pid: int) -> None:
    """Write who was started: the process id and the moment of its birth, since ids are used again."""
    with suppress(psutil.NoSuchProcess):
        path.write_text(f"{pid} {psutil.Process(pid).create_time()}\n")


def recorded(path: Path) -> psutil.Process | None:
    """The process that `path` tells of, if it is that one and still alive."""
    try:
        pid, born = path.read_text().split()
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(born)) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (FileNotFoundError, ValueError, psutil.Error):
        return None


def stop_recorded(command: Command) -> None:
    """Stop what an earlier, killed Hallway left running. Blocks up to `stop_within` seconds."""
    if process := recorded(command.record):
        stop_process(process, command)
    command.record.unlink(missing_ok=True)


def stop_process(process: psutil.Process, command: Command) -> None:
    """End somebody else's child the way `command` asks for, by force if it takes too long."""
    log.warning("stopping what an earlier run left behind", server=command.name, pid=process.pid)
    with suppress(psutil.NoSuchProcess):
        process.send_signal(command.stop_signal)
    if not gone(process, command.stop_within):
        kill_group(process.pid)
        gone(process, 5)


def gone(process: psutil.Process, within: float) -> bool:
    """Wait up to `within` seconds for its end. A zombie is gone: in a container nobody may ever collect it."""
    give_up = monotonic() + within
    while monotonic() < give_up:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        sleep(POLL)
    return False


def kill_group(pid: int) -> None:
    """Kill a process and all that it started (each of ours leads its own session)."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def turn_over(path: Path) -> None:
    """Keep a log from growing for ever."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))


def tail(path: Path, size: int = 2000) -> str:
    """The last `size` bytes of a log, as text."""
    with suppress(OSError):
        return path.read_bytes()[-size:].decode(errors="replace").strip()
    return "(nothing was written)"
