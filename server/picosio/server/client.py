"""One client: an Engine.IO session that speaks Socket.IO, with a socket for each namespace that it is in."""

from collections.abc import Callable

from picosio.engine.request import Handshake
from picosio.engine.session import CONNECT_TIMEOUT, Owner, Session, Transport
from picosio.protocol import frames, packets
from picosio.protocol.packets import Packet, PacketError
from picosio.server.broadcast_queue import Member
from picosio.server.shared import Shared


class Client(Session):
    """Decodes packets and gives them to their sockets; is closed if it is in no namespace for too long."""

    __slots__ = ("_connect_by", "_on_connect", "_partial", "_shared", "handling", "ignores_strays", "sockets")

    def __init__(
        self,
        engine: Owner,
        id: str,
        handshake: Handshake,
        transport: Transport,
        shared: Shared,
        on_connect: "Callable[[Client, Packet], None]",
    ) -> None:
        self.sockets: dict[str, Member] = {}
        self.handling = 0
        """Events whose handlers are running."""
        self.ignores_strays = False
        """Whether packets for a namespace that it is not in are ignored: it may not know yet that it has left one."""
        self._shared = shared
        self._on_connect = on_connect
        self._partial: tuple[Packet, list[bytes]] | None = None
        self._connect_by = engine.timers.now() + shared.options.connect_timeout
        super().__init__(engine, id, handshake, transport)

    def on_message(self, text: str) -> None:
        if self._partial is not None:
            raise PacketError("attachments are missing")
        packet = packets.decode(text, self._shared.limits)
        if packet.attachments:
            self._partial = packet, []
        else:
            self._dispatch(packet)

    def on_binary(self, data: bytes) -> None:
        if self._partial is None:
            raise PacketError("binary data that was not announced")
        packet, attachments = self._partial
        attachments.append(data)
        if sum(map(len, attachments)) > self._shared.options.max_payload:
            raise PacketError("attachments too large")
        if len(attachments) == packet.attachments:
            self._partial = None
            packet.data = packets.reconstruct(packet.data, attachments)
            self._dispatch(packet)

    def _dispatch(self, packet: Packet) -> None:
        socket = self.sockets.get(packet.namespace)
        if packet.type == packets.CONNECT:
            if socket is not None:
                raise PacketError("the namespace has been entered already")
            self._on_connect(self, packet)
        elif socket is not None and (socket.connected or packet.type == packets.EVENT):
            socket.receive(packet)
        elif socket is not None or not self.ignores_strays:
            raise PacketError("the namespace has not been entered")

    def namespaces_changed(self) -> None:
        """A namespace has been entered or left: measure the time without one."""
        if self.closed:
            return
        if any(socket.connected for socket in self.sockets.values()):
            self._connect_by = 0.0
        else:
            self._connect_by = self.engine.timers.now() + self._shared.options.connect_timeout
            self.schedule()

    def next_deadline(self) -> float:
        return min(super().next_deadline(), self._connect_by or float("inf"))

    def on_deadline(self, now: float) -> float:
        if not self.closed and self._connect_by and now >= self._connect_by:
            self.close(CONNECT_TIMEOUT, frames.POLICY, "no namespace was entered in time")
            return 0.0
        return super().on_deadline(now)

    def flush(self) -> None:
        self._shared.queue.flush_single(self)

    def on_close(self, reason: str) -> None:
        self._partial = None
        for socket in list(self.sockets.values()):
            socket.end(reason)
