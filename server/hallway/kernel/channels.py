"""The names of the channels that pushes go to: rooms of the gateways' Socket.IO servers. Written here and nowhere else;
`contract/sockets.json` lists them."""

from typing import Final
from uuid import UUID

GATEWAYS: Final = "gateways"
"""For the gateways themselves: no socket is ever in it."""


class Channel:
    """A kind of channel: called with its ids it gives the name, `user(ada)` is `user:<ada's id>`."""

    def __init__(self, prefix: str, *ids: str) -> None:
        self.prefix = prefix
        self.ids = ids

    @property
    def template(self) -> str:
        """The name with the ids' own names in it, such as `user:<userId>`."""
        return ":".join([self.prefix, *(f"<{id}>" for id in self.ids)])

    def __call__(self, *ids: UUID | str) -> str:
        assert len(ids) == len(self.ids), f"{self.template} takes {len(self.ids)} ids"
        return ":".join([self.prefix, *map(str, ids)])

    def includes(self, name: str) -> bool:
        """Whether the channel of this name is of this kind."""
        return name.startswith(f"{self.prefix}:")

    def ids_of(self, name: str) -> list[str]:
        """The ids in the name of a channel of this kind."""
        return name.split(":", len(self.ids))[1:]


user = Channel("user", "userId")
"""Every open page of one person."""
room = Channel("room", "roomId")
"""A chat room: who joined it."""
watch = Channel("watch", "eventId")
"""An event's public pages: who looks at the event or its agenda, signed in or not."""
venue = Channel("event", "eventId")
"""An event's venue: the people who are in."""
call = Channel("call", "callId")
"""The pages in a call."""
peer = Channel("peer", "callId", "peerId")
"""One page in a call, by the id that it made for itself."""

CHANNELS: Final = (user, room, watch, venue, call, peer)
