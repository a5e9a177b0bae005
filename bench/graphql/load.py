"""Runs `load.c`, the load generator, and the servers' accounts beside it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from contenders import HERE, Server, Trouble, on_core

SOURCE: Final = HERE / "load.c"


class Load(NamedTuple):
    """What one run found; times in milliseconds, `cpu` seconds of the generator itself."""

    requests: int
    seconds: float
    p50: float
    p99: float
    slowest: float
    cpu: float
    refused: int = 0
    """Answers of another status, where those are only counted."""

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds


class Sample(NamedTuple):
    """One measured run of one request against one server."""

    load: Load
    cpu_per_request: float
    """Seconds of the server's processor for each answer."""
    database_cpu_per_request: float


def compiled(folder: Path) -> Path:
    """The load generator, compiled by `cc` into `folder`."""
    program = folder / "load"
    done = subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-o", str(program), str(SOURCE)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"cc could not compile load.c:\n{done.stderr[-2000:]}")
    return program


class Sender:
    """Sends requests from one core; every answer must have the status and the length that are given."""

    def __init__(self, program: Path, folder: Path, core: int) -> None:
        self._program = program
        self._folder = folder
        self._core = core
        self._written = 0

    def files(self, requests: list[bytes]) -> list[Path]:
        """The requests as files, for `start`."""
        paths: list[Path] = []
        for request in requests:
            self._written += 1
            paths.append(self._folder / f"request-{self._written}")
            paths[-1].write_bytes(request)
        return paths

    def start(
        self,
        port: int,
        files: list[Path],
        connections: int,
        seconds: float,
        *,
        warmup: float = 0.0,
        rate: float = 0.0,
        status: int = -1,
        length: int = -1,
    ) -> "subprocess.Popen[str]":
        """A run in the background; give what this answers to `finish`."""
        words = [port, connections, seconds, warmup, rate, status, length, *files]
        command = [str(self._program), *map(str, words)]
        with on_core(self._core):
            return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, process: "subprocess.Popen[str]") -> Load:
        """What a run found; Trouble if an answer was not as it must be."""
        out, err = process.communicate(timeout=600)
        if process.returncode:
            raise Trouble(err.strip() or f"the load generator ended with {process.returncode}")
        found = json.loads(out)
        if not found["requests"] + found["refused"]:
            raise Trouble("the load generator had not one answer")
        return Load(
            found["requests"],
            found["seconds"],
            found["p50_ms"],
            found["p99_ms"],
            found["max_ms"],
            found["cpu_seconds"],
            found["refused"],
        )

    def sample(
        self,
        server: Server,
        database: Server | None,
        file: Path,
        connections: int,
        seconds: float,
        warmup: float,
        length: int,
    ) -> Sample:
        """Warm up, then measure; the processor's account covers exactly the measured run."""
        if warmup:
            self.finish(self.start(server.port, [file], connections, warmup, status=200, length=length))
        before = server.cpu(), database.cpu() if database else 0.0
        load = self.finish(self.start(server.port, [file], connections, seconds, status=200, length=length))
        app, base = server.cpu() - before[0], (database.cpu() if database else 0.0) - before[1]
        return Sample(load, app / load.requests, base / load.requests)


def cores() -> tuple[int, int]:
    """The core for servers and the one for the load; Trouble where there is only one."""
    mine = sorted(os.sched_getaffinity(0))
    if len(mine) < 2:
        raise Trouble("This needs two processor cores: one for the server, one for the load.")
    return mine[0], mine[1]
