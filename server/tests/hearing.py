"""Every push of an installation, as it goes over Redis."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
from redis.asyncio import Redis

from hallway.kernel.live import GATEWAYS, PREFIX, Live, Pushed, live_secret
from hallway.kernel.settings import Settings
from picosio.cluster.envelope import PROCESS_BYTES, Frames, Kind

MARK = b'["test.mark",{}]'


@asynccontextmanager
async def live_on(settings: Settings) -> AsyncGenerator[Live]:
    """A Live that is connected."""
    live = Live(settings)
    await live.start()
    try:
        yield live
    finally:
        await live.stop()


@asynccontextmanager
async def hearing(redis: Redis, settings: Settings) -> AsyncGenerator[list[tuple[str, Pushed]]]:
    """All pushes on all channels, in order; complete when the block is left. Orders to gateways are on GATEWAYS."""
    heard: list[tuple[str, Pushed]] = []
    frames = Frames(live_secret(settings), PREFIX, bytes(PROCESS_BYTES))
    marks: asyncio.Queue[None] = asyncio.Queue()

    async def listen() -> None:
        async for message in pubsub.listen():
            if message["type"] != "pmessage":
                continue
            header, event = frames.read(message["channel"], message["data"])
            channel = GATEWAYS if header.kind == Kind.SERVERS else header.rooms[0]
            for line in event.split(b"\n"):
                if line == MARK:
                    marks.put_nowait(None)
                else:
                    heard.append((channel, msgspec.json.decode(line, type=Pushed)))

    async with redis.pubsub() as pubsub, live_on(settings) as live:
        await pubsub.psubscribe(f"{PREFIX}*")
        listening = asyncio.create_task(listen())

        async def mark() -> None:
            await asyncio.sleep(0.02)  # what others publish leaves at the end of their turn, over their connections
            await live.publish([("test", MARK)])
            await asyncio.wait_for(marks.get(), 5)

        try:
            await mark()
            yield heard
            await mark()
        finally:
            listening.cancel()
