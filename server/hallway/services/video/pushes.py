"""What video sends to open pages."""

from typing import Literal
from uuid import UUID

from hallway.kernel.pushes.message import Push
from hallway.services.video.api import Call

EndReason = Literal["left", "declined", "cancelled", "unanswered"]


class RingPush(Push, frozen=True, kw_only=True, name="call.ringing"):
    """To `user:<id>` of each one invited."""

    call: Call
    event_slug: str


class CallEndedPush(Push, frozen=True, kw_only=True, name="call.ended"):
    """To `user:<id>` of everybody in or invited: stop ringing."""

    call_id: UUID
    reason: EndReason


class RingEndedPush(Push, frozen=True, kw_only=True, name="call.ring_ended"):
    """To `user:<id>` of the person who answered, declined or missed it: the `nth` ring stops on all their devices. A
    later one may follow."""

    call_id: UUID
    nth: int


class CallChangedPush(Push, frozen=True, kw_only=True, name="call.changed"):
    """To `call:<id>`: somebody was rung, answered, declined or missed it. The highest `revision` is the truth."""

    call: Call


class PeerJoinedPush(Push, frozen=True, kw_only=True, name="call.peer_joined"):
    """To `call:<id>`: this page is in the call now."""

    call_id: UUID
    peer_id: str
    user_id: UUID


class PeerLeftPush(Push, frozen=True, kw_only=True, name="call.peer_left"):
    """To `call:<id>`: this page is not in the call any more."""

    call_id: UUID
    peer_id: str
    user_id: UUID


class SignalPush(Push, frozen=True, kw_only=True, name="call.signal"):
    """To the one page it is for (`peer:<call>:<peer_id>`): WebRTC signalling, as text the server never reads."""

    call_id: UUID
    from_peer: str
    data: str
