"""Does the load client of the opening minute notice what goes wrong? A server that does one thing wrong at a time, and
one visitor. `opening.py --self-test`."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import tools
from contenders import Trouble
from opening_plan import Item, written
from opening_report import Run, run_from

GOOD: Final = json.dumps({"data": {"me": "x" * 500}}).encode()
PAGE: Final = Item("html", "/page", "GET /page HTTP/1.1\r\nHost: x\r\n\r\n", True, status=200, size=600)
PATIENCE: Final = 2.0
FAULTS: Final = {
    "good": "",
    "chunks": "",
    "status": "data, status: status 503",
    "cut": "data, cut: the connection ended",
    "short": "data, short: less than half of the answer",
    "errors": "data, errors: errors in the answer",
    "never": "data, never: not within patience",
    "socket": "socket, socket: the upgrade was refused",
}
"""What goes wrong, and what must be said of it."""


def plan_of(fault: str) -> list[Item]:
    """A page, and then the thing that goes wrong."""
    if fault == "socket":
        return [PAGE, Item("socket", "socket", "", True, waits=frozenset({0}))]
    text = f"GET /{fault} HTTP/1.1\r\nHost: x\r\n\r\n"
    return [PAGE, Item("data", fault, text, True, status=200, size=600, waits=frozenset({0}))]


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection of the server."""
    try:
        while line := await reader.readline():
            fault = line.split()[1].decode().lstrip("/").partition("/")[0]
            await reader.readuntil(b"\r\n\r\n")
            if fault == "cut":
                return
            if fault != "never":
                writer.write(said(fault))
                await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def said(fault: str) -> bytes:
    """The whole answer, wrong as it is to be."""
    if fault == "chunks":
        half = len(GOOD) // 2
        parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (GOOD[:half], GOOD[half:]))
        return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + parts + b"0\r\n\r\n"
    body = {"short": GOOD[:100], "errors": b'{"errors":[{"message":"no"}]}' + b" " * 500}.get(fault, GOOD)
    status = {"status": b"503 Away", "socket.io": b"400 No"}.get(fault, b"200 OK")
    return b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body)


@asynccontextmanager
async def wrong_server(port: int) -> AsyncGenerator[None]:
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


async def visited(fault: str, port: int, folder: Path) -> Run:
    """One visitor, and what is reported."""
    files = {name: folder / f"{fault}-{name}" for name in ("people", "plans", "out", "wrong", "answers")}
    files["people"].write_text("0 0 0 access refresh\n")
    files["plans"].write_text(written(plan_of(fault)))
    words = {**files, "ports": port, "patience": PATIENCE}
    argv = [text for name, value in words.items() for text in (f"--{name}", str(value))]
    client = await asyncio.create_subprocess_exec(
        tools.build("opening"), *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    out, _ = await client.communicate()
    if client.returncode:
        raise Trouble(f"The load client ended with an error when {fault} was tried.")
    return run_from(1, "self-test", {**json.loads(out), "beside": {}}, files)


async def self_test(port: int, folder: Path) -> None:
    """Trouble, unless each fault is told and nothing else is."""
    async with wrong_server(port):
        for fault, expected in FAULTS.items():
            run = await visited(fault, port, folder)
            there = fault in ("good", "chunks", "errors")
            if list(run.errors) != ([expected] if expected else []) or bool(run.there) != there:
                raise Trouble(f"{fault}: {run.there} there, {run.errors}, where {expected or 'nothing'} was to be told")
            tools.say(f"{fault}: {expected or 'there'}")
