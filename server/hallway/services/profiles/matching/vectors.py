"""People as vectors: three facets (interest, offer, need), each a rarity-weighted mean of topic vectors.

    q = [√a·interest, √b·need,  √b·offer]        d = [√a·interest, √b·offer, √b·need]

so that one inner product scores both directions: q_i · d_j = a·(interests) + b·(they offer what I need) +
b·(I offer what they need) = q_j · d_i. Both have 1,152 numbers: `halfvec(1152)` in PostgreSQL.
"""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from hallway.services.profiles.matching.embedding import DIMENSION, Embedder, Vectors, unit
from hallway.services.profiles.matching.topics import Catalogue

PERSON_DIMENSION = 3 * DIMENSION
INTEREST, OFFER, NEED = 0, 1, 2  # rows of a person's facets
SHARE_INTEREST, SHARE_EXCHANGE = 0.4, 0.3  # a and b: a + 2b = 1, so q_i·d_j lies between -1 and 1
BIO_WEIGHT = 0.15  # a biography is a weak extra: people write about more than they want to talk about
MAX_TOPICS = 20  # counted per facet; somebody who lists everything would else match everybody
REMEMBERED = 20_000  # texts kept as vectors (1.5 KB each): free topics and biographies


class Facets(msgspec.Struct, frozen=True):
    """Topic keys a person has chosen, in their order; the first 20 of each count."""

    interests: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Rarity(msgspec.Struct, frozen=True):
    """How telling it is to have a thing: near 1 if nobody else has it, towards 0 if everybody has it."""

    people: int
    counts: Mapping[str, int]

    @staticmethod
    def of(holdings: Sequence[Iterable[str]]) -> Rarity:
        """Counts who holds what; `holdings` has one entry for each person."""
        return Rarity(len(holdings), Counter(key for held in holdings for key in set(held)))

    def __call__(self, key: str) -> float:
        return math.log1p(self.people / (1 + self.counts.get(key, 0))) / math.log1p(max(1, self.people))


class TextVectors:
    """Unit vectors of topic keys and biographies, measured from the middle of all topics. Thread-safe.

    The middle is subtracted because everything about technology is a little alike: unrelated topics come to 0.
    Without an embedder curated topics keep their vectors, and other texts are zeros (they still match exactly).
    """

    def __init__(self, catalogue: Catalogue, embedder: Embedder | None) -> None:
        sentences = catalogue.vectors[1]
        self._middle: Vectors = sentences.mean(axis=0)
        centred = unit(sentences - self._middle)
        self._catalogue = catalogue
        self._curated = {topic.id: vector for topic, vector in zip(catalogue.topics, centred, strict=True)}
        self._embedder = embedder
        self._lock = threading.Lock()
        self._texts: OrderedDict[str, Vectors] = OrderedDict()

    def topics(self, keys: Sequence[str]) -> Vectors:
        """Shape (len(keys), 384). Free keys not seen before are embedded now, together: call it from a thread."""
        self._learn([self._catalogue.sentence(key) for key in keys if key not in self._curated])
        rows = [self._curated[k] if k in self._curated else self._text(self._catalogue.sentence(k)) for k in keys]
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), dtype=np.float32)

    def text(self, text: str) -> Vectors:
        """Shape (384,): any text, such as a biography; zeros for an empty one."""
        self._learn([text])
        return self._text(text)

    def remember(self, text: str, vector: Vectors) -> None:
        """Takes a vector computed before (by `text`, on any machine) instead of computing it again."""
        with self._lock:
            self._texts[text] = vector
            while len(self._texts) > REMEMBERED:
                self._texts.popitem(last=False)

    def _text(self, text: str) -> Vectors:
        with self._lock:
            known = self._texts.get(text)
        return np.zeros(DIMENSION, dtype=np.float32) if known is None else known

    def _learn(self, texts: Sequence[str]) -> None:
        with self._lock:
            new = list(dict.fromkeys(text for text in texts if text.strip() and text not in self._texts))
        if new and self._embedder is not None:
            for text, vector in zip(new, unit(self._embedder.embed(new) - self._middle), strict=True):
                self.remember(text, vector)


def represent(facets: Facets, vectors: TextVectors, rarity: Rarity, bio: str = "") -> Vectors:
    """A person's facets, shape (3, 384): interest, offer, need. Rows have length one, or less if little is known."""
    interest, offer, need = (_mean(keys, vectors, rarity) for keys in (facets.interests, facets.offers, facets.needs))
    if bio:
        interest = ((1 - BIO_WEIGHT) * interest + BIO_WEIGHT * vectors.text(bio)).astype(np.float32)
    return np.stack([interest, offer, need])


def _mean(keys: Sequence[str], vectors: TextVectors, rarity: Rarity) -> Vectors:
    kept = list(dict.fromkeys(keys[:MAX_TOPICS]))
    if not kept:
        return np.zeros(DIMENSION, dtype=np.float32)
    weights = np.array([rarity(key) for key in kept], dtype=np.float32)
    return unit(weights @ vectors.topics(kept))


def query_vector(facets: Vectors) -> Vectors:
    """q of people: facets of shape (..., 3, 384) to (..., 1152)."""
    return _concatenate(facets, (INTEREST, NEED, OFFER))


def document_vector(facets: Vectors) -> Vectors:
    """d of people: facets of shape (..., 3, 384) to (..., 1152)."""
    return _concatenate(facets, (INTEREST, OFFER, NEED))


def _concatenate(facets: Vectors, order: tuple[int, int, int]) -> Vectors:
    share = np.sqrt(np.array([SHARE_INTEREST, SHARE_EXCHANGE, SHARE_EXCHANGE], dtype=np.float32))
    return (facets[..., order, :] * share[:, None]).reshape(*facets.shape[:-2], PERSON_DIMENSION)
