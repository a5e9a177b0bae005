"""The servers that are measured, and how each is started, pinned to one core, and looked at."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from hallway.embedded.servers import Servers, start_servers

HERE: Final = Path(__file__).resolve().parent
NODE: Final = HERE / "node"
START_SECONDS: Final = 30
CONNECT_PAUSE: Final = 0.05


class Trouble(Exception):
    """What went wrong, in words for whoever ran the command."""


class Contender(NamedTuple):
    """A server: `key` for the command line and the results, `title` for people."""

    key: str
    title: str
    command: tuple[str, ...]
    env: Mapping[str, str]


def node(script: str) -> tuple[str, ...]:
    """A compiled script of the Node side."""
    return ("node", str(NODE / "dist" / script))


OURS: Final = (sys.executable, str(HERE / "ours" / "app.py"))
CONTENDERS: Final = (
    Contender("nestjs", "NestJS + Apollo + Express", node("nest.js"), {}),
    Contender("mercurius", "Mercurius + Fastify", node("mercurius.js"), {}),
    Contender("mercurius-jit", "Mercurius + graphql-jit", node("mercurius.js"), {"BENCH_JIT": "1"}),
    Contender("graphql-core", "graphql-core on uvicorn", OURS, {"BENCH_ENGINE": "graphql-core"}),
    Contender("quickgraph", "quickgraph on uvicorn", OURS, {}),
    Contender("uvicorn", "uvicorn alone, answers kept", OURS, {"BENCH_ENGINE": "remembered"}),
)


class Server:
    """A running contender, or anything else that listens on a port of this machine."""

    def __init__(self, contender: Contender, port: int, pid: int) -> None:
        self.contender = contender
        self.port = port
        self.process = psutil.Process(pid)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of one request, whose bytes are given whole."""
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(line.split(": ", 1) for line in lines))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def cpu(self) -> float:
        """Seconds of processor that the server and its children have used, from the scheduler's own count."""
        return sum(cpu_of(one.pid) for one in self._all())

    def rss(self) -> int:
        """Bytes of memory, children included."""
        return sum(one.memory_info().rss for one in self._all())

    def forget_peak(self) -> int:
        """Begin to look for the most memory anew; what is used now, in bytes (Linux, the process itself)."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self._status("VmRSS")

    def peak(self) -> int:
        """The most memory since `forget_peak`, in bytes."""
        return self._status("VmHWM")

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def cpu_of(pid: int) -> float:
    """Seconds of processor of a process, with those of its threads that have ended: its CPU clock (Linux)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes it
    except OSError:
        return 0.0  # gone


def stoppable() -> None:
    """Ctrl-C and SIGTERM end a measurement at once and tidily. asyncio's own handling would wait for the next await,
    and measuring hardly ever awaits."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


Core = int | frozenset[int]


@contextmanager
def on_core(core: Core) -> Generator[None]:
    """What is started within the block stays on this core, or on these. (No `preexec_fn`: forking while numpy computes in another
    thread can stand still for ever.)"""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core} if isinstance(core, int) else core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


@asynccontextmanager
async def pinned_servers(folder: Path, core: Core) -> AsyncGenerator[Servers]:
    """PostgreSQL and Valkey on one core, data in `folder`."""
    async with AsyncExitStack() as stack:
        with on_core(core):
            urls = await stack.enter_async_context(start_servers(folder))
        yield urls


@contextmanager
def running(
    contender: Contender, port: int, env: Mapping[str, str], core: Core, logs: Path, ready: str = "/"
) -> Generator[Server]:
    """The contender listening on `port` for as long as the block lasts. Raises Trouble with its log if it fails."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    log = logs / f"{contender.key}-{port}.log"
    with log.open("wb") as file, on_core(core):
        process = subprocess.Popen(
            contender.command,
            env={
                **kept,
                "NODE_ENV": "production",
                "PYTHONPATH": str(HERE.parents[1] / "server"),
                "BENCH_PORT": str(port),
                **env,
                **contender.env,
            },
            stdout=file,
            stderr=file,
        )
    try:
        _wait(process, port, log, contender, ready)
        yield Server(contender, port, process.pid)
        if process.poll() is not None:
            raise Trouble(f"{contender.title} ended while it was measured:\n{log.read_text()[-2000:]}")
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path, contender: Contender, ready: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Trouble(f"{contender.title} did not start:\n{log.read_text()[-2000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", ready)
            status = connection.getresponse().status
            if ready == "/" or status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(CONNECT_PAUSE)
    raise Trouble(f"{contender.title} was not ready within {START_SECONDS} s:\n{log.read_text()[-2000:]}")
