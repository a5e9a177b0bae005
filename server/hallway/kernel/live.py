"""Pushes from wherever something happened to every gateway, by Redis pub/sub. Nothing is kept: who was away asks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

PREFIX: Final = b"live:"
RECONNECT_SECONDS: Final = 0.5
QUIET_SECONDS: Final = 10.0
"""After this long without a word we ask; without an answer for as long again, the connection is dead."""


class Pushed(msgspec.Struct, frozen=True, array_like=True):
    """A push as it arrives at a gateway: name, fields, and the socket that is not to get it."""

    name: str
    fields: dict[str, object]
    except_socket: str = ""


class Live:
    """Publishes encoded pushes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def publish(self, pushes: list[tuple[str, bytes]]) -> None:
        """Send each push to its channel, in order; those to one channel travel as lines of one message. Never raises
        for a Redis that is away: browsers resume once it is back."""
        lines: dict[str, list[bytes]] = {}
        for channel, push in pushes:
            lines.setdefault(channel, []).append(push)
        try:
            if len(lines) == 1:
                [(channel, together)] = lines.items()
                await self._redis.publish(PREFIX + channel.encode(), b"\n".join(together))
                return
            async with self._redis.pipeline(transaction=False) as pipe:
                for channel, together in lines.items():
                    pipe.publish(PREFIX + channel.encode(), b"\n".join(together))
                await pipe.execute()
        except (RedisError, OSError) as error:
            structlog.get_logger().warning("pushes are lost until Redis is back", count=len(pushes), error=repr(error))


async def listen(
    redis: Redis, on_push: Callable[[str, Pushed], Awaitable[None]], on_gap: Callable[[], Awaitable[None]]
) -> None:
    """Hand every push to `on_push(channel, pushed)`, for ever. `on_gap` is called whenever pushes begin to arrive, at
    first and after every break in the connection: some may have been missed."""
    while True:
        try:
            async with redis.pubsub() as pubsub:
                await pubsub.psubscribe(PREFIX.decode() + "*")
                await _listen(pubsub, on_push, on_gap)
        except (RedisError, OSError) as error:
            structlog.get_logger().warning("pushes cannot be heard", error=repr(error))
        await asyncio.sleep(RECONNECT_SECONDS)


async def _listen(
    pubsub: Any, on_push: Callable[[str, Pushed], Awaitable[None]], on_gap: Callable[[], Awaitable[None]]
) -> None:
    decoder = msgspec.json.Decoder(Pushed)
    asked = False
    while True:
        message = await pubsub.get_message(timeout=QUIET_SECONDS)
        if message is None:
            if asked:
                raise ConnectionError("Redis says nothing any more")
            await pubsub.ping()
        elif message["type"] == "psubscribe":  # redis-py reconnects by itself, and subscribes anew
            await on_gap()
        elif message["type"] == "pmessage":
            channel = message["channel"].removeprefix(PREFIX).decode()
            for line in message["data"].split(b"\n"):  # JSON has no line end of its own
                try:
                    await on_push(channel, decoder.decode(line))
                except Exception:
                    structlog.get_logger().exception("a push could not be delivered", channel=channel)
        asked = message is None
