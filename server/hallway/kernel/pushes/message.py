"""Pushes: what services send to open pages, and what they tell the gateways."""

from typing import Any, ClassVar
from uuid import UUID

import msgspec


class NamedMessage(msgspec.StructMeta):
    """Lets a message say its name on the wire in its class line: `class Posted(Push, name="chat.posted")`."""

    def __new__(
        mcls, typename: str, bases: tuple[type, ...], namespace: dict[str, Any], /, *, name: str = "", **options: Any
    ) -> "NamedMessage":
        return super().__new__(mcls, typename, bases, {**namespace, "wire_name": name}, **options)

    def __init__(
        cls, typename: str, bases: tuple[type, ...], namespace: dict[str, Any], /, *, name: str = "", **options: Any
    ) -> None:
        super().__init__(typename, bases, namespace)


class Push(msgspec.Struct, metaclass=NamedMessage, frozen=True, kw_only=True, rename="camel"):
    """A message to browsers, as `["<name>", {<fields>}]`, fields in camelCase."""

    wire_name: ClassVar[str]

    def encoded(self) -> bytes:
        """This push as JSON on the wire."""
        return msgspec.json.encode((self.wire_name, self))


class GatewayCommand(Push, frozen=True, kw_only=True):
    """For the gateways themselves, on the channel GATEWAYS. Browsers never see it."""


class PublicChanged(GatewayCommand, frozen=True, kw_only=True, name="public.changed"):
    """What everybody sees of an event has changed: answers that are kept for everybody are too old. To be pushed before
    what tells pages so, as they may ask at once."""


class Evict(GatewayCommand, frozen=True, kw_only=True, name="evict"):
    """All sockets of this person leave `room`."""

    room: str
    user_id: UUID


class EvictAll(GatewayCommand, frozen=True, kw_only=True, name="evict.all"):
    """All sockets leave `room`."""

    room: str


class BlockChanged(GatewayCommand, frozen=True, kw_only=True, name="block.changed"):
    """One of the two blocked the other or lifted it: whether they see each other's presence is to be asked anew."""

    first_id: UUID
    second_id: UUID


class EndSession(GatewayCommand, frozen=True, kw_only=True, name="session.end"):
    """A session has ended: its sockets go, and its tokens are no good any more."""

    user_id: UUID
    session_id: UUID
