"""How well two people fit: a linear sum of a few terms, each of which can be said in words.

The score is symmetric: what is worth my time is worth yours. Popularity is no term of it, on purpose.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from hallway.services.profiles.matching.embedding import DIMENSION, Vectors
from hallway.services.profiles.matching.vectors import (
    INTEREST,
    NEED,
    OFFER,
    SHARE_EXCHANGE,
    SHARE_INTEREST,
    Facets,
    Rarity,
    TextVectors,
    represent,
)

Term = Literal["interest", "offer", "need", "shared", "offered", "needed", "session", "language", "contact"]

# Weights before anything is learnt. The first three, by meaning, stand in the ratio of the person vectors, so the
# database's nearest people are nearest here too; then the same by exact topic, which is worth more; then the rest.
WEIGHTS: Final[Mapping[Term, float]] = {
    "interest": SHARE_INTEREST,
    "offer": SHARE_EXCHANGE,
    "need": SHARE_EXCHANGE,
    "shared": 0.5,
    "offered": 0.6,
    "needed": 0.6,
    "session": 0.3,
    "language": 0.3,
    "contact": 0.3,
}
TERMS: Final[tuple[Term, ...]] = tuple(WEIGHTS)
_BLOCK = 64  # rows scored together: 9 terms x 64 x 10,000 people are 23 MB


class Person(msgspec.Struct, frozen=True):
    """What matching may know of somebody who has opted in. What is not here cannot be revealed by a reason."""

    id: UUID
    name: str  # the name to use in a sentence: see reasons.first_name
    facets: Facets = Facets()
    languages: frozenset[str] = frozenset()  # ISO 639-1
    sessions: frozenset[UUID] = frozenset()  # starred
    contacts: frozenset[UUID] = frozenset()  # met or matched before; counts, and is never named
    quiet: frozenset[str] = frozenset()  # needs that may be used but not told to others
    bio: str = ""


class Crowd(msgspec.Struct, frozen=True):
    """How common things are at an event; kept fixed while people are compared."""

    topics: Rarity
    sessions: Rarity
    languages: Rarity

    @staticmethod
    def of(people: Sequence[Person]) -> Crowd:
        return Crowd(
            Rarity.of([(*p.facets.interests, *p.facets.offers, *p.facets.needs) for p in people]),
            Rarity.of([_session_keys(p) for p in people]),
            Rarity.of([p.languages for p in people]),
        )


class Population:
    """People laid out for scoring: everybody against everybody, a block of rows at a time."""

    def __init__(
        self, people: Sequence[Person], crowd: Crowd, vectors: TextVectors, facets: Vectors | None = None
    ) -> None:
        """`facets`: the people's (people, 3, 384) if they are known, else computed here."""
        self.people = tuple(people)
        self.crowd = crowd
        self._facets = facets if facets is not None else _represent_all(self.people, crowd, vectors)
        self._postings = {
            "interests": _postings([p.facets.interests for p in people]),
            "offers": _postings([p.facets.offers for p in people]),
            "needs": _postings([p.facets.needs for p in people]),
            "sessions": _postings([_session_keys(p) for p in people]),
            "languages": _postings([p.languages for p in people]),
            "contacts": _postings([_keys(p.contacts) for p in people]),
        }
        self._speaks = np.array([bool(p.languages) for p in people])

    def scores(self, rows: Sequence[int]) -> Vectors:
        """Shape (len(rows), people): the fit of each row's person with everybody; -inf with themselves."""
        weights = np.array([WEIGHTS[term] for term in TERMS], dtype=np.float32)
        out = np.empty((len(rows), len(self.people)), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            out[start : start + len(block)] = np.tensordot(weights, self.terms(block), axes=1)
            out[np.arange(start, start + len(block)), block] = -np.inf
        return out

    def terms(self, rows: Sequence[int]) -> Vectors:
        """Shape (9, len(rows), people), in the order of TERMS, unweighted: cosines -1 to 1, the others up to 1."""
        mine, all_ = self._facets[list(rows)], self._facets
        out = np.empty((len(TERMS), len(rows), len(self.people)), dtype=np.float32)
        out[0] = mine[:, INTEREST] @ all_[:, INTEREST].T
        out[1] = mine[:, NEED] @ all_[:, OFFER].T
        out[2] = mine[:, OFFER] @ all_[:, NEED].T
        for place, row in enumerate(rows):
            person = self.people[row]
            topics, facets = self.crowd.topics, person.facets
            out[3, place] = self._overlap(facets.interests, "interests", topics)
            out[4, place] = self._overlap(facets.needs, "offers", topics)
            out[5, place] = self._overlap(facets.offers, "needs", topics)
            out[6, place] = self._overlap(_session_keys(person), "sessions", self.crowd.sessions)
            out[7, place] = self._language(person)
            out[8, place] = self._overlap(_keys(person.contacts), "contacts", None)
        return out

    def _overlap(self, keys: Collection[str], what: str, rarity: Rarity | None) -> Vectors:
        """What each person has in common with `keys`: s / (1 + s), s the sum of rarities: more is always more."""
        total = np.zeros(len(self.people), dtype=np.float64)
        postings = self._postings[what]
        for key in sorted(set(keys)):
            if key in postings:
                total[postings[key]] += rarity(key) if rarity else 0.5
        return (total / (1 + total)).astype(np.float32)

    def _language(self, person: Person) -> Vectors:
        """-1 where both have said what they speak and nothing is common; else by the rarest common language."""
        best = np.zeros(len(self.people), dtype=np.float32)
        for key in sorted(person.languages):
            holders = self._postings["languages"][key]
            best[holders] = np.maximum(best[holders], 0.2 + 0.8 * self.crowd.languages(key))
        silent = self._speaks & (best == 0) if person.languages else np.zeros(len(self.people), dtype=bool)
        return np.where(silent, np.float32(-1), best)


def _represent_all(people: Sequence[Person], crowd: Crowd, vectors: TextVectors) -> Vectors:
    if not people:
        return np.zeros((0, 3, DIMENSION), dtype=np.float32)
    return np.stack([represent(p.facets, vectors, crowd.topics, p.bio) for p in people])


def _postings(holdings: Sequence[Collection[str]]) -> dict[str, NDArray[np.int64]]:
    """Who holds each key, as positions."""
    found: dict[str, list[int]] = {}
    for position, keys in enumerate(holdings):
        for key in set(keys):
            found.setdefault(key, []).append(position)
    return {key: np.array(positions, dtype=np.int64) for key, positions in found.items()}


def _session_keys(person: Person) -> list[str]:
    return _keys(person.sessions)


def _keys(ids: Collection[UUID]) -> list[str]:
    return [str(one) for one in ids]
