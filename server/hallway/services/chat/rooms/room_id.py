"""Ids of rooms, made from what a room belongs to: two who ask for it at once mean the same one."""

from typing import Final
from uuid import UUID, uuid5

from hallway.services.chat.api import RoomKind

NAMESPACE: Final = UUID("3f0a3c52-9a0e-5f0b-8f57-6f4d1c1d8a11")


def room_id(kind: RoomKind, *owners: UUID) -> UUID:
    """The id of the room of this event, session, or pair (in any order)."""
    return uuid5(NAMESPACE, ":".join([kind, *sorted(map(str, owners))]))
