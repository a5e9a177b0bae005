"""What goes on beside the opening minute: an organiser imports a schedule of 1,105 sessions into another event, and two
people's pages exchange a call's signalling. Each says how it fared; what it did to the others is in their times."""

import argparse
import asyncio
import gzip
import json
import time
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import aiohttp
from contenders import Trouble
from webdocs import documents

from hallway.kernel.ids import uuid7

SCHEDULE: Final = Path(__file__).resolve().parents[2] / "server" / "hallway" / "demo" / "fosdem-2025.xml.gz"
STARTS_AT: Final = 0.25
"""Of the time in which people come."""
SIGNAL_EVERY: Final = 0.25
"""Seconds: a call that is being set up trickles candidates; later it says little."""
SIGNAL: Final = "candidate:842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx raddr 0.0.0.0 rport 0 " * 4
WITHIN: Final = 60.0
Said = dict[str, Any]


class Beside:
    """For one run."""

    PEOPLE: Final = 2
    """In the call: those before the browser's two."""

    def __init__(self, given: argparse.Namespace, stage: Said, origin: str, port: int) -> None:
        self._given = given
        self._stage = stage
        self._origin = origin
        self._base = f"http://127.0.0.1:{port}"
        self._documents = documents()

    async def happen(self) -> Said:
        """What is wanted of it, side by side; what fails is told, and stops nobody."""
        wanted = {"import": self._import} if self._given.import_ else {}
        wanted |= {"call": self._call} if self._given.call else {}
        found = await asyncio.gather(*(work() for work in wanted.values()), return_exceptions=True)
        return {
            name: {"failed": f"{type(one).__name__}: {one}"} if isinstance(one, BaseException) else one
            for name, one in zip(wanted, found, strict=True)
        }

    def _session(self, number: int) -> aiohttp.ClientSession:
        token = self._stage["people"][number]["access"]
        headers = {"cookie": f"hallway_access={token}", "origin": self._origin, "host": self._origin.partition("//")[2]}
        return aiohttp.ClientSession(self._base, headers=headers, timeout=aiohttp.ClientTimeout(total=WITHIN))

    async def _ask(self, session: aiohttp.ClientSession, operation: str, **variables: object) -> Said:
        body = {"operationName": operation, "query": self._documents[operation], "variables": variables}
        async with session.post("/graphql", json=body) as answer:
            said = await answer.json()
        if answer.status != 200 or said.get("errors"):
            raise Trouble(f"{operation}: {answer.status} {json.dumps(said)[:300]}")
        return said["data"]

    # ---- the import

    async def _import(self) -> Said:
        """From the upload until everything is in the draft; in parts."""
        await asyncio.sleep(self._given.within * STARTS_AT)
        async with self._session(0) as session:
            began = time.monotonic()
            url = f"/upload/schedule/{self._stage['imports']}?filename=schedule.xml"
            async with session.post(url, data=gzip.decompress(SCHEDULE.read_bytes())) as answer:
                report = await answer.json()
                if answer.status != 202:
                    raise Trouble(f"the upload: {answer.status} {report}")
            await self._until(session, report["id"], "ready")
            read = time.monotonic()
            preview = (await self._ask(session, "ImportPreview", id=report["id"]))["importPreview"]
            seen = time.monotonic()
            await self._ask(session, "ApplyImport", id=report["id"], revision=preview["revision"], choice={})
            await self._until(session, report["id"], "done")
            ended = time.monotonic()
        return {
            "sessions": preview["added"],
            "read_s": round(read - began, 2),
            "preview_s": round(seen - read, 2),
            "apply_s": round(ended - seen, 2),
        }

    async def _until(self, session: aiohttp.ClientSession, import_id: str, state: str) -> None:
        async with asyncio.timeout(WITHIN):
            while True:
                report = (await self._ask(session, "ImportReport", id=import_id))["importReport"]
                if report["state"] == "failed":
                    raise Trouble(f"the import failed: {report['error']}")
                if report["state"] == state:
                    return
                await asyncio.sleep(0.1)

    # ---- the call

    async def _call(self) -> Said:
        """From one page to the other, as long as people come: how long each signal took."""
        count = len(self._stage["people"])
        first, second = count - 3, count - 4
        call_id = str(uuid7())
        async with self._session(first) as one, self._session(second) as other:
            callee = f"00000000-0000-7000-8000-{second:012x}"
            call = await self._ask(one, "StartCall", id=call_id, eventId=self._stage["event"], personIds=[callee])
            call_id = call["startCall"]["id"]
            async with Page(one) as caller, Page(other) as called:
                joined: list[float] = []
                for page, peer in ((caller, "a1"), (called, "b2")):
                    began = time.monotonic()
                    await page.ask("call.join", {"callId": call_id, "peerId": peer})
                    joined.append(time.monotonic() - began)
                times: list[float] = []
                until = time.monotonic() + self._given.within
                while time.monotonic() < until:
                    began = time.monotonic()
                    await caller.ask("call.signal", {"callId": call_id, "toPeer": "b2", "data": SIGNAL})
                    await called.heard("call.signal")
                    times.append((time.monotonic() - began) * 1000)
                    await asyncio.sleep(SIGNAL_EVERY)
                await caller.ask("call.leave", {"callId": call_id, "peerId": "a1"})
        cuts = quantiles(times, n=100)
        return {
            "signals": len(times),
            "join_ms": [round(one * 1000, 1) for one in joined],
            "p50_ms": round(cuts[49], 1),
            "p95_ms": round(cuts[94], 1),
            "p99_ms": round(cuts[98], 1),
        }


class Page:
    """One Socket.IO connection, with just enough of the protocol."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._pushes: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._next = 0

    async def __aenter__(self) -> "Page":
        self._socket = await self._session.ws_connect("/socket.io/?EIO=4&transport=websocket")
        await self._socket.receive_str()
        await self._socket.send_str("40")
        said = await self._socket.receive_str()
        if not said.startswith("40"):
            raise Trouble(f"the socket was refused: {said[:200]}")
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._socket.close()

    async def ask(self, name: str, message: Said) -> Any:
        """Say something and wait for the acknowledgement."""
        self._next += 1
        self._answers[self._next] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(f"42{self._next}{json.dumps([name, message])}")
        async with asyncio.timeout(WITHIN):
            answer = await self._answers[self._next]
        if not answer[0].get("ok"):
            raise Trouble(f"{name}: {answer}")
        return answer[0]

    async def heard(self, name: str) -> None:
        """Wait for the next push of this name."""
        async with asyncio.timeout(WITHIN):
            while (await self._pushes.get())[0] != name:
                pass

    async def _read(self) -> None:
        while True:
            said = await self._socket.receive_str()
            if said == "2":
                await self._socket.send_str("3")
            elif said.startswith("43"):
                number, bracket, rest = said[2:].partition("[")
                self._answers.pop(int(number)).set_result(json.loads(bracket + rest))
            elif said.startswith("42["):
                self._pushes.put_nowait(tuple(json.loads(said[2:])[:2]))
