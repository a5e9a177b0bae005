"""Facts: what has happened in one service, told to the others at least once.

Outbox row (same transaction as the change) -> OutboxPublisher -> Redis stream `facts:<service>` -> one consumer group
per service that reacts. A row is deleted when every such group has acknowledged it. Redis may lose everything at any
time: rows published to a Redis that has since been wiped, restarted or replaced are published again.

A row, and an entry of the stream, carries one fact as a JSON object, or several of one name and transaction as an
array: what comes in bulk is stored, published and acknowledged in bulk."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

REACTION_SECONDS: Final = 10.0
"""Longer reactions belong into a job of the service's own."""
PACK: Final = 100
"""Facts in one row at most: a consumer that dies has all of one row done again by another."""


class Fact(msgspec.Struct, frozen=True):
    """Something that has happened. Subclasses live in a service's `facts.py`."""


def fact_name(kind: type[Fact]) -> str:
    """A fact's name on the wire: `hallway.services.chat.facts.MessageSent` is `chat.MessageSent`."""
    return f"{source_of(kind)}.{kind.__name__}"


def source_of(kind: type[Fact]) -> str:
    """The service that announces this fact."""
    return kind.__module__.split(".")[-2]


def stream_of(service: str) -> str:
    """The Redis stream that carries a service's facts."""
    return f"facts:{service}"


def packed(facts: Sequence[Fact]) -> Iterator[tuple[str, bytes]]:
    """Name and body of each row that these facts come to, in their order."""
    for kind, run in groupby(facts, type):
        alike = list(run)
        for first in range(0, len(alike), PACK):
            pack = alike[first : first + PACK]
            yield fact_name(kind), msgspec.json.encode(pack if len(pack) > 1 else pack[0])


def unpacked(row_id: UUID, body: bytes) -> list[tuple[UUID, msgspec.Raw]]:
    """The facts in a row, each with its id: the row's own for the first, those that follow it for the others."""
    if not body.startswith(b"["):
        return [(row_id, msgspec.Raw(body))]
    facts = msgspec.json.decode(body, type=list[msgspec.Raw])
    return [(UUID(int=row_id.int + n), fact) for n, fact in enumerate(facts)]
