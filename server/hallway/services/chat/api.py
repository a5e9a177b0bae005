"""What can be asked of chat: rooms, messages, reading and moderation.

**Mentions.** In a body, `@[Name](user-id)` mentions that person; show it as `@Name`. The first 20 are looked at; those
who are people of the event (or the other one in a direct room), and across no block from the sender, are in
`Message.mentions`. The name is what the person is called, whatever the sender put there; any other text of that form
becomes plain, and mentions nobody.

**Keeping up.** A client holds messages by id and the last `revision` it has. `join` gives a state; each `chat.message`
push is one change more: if its revision is the next one, put it in; if it is not above what is held, it is a repetition
(put it in only if its revision is above that message's own); if there is a gap, `join` again with `after` the last one
held without a gap. A change to a message older than the oldest one held may be left out.
"""

from datetime import datetime
from typing import Annotated, Final, Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Fault
from hallway.kernel.text import Paragraphs

MAX_CHARACTERS: Final = 4_000
"""Of one message."""
MAX_TOGETHER: Final = 20
"""Messages in one `send_all`: what one person says in a long break without a connection goes in a few."""
RoomKind = Literal["lobby", "session", "direct"]

FORMER: Final = "Former attendee"
"""Shown in place of a person's name once the account is deleted."""


class Room(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A place to talk. `revision` is the last revision in it, `last_seq` the last message's number. Both count from 1
    without a gap; every change of the room (a message, a removal) is one revision. `member_ids`: the two of a direct
    room; empty for the others. A direct room has no title: it is named after the other person."""

    id: UUID
    kind: RoomKind
    event_id: UUID | None
    session_id: UUID | None
    title: str
    member_ids: list[UUID]
    last_seq: int
    revision: int


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`id` is the client's UUIDv7. A removed message keeps its place; its body is empty."""

    id: UUID
    room_id: UUID
    seq: int
    revision: int
    sender_id: UUID
    body: str
    mentions: list[UUID]
    sent_at: datetime
    removed: bool


class NewMessage(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One of several that are sent together."""

    id: UUID
    body: Annotated[str, Paragraphs(MAX_CHARACTERS, required=True)]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of one of several messages: it is saved, or there was a problem."""

    message: Message | None = None
    problem: Fault | None = None


class Outcomes(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """In the order given; fewer than were given where one could not be sent for now: it is the last of these."""

    outcomes: list[Outcome]


class ChatPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What of a person is shown beside a message; at most about a minute old."""

    id: UUID
    name: str
    headline: str


class Joined(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a client stands after joining or resuming. With `reset` the client drops what it had and takes
    `messages` (the latest 50, oldest first); otherwise it merges them by id. It then has everything up to `revision`;
    with `more` there is more after it, to be had by joining again with `after` = `revision`.
    `muted_until` is set while the caller may only read. `people`: who wrote these messages, and without `after` the
    caller too; whoever is missing could not be named in time, and the client asks profiles for them."""

    room: Room
    messages: list[Message]
    people: list[ChatPerson]
    revision: int
    reset: bool
    more: bool
    read_seq: int
    muted_until: datetime | None
    can_moderate: bool


class Conversation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A direct room in the caller's list of messages; `blocked` if the caller blocks the other one. Nobody is told that
    they are blocked."""

    room: Room
    with_id: UUID
    last: Message | None
    unread: int
    blocked: bool


class Waiting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is left of some messages to a person: how many, the latest one's seq and excerpt, and whether the person has
    read them all."""

    count: int
    seq: int
    excerpt: str
    is_read: bool


class Mute(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """This person may only read in the event's rooms, until then."""

    user_id: UUID
    until: datetime


class Rooms(Protocol):
    """Rooms, who is in them, and how far each person has read."""

    async def event_room(self, caller: Caller, event_id: UUID) -> Room:
        """The event's lobby, made when first asked for. For people of the event."""
        ...

    async def session_room(self, caller: Caller, session_id: UUID) -> Room:
        """The room of a session, made when first asked for. For people of the event."""
        ...

    async def direct_room(self, caller: Caller, person_id: UUID) -> Room:
        """The room of the two. `forbidden` unless they matched, or one of them is staff of an event both are in, or
        they have talked before; and never across a block."""
        ...

    @idempotent
    async def conversations(self, caller: Caller) -> list[Conversation]:
        """My direct rooms with at least one message or opened by me, latest first, at most 200."""
        ...

    async def read(self, caller: Caller, room_id: UUID, seq: int) -> None:
        """Note that the caller has read up to `seq`; never goes back."""
        ...

    async def revalidate_membership(self, caller: Caller, event_id: UUID, person_id: UUID) -> None:
        """For services only: ask events what this person is to the event now, and bring the rooms in line. Somebody
        who no longer belongs to it leaves its rooms at once, on all sockets too."""
        ...

    async def close_event_rooms(self, caller: Caller, event_id: UUID) -> None:
        """For services only: unless the event is open now, everybody leaves its rooms, on all sockets too. What was
        said stays, and how far each has read is forgotten."""
        ...

    async def apply_block(self, caller: Caller, first_id: UUID, second_id: UUID) -> None:
        """For services only: ask profiles whether one of the two blocks the other now, and close or open their direct
        room. The first one, who changed it, is told on all pages whether they block the other now; the second is
        told nothing."""
        ...


class Messages(Protocol):
    """Messages. One that was answered is committed; the same id again answers the same message."""

    async def join(self, caller: Caller, room_id: UUID, after: int | None) -> Joined:
        """Enter a room, or resume: everything after revision `after`, in pages of 200. `reset` with the latest page
        when `after` is None, unknown to this room, or more than 2,000 changes ago."""
        ...

    async def send(self, caller: Caller, room_id: UUID, id: UUID, body: str) -> Message:
        """1 to 4,000 characters. `forbidden` if not a member, muted or blocked; `too_many` above the rate for one
        person in one room. `conflict` if somebody else in this room used the id; ids of other rooms do not matter."""
        ...

    async def send_all(self, caller: Caller, room_id: UUID, messages: list[NewMessage]) -> Outcomes:
        """Up to 20, in this order, as what waited while a page was away. One that cannot be sent for now
        (`too_many`, `unavailable`) is the last that is tried, so that none comes before it; after one that is refused
        it goes on."""
        ...

    @idempotent
    async def waiting(self, caller: Caller, room_id: UUID, user_id: UUID, first: int, last: int) -> Waiting:
        """For services only: what others said to this person in the room from seq `first` to `last`, without what was
        removed since."""
        ...

    @idempotent
    async def is_removed(self, caller: Caller, room_id: UUID, message_id: UUID) -> bool:
        """For services only: whether this message was removed."""
        ...

    @idempotent
    async def history(self, caller: Caller, room_id: UUID, before: int | None, limit: int = 50) -> list[Message]:
        """Messages with a seq below `before` (None: the latest), oldest first, at most 100. Those of a
        direct room can be read across a block too."""
        ...


class Moderation(Protocol):
    """Removing messages, muting people."""

    async def remove(self, caller: Caller, message_id: UUID) -> Message:
        """Empty a message, leaving its place. By its sender, or by staff of the event; who did it is kept."""
        ...

    async def mute(self, caller: Caller, event_id: UUID, person_id: UUID, minutes: int | None) -> datetime | None:
        """By staff: the person may only read in this event's rooms for so long (None: lift it). Staff cannot be
        muted."""
        ...

    @idempotent
    async def mutes(self, caller: Caller, event_id: UUID) -> list[Mute]:
        """Who may only read at this moment, for staff; at most 1,000, those muted longest first."""
        ...


class Chat(Rooms, Messages, Moderation, Protocol):
    """All that can be asked of chat."""
