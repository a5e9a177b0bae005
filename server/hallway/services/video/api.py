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
        Who rings one person gets the call that these two, and nobody else, have already: in which that person is, or
        by which they ring each other at once. Nobody is rung out of a call into another one with the same people."""
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

    async def join(self, caller: Caller, call_id: UUID, peer_id: str, again: bool = False, by: str = "") -> JoinedCall:
        """Be in the call, `by` this connection. A page joins once, and then `again` every 30 seconds: one that is not
        heard of for 90 has left. A second page of the same person takes the place of the first, whose `again` is then a
        `conflict`. `full` above four people; `expired` when the call has ended, and in the same words while somebody
        across a block is in it."""
        ...

    async def leave(self, caller: Caller, call_id: UUID, peer_id: str) -> None:
        """The last one out ends the call."""
        ...

    async def lost(self, caller: Caller, call_id: UUID, peer_id: str, by: str = "", closing: bool = False) -> None:
        """The connection `by` which this page was last heard of broke, or the page is `closing`, perhaps to be loaded
        anew. Whoever is in the call with it waits 20 seconds for it to join again, then it has left. A call in which
        nobody is ends as soon, one that still rings sooner; but pages that lost their connections all at once stay, for
        their media may flow on."""
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
