"""What can be asked of video: calls, who is in them, and the servers by which their browsers reach each other."""

from datetime import datetime
from typing import Annotated, Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller

MAX_IN_CALL = 4
"""Peer to peer, every browser sends to every other one: above four, uplinks and processors are overloaded."""
MAX_INVITED = 8
"""Over the life of one call: who declined or left makes room for others, but not for any number of them."""
MAX_PEER_ID = 64
PeerId = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PEER_ID, pattern=r"^[0-9A-Za-z]+$")]
"""Made by a page for itself."""


class IceServer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    urls: list[str]
    username: str | None = None
    credential: str | None = None


class IceServers(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Empty list: direct connections only (same network, or open NATs). Ask again before `expires_at`."""

    servers: list[IceServer]
    expires_at: datetime


class Ring(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The latest time that this person was rung in a call: by whom, for the `nth` time, and with what result.
    `answered` stays when they leave again; `missed` is no answer in time."""

    person_id: UUID
    caller_id: UUID
    nth: int
    state: Literal["ringing", "answered", "declined", "missed"]


class Call(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`invited_ids` may join; `ended_at` is set once the last one left or nobody answered.
    `camera_off` is true when this is a first contact: the camera then starts switched off.
    A call with a higher `revision` is newer."""

    id: UUID
    event_id: UUID
    caller_id: UUID
    invited_ids: list[UUID]
    started_at: datetime
    ended_at: datetime | None
    camera_off: bool
    rings: list[Ring]
    revision: int

    def ring_of(self, person_id: UUID) -> Ring | None:
        """How this person is, or was, rung; None for who began the call and was never rung back."""
        return next((ring for ring in self.rings if ring.person_id == person_id), None)


class Peer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One open page of a person in a call; `peer_id` is made by that page."""

    peer_id: str
    user_id: UUID


class JoinedCall(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a page needs to connect: who is in already, itself included, and by which servers to reach them."""

    call: Call
    peers: list[Peer]
    ice: IceServers


class Calls(Protocol):
    """Calls of two to four. Only people who matched, or staff with people of their event, may ring each other."""

    async def ring(self, caller: Caller, id: UUID, event_id: UUID, person_ids: list[UUID]) -> Call:
        """Ring one to three people; `forbidden` as for direct messages, and in the same words across a block, also one
        between two of these people. Idempotent.
        Two people who ring each other at once get one call: the answer is then the call that the other one made."""
        ...

    async def invite(self, caller: Caller, call_id: UUID, person_ids: list[UUID]) -> Call:
        """Ring one to three more people into a call that goes on, or again those who declined, did not answer or left;
        who is in or rings already stays as they are. `forbidden` unless the caller is in the call now; for whom as for
        `ring`, and `forbidden` as well if anybody of the call and one of these people block each other. `full` when
        with those who still ring there would be more than four; `expired` when the call has ended."""
        ...

    @idempotent
    async def call(self, caller: Caller, call_id: UUID) -> Call:
        """`not_found` unless invited or the caller of it."""
        ...

    @idempotent
    async def ringing(self, caller: Caller) -> list[Call]:
        """Calls that wait for the caller's answer, for a page that was opened while it rings."""
        ...

    async def join(self, caller: Caller, call_id: UUID, peer_id: str, again: bool = False) -> JoinedCall:
        """Be in the call. A page joins once, and then `again` every 30 seconds: one that is not heard of for 90 has
        left. A second page of the same person takes the place of the first, whose `again` is then a `conflict`.
        `full` above four people; `expired` when the call has ended, and in the same words while somebody across a block
        is in it."""
        ...

    async def leave(self, caller: Caller, call_id: UUID, peer_id: str, closing: bool = False) -> None:
        """The last one out ends the call; if their page is `closing`, a little later, for it may be a reload."""
        ...

    async def lost(self, caller: Caller, call_id: UUID, peer_id: str) -> None:
        """The connection of this page broke, without a word. It stays in the call, for its media may flow on; but a
        call in which nobody else is, and which still rings, ends a little later unless the page is back."""
        ...

    async def apply_block(self, caller: Caller, blocker_id: UUID, blocked_id: UUID) -> None:
        """For services only: ask profiles whether one of the two blocks the other now; then a call of the two ends, and
        from a larger one that the blocker is in the blocked person is taken out: for them it has ended, and they cannot
        come back."""
        ...

    async def decline(self, caller: Caller, call_id: UUID) -> None:
        """Ends the call once everybody rung has declined it, and nobody but its caller is in."""
        ...


class Ice(Protocol):
    """The servers by which browsers find a way to each other (ICE): the TURN relays of this installation."""

    @idempotent
    async def ice_servers(self, caller: Caller) -> IceServers:
        """Short-lived TURN credentials (HMAC, an hour) for people signed in."""
        ...


class Video(Calls, Ice, Protocol):
    """All of video, one Protocol for each subject."""
