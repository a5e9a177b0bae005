"""Which connection to Redis carries broadcasts between processes: docs/adr/0005-redis-connection.md has the answer.

    .hallway/venv/bin/python bench/realtime/redis_connections.py [--rounds 7] [--messages 30000]

One process, pinned to a core, publishes 400-byte events through one `Cluster` and receives them through another, signed
and checked as ever; Valkey has the other core. The connections take turns within a round, each in a fresh process:

    own        ours, commands encoded in Python, replies read by hiredis
    hiredis    ours, commands encoded by hiredis as well: what picosio has
    redis-py   redis.asyncio: a pipeline of PUBLISH for each turn of the loop, and its PubSub

Medians of all rounds; in brackets the least and the most."""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import server_path  # noqa: F401  # pyright: ignore[reportUnusedImport]  (first: picosio is found by it)
import uvloop
from redis.asyncio import Redis
from tools import SERVER_CORE, prepare, valkey

from picosio import Cluster, Server
from picosio.cluster import emitter, redis_connection

KINDS = ("own", "hiredis", "redis-py")
SECRET = "a secret that only this benchmark has"
EVENT = b'["message",{"body":"' + b"x" * 380 + b'"}]'
PER_TURN = 32
ROUND_TRIPS = 2_000


def python_pack(words: tuple[str | bytes, ...]) -> bytes:
    """A command as picosio encoded it before."""
    encoded = [word.encode() if isinstance(word, str) else word for word in words]
    return b"*%d\r\n%b" % (len(encoded), b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in encoded))


class RedisPyConnection:
    """The same by redis-py, without what happens when Redis is away."""

    def __init__(self, url: str, on_message: Callable[[bytes, bytes], None], *_: object, **__: object) -> None:
        self._redis = Redis.from_url(url, protocol=3)
        self._pubsub = self._redis.pubsub(ignore_subscribe_messages=True)
        self._on_message = on_message
        self._queue: list[tuple[bytes, bytes]] = []
        self._publishing = self._listening = None
        self.connected = True

    async def start(self) -> None:
        self._listening = asyncio.create_task(self._listen())

    async def subscribe(self, channel: bytes) -> None:
        await self._pubsub.subscribe(channel)

    def publish(self, channel: bytes, message: bytes, volatile: bool = False) -> None:
        self._queue.append((channel, message))
        if self._publishing is None:
            self._publishing = asyncio.create_task(self._publish())

    async def _publish(self) -> None:
        while self._queue:
            queue, self._queue = self._queue, []
            pipeline = self._redis.pipeline(transaction=False)
            for channel, message in queue:
                pipeline.publish(channel, message)
            await pipeline.execute()
        self._publishing = None

    async def _listen(self) -> None:
        async for message in self._pubsub.listen():
            self._on_message(message["channel"], message["data"])

    async def stop(self) -> None:
        if self._listening:
            self._listening.cancel()


class Counting(Server):
    """A server without clients, that counts."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(adapter=cluster)
        self.count, self.wanted, self.arrived = 0, -1, asyncio.Event()

    def deliver(self, *_: Any, **__: Any) -> None:
        self.count += 1
        if self.count == self.wanted:
            self.arrived.set()

    async def until(self, count: int) -> None:
        self.wanted = count
        if self.count < count:
            self.arrived.clear()
            await self.arrived.wait()


async def measure(kind: str, url: str, messages: int) -> dict[str, float]:
    """Broadcasts per CPU-second in bursts, and microseconds from publishing to delivery with one in flight."""
    if kind == "own":
        redis_connection.pack_command = python_pack
    elif kind == "redis-py":
        emitter.RedisConnection = RedisPyConnection  # type: ignore[misc, assignment]
    sender, receiver = Cluster(url, SECRET, max_unsent=1 << 30), Cluster(url, SECRET)
    server = Counting(receiver)
    await server.start()
    await Counting(sender).start()
    await receiver.joined("/", "room")

    async def burst(count: int) -> None:
        wanted = server.count + count
        for number in range(count):
            sender.publish("/", ("room",), (), EVENT, False)
            if number % PER_TURN == PER_TURN - 1:
                await asyncio.sleep(0)
        await server.until(wanted)

    await burst(2_000)
    cpu, wall = time.process_time(), time.perf_counter()
    await burst(messages)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    trips: list[float] = []
    for _ in range(ROUND_TRIPS):
        began = time.perf_counter()
        await burst(1)
        trips.append(time.perf_counter() - began)
    await sender.stop()
    await receiver.stop()
    return {"per_cpu_second": messages / cpu, "per_second": messages / wall, "trip_us": statistics.median(trips) * 1e6}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--messages", type=int, default=30_000)
    parser.add_argument("--port", type=int, default=4720, help="for Valkey")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "URL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(uvloop.run(measure(*given.one, given.messages))))
        return
    prepare(1_000)
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    with valkey(given.port) as (url, _):
        for _ in range(given.rounds):
            for kind in KINDS:
                own = [sys.executable, __file__, "--messages", str(given.messages), "--one", kind, url]
                argv = ["taskset", "-c", str(SERVER_CORE), *own]
                done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=300)
                found[kind].append(json.loads(done.stdout))
    for kind, runs in found.items():
        columns = [sorted(run[name] for run in runs) for name in ("per_cpu_second", "per_second", "trip_us")]
        shown = [f"{statistics.median(each):9,.0f} ({each[0]:,.0f}-{each[-1]:,.0f})" for each in columns]
        print(f"{kind:9} per CPU-second {shown[0]}   per second {shown[1]}   one in flight {shown[2]} µs")


if __name__ == "__main__":
    main()
