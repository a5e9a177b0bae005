"""What the resolvers give: plain values, read by attribute."""

from datetime import datetime

import msgspec


class User(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A person."""

    id: str
    name: str
    headline: str | None
    avatar_url: str | None
    email: str
    roles: list[str]


class Event(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """An event."""

    id: str
    slug: str
    name: str
    tagline: str | None
    description: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    location: str | None
    capacity: int | None
    registered_count: int
    host_id: str


class Message(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A message in a room."""

    id: str
    room_id: str
    seq: int
    body: str
    sent_at: datetime
    edited_at: datetime | None
    sender_id: str
