"""SQL about whom to recommend: people open to meet, their vectors, and who must not be shown to whom."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec
import numpy as np
from asyncpg import Connection, Record

from hallway.services.profiles.matching.embedding import DIMENSION, Vectors
from hallway.services.profiles.matching.reasons import first_name
from hallway.services.profiles.matching.scoring import Person
from hallway.services.profiles.matching.vectors import (
    PERSON_DIMENSION,
    SHARE_EXCHANGE,
    SHARE_INTEREST,
    Facets,
    Rarity,
    document_vector,
    query_vector,
)
from hallway.services.profiles.recommendations.candidate_pool import Candidate, HiddenPair

_SHARES: Final = np.sqrt(np.array([SHARE_INTEREST, SHARE_EXCHANGE, SHARE_EXCHANGE], dtype=np.float32))[:, None]
_HEADER: Final = 4
"""Bytes before the numbers of a halfvec as PostgreSQL sends it: how many they are."""
_COLUMNS: Final = "p.user_id, p.name, p.interests, p.offers, p.needs, p.languages, halfvec_send(v.d) AS d"

_MEETABLE: Final = """
    user_id <> $2 AND NOT blocked(user_id, $2) AND NOT EXISTS (SELECT FROM pairs WHERE pairs.event_id = $1 AND (
        (low_id = $2 AND high_id = user_id AND low_answer IS NOT NULL)
        OR (high_id = $2 AND low_id = user_id AND high_answer IS NOT NULL)))
"""
"""Of somebody open to meet at event $1: they may be shown to $2, who has not answered them."""


class ProfileToEmbed(msgspec.Struct, frozen=True):
    """What the vectors of one version of a profile are made of."""

    user_id: UUID
    facets: Facets
    bio: str
    version: int


def _candidate(row: Record) -> Candidate:
    person = Person(
        id=row["user_id"],
        name=first_name(row["name"]),
        facets=Facets(tuple(row["interests"]), tuple(row["offers"]), tuple(row["needs"])),
        languages=_without_regions(row["languages"]),
    )
    return Candidate(person, _facets(row["d"]), row["since"])


def _without_regions(languages: Iterable[str]) -> frozenset[str]:
    """ISO 639 codes: people of "pt-BR" and of "pt" speak with each other."""
    return frozenset(tag.split("-")[0] for tag in languages)


def _facets(sent: bytes | None) -> Vectors:
    """Shape (3, 384), from a document vector as PostgreSQL sends it."""
    if sent is None:
        return np.zeros((3, DIMENSION), dtype=np.float32)
    numbers = np.frombuffer(sent, dtype=">f2", offset=_HEADER, count=PERSON_DIMENSION).astype(np.float32)
    return (numbers.reshape(3, DIMENSION) / _SHARES).astype(np.float32)


async def is_open(db: Connection, event_id: UUID, user_id: UUID) -> bool:
    """Whether the person is open to meet people at the event."""
    row = await db.fetchrow("SELECT FROM open_to_meet WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return row is not None


async def open_at(db: Connection, places: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
    """Who of these (a person and an event) is open to meet people at one of their events."""
    rows = await db.fetch(
        "SELECT DISTINCT user_id FROM open_to_meet JOIN unnest($1::uuid[], $2::uuid[]) AS place (user_id, event_id)"
        " USING (user_id, event_id)",
        [user_id for user_id, _ in places],
        [event_id for _, event_id in places],
    )
    return {row["user_id"] for row in rows}


async def count_open(db: Connection, event_id: UUID, at_most: int) -> int:
    """People open to meet at the event; counting ends at `at_most`."""
    return int(
        await db.fetchval(
            "SELECT count(*) FROM (SELECT FROM open_to_meet WHERE event_id = $1 LIMIT $2) AS found", event_id, at_most
        )
    )


async def all_candidates(db: Connection, event_id: UUID) -> list[Candidate]:
    """All who are open to meet at the event."""
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS}, o.since FROM open_to_meet o JOIN people p USING (user_id) LEFT JOIN vectors v USING (user_id)
        WHERE o.event_id = $1 ORDER BY p.user_id
        """,
        event_id,
    )
    return [_candidate(row) for row in rows]


async def nearest_candidates(db: Connection, event_id: UUID, user_id: UUID, limit: int) -> list[Candidate]:
    """Those open to meet whose vectors fit this person's best, found exactly, and this person."""
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS}, o.since FROM open_to_meet o JOIN people p USING (user_id) LEFT JOIN vectors v USING (user_id)
        WHERE o.event_id = $1 AND (o.user_id = $2 OR NOT blocked(o.user_id, $2))
        ORDER BY p.user_id <> $2, v.d <#> (SELECT q FROM vectors WHERE user_id = $2), p.user_id LIMIT $3
        """,
        event_id,
        user_id,
        limit,
    )
    return [_candidate(row) for row in rows]


async def candidates_by_id(db: Connection, ids: Sequence[UUID]) -> list[Candidate]:
    """People as they are now, open to meet or not."""
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS}, now() AS since FROM people p LEFT JOIN vectors v USING (user_id)
        WHERE p.user_id = ANY($1) ORDER BY p.user_id
        """,
        ids,
    )
    return [_candidate(row) for row in rows]


async def contacts_of(db: Connection, ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Whom each of these matched with, at any event; no match across a block."""
    rows = await db.fetch(
        """
        SELECT low_id, high_id FROM pairs WHERE matched_at IS NOT NULL AND (low_id = ANY($1) OR high_id = ANY($1))
            AND NOT blocked(low_id, high_id)
        """,
        ids,
    )
    found: dict[UUID, set[UUID]] = {id: set() for id in ids}
    for row in rows:
        for one, other in ((row["low_id"], row["high_id"]), (row["high_id"], row["low_id"])):
            if one in found:
                found[one].add(other)
    return found


async def hidden_pairs(db: Connection, event_id: UUID, viewers: Sequence[UUID]) -> list[HiddenPair]:
    """Who must not be shown to whom: blocks in both directions, and those already answered. That the other one said no
    is not among them: it would be seen."""
    rows = await db.fetch(
        """
        SELECT blocker_id AS viewer, blocked_id AS other FROM blocks WHERE blocker_id = ANY($2)
        UNION SELECT blocked_id, blocker_id FROM blocks WHERE blocked_id = ANY($2)
        UNION SELECT low_id, high_id FROM pairs WHERE event_id = $1 AND low_id = ANY($2) AND low_answer IS NOT NULL
        UNION SELECT high_id, low_id FROM pairs WHERE event_id = $1 AND high_id = ANY($2) AND high_answer IS NOT NULL
        """,
        event_id,
        viewers,
    )
    return [HiddenPair(row["viewer"], row["other"]) for row in rows]


async def open_people(db: Connection, event_id: UUID, user_id: UUID, first: Sequence[UUID], limit: int) -> list[UUID]:
    """People open to meet whom this person may be shown and has not answered: those named `first`, then others. Each
    viewer has an order of their own: the same few would else stand at the head of everybody's list."""
    rows = await db.fetch(
        f"""
        SELECT user_id FROM open_to_meet WHERE event_id = $1 AND {_MEETABLE}
        ORDER BY user_id = ANY($3) DESC, hashtextextended(user_id::text || $2::uuid::text, 0), user_id LIMIT $4
        """,
        event_id,
        user_id,
        first,
        limit,
    )
    return [row["user_id"] for row in rows]


async def still_meetable(db: Connection, event_id: UUID, user_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these this person may be shown now: open to meet, no block, not answered yet."""
    rows = await db.fetch(
        f"SELECT user_id FROM open_to_meet WHERE event_id = $1 AND user_id = ANY($3) AND {_MEETABLE}",
        event_id,
        user_id,
        ids,
    )
    return {row["user_id"] for row in rows}


async def topic_rarity(db: Connection) -> Rarity:
    """How common each topic is among all profiles that name one."""
    rows = await db.fetch(
        """
        SELECT key, count(*) FROM people, LATERAL (SELECT DISTINCT unnest(interests || offers || needs) AS key) AS held
        GROUP BY key ORDER BY count(*) DESC LIMIT 50000
        """
    )
    people = await db.fetchval("SELECT count(*) FROM people WHERE interests || offers || needs <> '{}'")
    return Rarity(people, {row["key"]: row["count"] for row in rows})


async def profiles_without_vectors(db: Connection, limit: int) -> list[ProfileToEmbed]:
    """Some of those whose vectors are not of their current version."""
    rows = await db.fetch(
        "SELECT user_id, interests, offers, needs, bio, version FROM people WHERE vector_version < version LIMIT $1",
        limit,
    )
    return [
        ProfileToEmbed(
            row["user_id"],
            Facets(tuple(row["interests"]), tuple(row["offers"]), tuple(row["needs"])),
            row["bio"],
            row["version"],
        )
        for row in rows
    ]


async def put_vectors(db: Connection, profiles: Sequence[ProfileToEmbed], facets: Vectors) -> None:
    """Store the vectors of these, facets of shape (len(profiles), 3, 384), unless the profile changed meanwhile."""
    await db.execute(
        """
        WITH current AS (
            UPDATE people SET vector_version = made.version
            FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) AS made (id, version, q, d)
            WHERE user_id = id AND people.version = made.version
            RETURNING user_id, q, d)
        INSERT INTO vectors SELECT user_id, q::halfvec, d::halfvec FROM current
        ON CONFLICT (user_id) DO UPDATE SET q = excluded.q, d = excluded.d
        """,
        [one.user_id for one in profiles],
        [one.version for one in profiles],
        [_text(row) for row in query_vector(facets)],
        [_text(row) for row in document_vector(facets)],
    )


def _text(vector: Vectors) -> str:
    return "[" + ",".join(f"{number:.5g}" for number in vector.tolist()) + "]"
