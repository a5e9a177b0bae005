"""Pushes from wherever something happened to every gateway: encoded once, signed, by Redis pub/sub. Nothing is kept:
who was away asks. A channel (`kernel/channels.py`) is a room of the gateways' Socket.IO servers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from hallway.kernel.channels import GATEWAYS
from hallway.kernel.settings import Settings
from picosio import Cluster, Emitter, Server

NAMESPACE: Final = "/"
TOGETHER: Final = 50
"""Pushes in one frame at most: with the longest bodies still a fraction of what a frame may have."""
PREFIX: Final = "hallway"
"""Of the channels in Redis: installations that share one need a Redis user, or a Redis, each."""


class Pushed(msgspec.Struct, frozen=True, array_like=True):
    """A push as it arrives: name and fields."""

    name: str
    fields: dict[str, object]


def push_secrets(settings: Settings) -> list[str]:
    """What pushes between this installation's processes are signed with, and what else they may be signed with."""
    return [key.hex() for key in settings.keys("live")]


class PushPublisher:
    """Publishes encoded pushes from this process, between `start` and `stop`."""

    def __init__(self, settings: Settings) -> None:
        self._emitter = Emitter(settings.redis_url, push_secrets(settings)[0], prefix=PREFIX)
        self.here: Callable[[bytes], None] = lambda _: None
        """What a gateway in this process does with a command at once, before it comes by Redis as to the others."""

    async def start(self) -> None:
        """Connect; a Redis that is away is tried again until it is back."""
        await self._emitter.start()

    async def stop(self) -> None:
        """Send what waits (a second at most), and disconnect."""
        await self._emitter.stop()

    async def publish(self, pushes: list[tuple[str, bytes]]) -> None:
        """Send each push to its channel, at the end of this turn of the loop; those of one channel in order, and
        signed together. A command to the gateways overtakes nothing and is overtaken by nothing: who is sent away is
        told why first. Never waits or raises for a Redis that is away: the gateways tell pages to ask once it is
        back."""
        together: dict[str, list[bytes]] = {}
        for channel, push in pushes:
            if channel == GATEWAYS:
                self._emit(together)
                together.clear()
                self.here(push)
                self._emitter.server_side_emit(push)
            else:
                together.setdefault(channel, []).append(push)
        self._emit(together)

    def _emit(self, together: dict[str, list[bytes]]) -> None:
        for channel, some in together.items():
            for first in range(0, len(some), TOGETHER):
                self._emitter.emit_all(NAMESPACE, channel, some[first : first + TOGETHER])


class PushSubscriber:
    """Receives the pushes to some channels in a process that is no gateway, between `start` and `stop`."""

    def __init__(self, settings: Settings, receive: Callable[[str, Pushed], None]) -> None:
        secret, *also = push_secrets(settings)
        self._cluster = Cluster(settings.redis_url, secret, prefix=PREFIX, also=also)
        self._listener = _Listener(self._cluster, receive)

    async def start(self, channels: Iterable[str]) -> None:
        """From now on `receive(channel, pushed)` is called for what is pushed to these channels."""
        await self._listener.start()
        for channel in channels:
            await self._cluster.joined(NAMESPACE, channel)

    async def stop(self) -> None:
        """Receive no more."""
        await self._listener.close()


class _Listener(Server):
    """A Socket.IO server without clients."""

    def __init__(self, cluster: Cluster, receive: Callable[[str, Pushed], None]) -> None:
        super().__init__(adapter=cluster)
        self._receive = receive
        self._decode = msgspec.json.Decoder(Pushed).decode

    def deliver(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        for room in rooms:
            self._receive(room, self._decode(event))
