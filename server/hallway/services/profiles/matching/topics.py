"""The curated topics, and how what people type finds its way to one of them. What each is called in each language is in
the catalogue of messages (`messages/<language>/topics.json`), by its id.

A topic key, wherever one is stored, is either a curated id ("kubernetes") or free text ("~bee keeping"): a
curated id never starts with a tilde, so the two cannot be confused.
"""

from __future__ import annotations

import importlib.resources
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from hallway.kernel.errors import Problem
from hallway.kernel.words import ENGLISH, Sentence, languages, sentence, texts
from hallway.services.profiles.matching.embedding import (
    DIMENSION,
    Embedder,
    Vectors,
    unit,
)

MAX_LENGTH = 40  # a tag on a card; also bounds what a hostile text can cost
ACCEPT = 0.70  # above this the best topic is taken without asking
SUGGEST = 0.35  # below this a suggestion is noise
SUGGESTIONS = 5
_FREE = "~"
_LETTERS = 0.50  # fewer letter groups in common are chance ("jazz" and "Java")
_NAME_SHARE = 0.6  # of the meaning score: the rest is the name with its line of description
_NAMESPACE = "topics"  # of the catalogue of messages: what each topic is called in each language


class Topic(msgspec.Struct, frozen=True):
    id: str
    about: str
    aliases: tuple[str, ...] = ()  # in whatever language
    parent: str | None = None
    related: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In English."""
        return texts(ENGLISH, _NAMESPACE)[self.id]

    @property
    def names(self) -> tuple[str, ...]:
        """In every language, each once, English first."""
        return tuple(dict.fromkeys(texts(language, _NAMESPACE)[self.id] for language in (ENGLISH, *languages())))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Its names and its aliases."""
        return (*self.names, *self.aliases)

    @property
    def sentence(self) -> str:
        """What is embedded: the line of description matters more than the choice of model."""
        return f"{self.name}: {self.about}"


class Suggestion(msgspec.Struct, frozen=True):
    topic: Topic
    score: float  # 0 to 1


class Resolution(msgspec.Struct, frozen=True):
    """What a typed text means. `key` is what to store if the person does not choose a suggestion."""

    text: str  # cleaned, as it may be shown
    key: str
    how: Literal["alias", "near", "free"]  # spelled like a topic; close enough to one; none, but allowed
    suggestions: tuple[Suggestion, ...] = ()  # best first, at most five; empty for "alias"


class Catalogue:
    """The curated topics by id, by name and by alias. Immutable, shared by everybody."""

    def __init__(self, topics: Iterable[Topic], vectors: tuple[Vectors, Vectors]) -> None:
        """`vectors`: names, and names with their line of description; each (topics, 384), unit rows, in order."""
        self.topics: tuple[Topic, ...] = tuple(topics)
        self.vectors = vectors
        if any(part.shape != (len(self.topics), DIMENSION) for part in vectors):
            raise ValueError("topics.npz does not belong to topics.json: run python -m " + (__package__ or ""))
        self._by_id = {topic.id: topic for topic in self.topics}
        self._by_spelling: dict[str, Topic] = {}
        for topic in self.topics:
            for spelling in (topic.id, *topic.spellings):
                self._by_spelling.setdefault(_squeeze(spelling), topic)
        self._spellings = [
            _Spelling(fold(s), f" {fold(s)}".replace("-", " "), _squeeze(s), _kind(s, topic), topic.id)
            for topic in self.topics
            for s in topic.spellings
        ]

    @staticmethod
    def load() -> Catalogue:
        """The topics that come with Hallway (topics.json beside this file)."""
        vectors = unit(np.load(io.BytesIO(_resource("topics.npz")), allow_pickle=False)["vectors"].astype(np.float32))
        return Catalogue(read_topics(), (vectors[0], vectors[1]))

    def get(self, key: str) -> Topic | None:
        return self._by_id.get(key)

    def label(self, key: str) -> str:
        """The words for a stored key, in English."""
        topic = self._by_id.get(key)
        return topic.name if topic else key.removeprefix(_FREE)

    def said(self, key: str) -> str | Sentence:
        """What a sentence names for a stored key: a topic of ours by the catalogue of messages, others as they are."""
        return sentence(f"{_NAMESPACE}.{key}") if key in self._by_id else key.removeprefix(_FREE)

    def sentence(self, key: str) -> str:
        """The words to embed for a stored key."""
        topic = self._by_id.get(key)
        return topic.sentence if topic else key.removeprefix(_FREE)

    def spelled(self, text: str) -> Topic | None:
        """The topic whose id, alias or name in any language this is, whatever its case, hyphens, dots or plural."""
        squeezed = _squeeze(text)
        found = self._by_spelling.get(squeezed)
        return found or (self._by_spelling.get(squeezed.removesuffix("s")) if len(squeezed) > 3 else None)

    def search(self, prefix: str, limit: int = 8) -> tuple[Topic, ...]:
        """Topics for an autocomplete: an English name that starts so, another language's, an alias, any word
        inside."""
        wanted = fold(prefix[:MAX_LENGTH])
        if not wanted:
            return ()
        best: dict[str, tuple[int, int, str]] = {}
        exact = _squeeze(wanted)
        for spelling in self._spellings:
            rank = spelling.rank(wanted, exact)
            if rank is not None:
                place = (rank, len(spelling.folded), spelling.topic)
                best[spelling.topic] = min(place, best.get(spelling.topic, place))
        return tuple(self._by_id[topic_id] for _, _, topic_id in sorted(best.values())[: max(0, limit)])


class _Spelling(msgspec.Struct, frozen=True):
    """A name or an alias of a topic, in the forms that a search compares."""

    folded: str
    words: str  # each with a space before it
    squeezed: str
    kind: int  # 1 an English name, 2 one in another language, 3 an alias
    topic: str

    def rank(self, wanted: str, exact: str) -> int | None:
        """0 is best; None if it does not fit."""
        if self.squeezed == exact:
            return 0
        if self.folded.startswith(wanted):
            return self.kind
        return 4 if f" {wanted}" in self.words else None


def _kind(spelling: str, topic: Topic) -> int:
    return 1 if spelling == topic.name else 2 if spelling in topic.names else 3


def read_topics() -> tuple[Topic, ...]:
    """The curated topics as they are written, without vectors."""
    return msgspec.json.decode(_resource("topics.json"), type=tuple[Topic, ...])


def embed_topics(topics: Sequence[Topic], embedder: Embedder) -> NDArray[np.float16]:
    """What topics.npz holds: shape (2, topics, 384), of each name, then of each sentence."""
    texts = [topic.name for topic in topics], [topic.sentence for topic in topics]
    return np.stack([embedder.embed(part) for part in texts]).astype(np.float16)


def _resource(name: str) -> bytes:
    return importlib.resources.files(__package__ or "").joinpath(name).read_bytes()


class Resolver:
    """Typed text to topic, by meaning when there is an embedder, else by letters alone. Thread-safe."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder | None) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._spellings = [[_letters(s) for s in topic.spellings] for topic in catalogue.topics]

    def resolve(self, text: str) -> Resolution:
        """What the text means; slow for unknown words (one embedding), so call it from a thread.

        Raises Problem("invalid") for a text that is empty once cleaned, or longer than 40 characters.
        """
        shown = clean(text)
        known = self._catalogue.spelled(shown)
        if known:
            return Resolution(shown, known.id, "alias")
        scores = self.scores(shown)
        order: list[int] = np.argsort(-scores, kind="stable")[:SUGGESTIONS].tolist()
        found = tuple(
            Suggestion(self._catalogue.topics[i], round(float(scores[i]), 3)) for i in order if scores[i] >= SUGGEST
        )
        if found and found[0].score >= ACCEPT:
            return Resolution(shown, found[0].topic.id, "near", found)
        return Resolution(shown, free_key(shown), "free", found)

    def scores(self, text: str) -> Vectors:
        """How well each topic fits, 0 to 1, shape (topics,): by meaning or by letters, whichever is surer."""
        letters = _letters(text)
        spelled = [max(_likeness(letters, other) for other in spellings) for spellings in self._spellings]
        scores = np.array([score if score >= _LETTERS else 0 for score in spelled], dtype=np.float32)
        if self._embedder is None:
            return scores
        names, sentences = self._catalogue.vectors
        meaning = (_NAME_SHARE * names + (1 - _NAME_SHARE) * sentences) @ self._embedder.embed([text])[0]
        return np.maximum(scores, np.clip(meaning, 0, 1))


def clean(text: str) -> str:
    """Free text as it may be shown: one line, no control or invisible characters. Problem("invalid") if unusable."""
    if len(text) > MAX_LENGTH * 8:
        raise Problem("invalid", "topicTooLong", limit=MAX_LENGTH)
    visible = "".join(
        c if not unicodedata.category(c).startswith("C") else " " for c in unicodedata.normalize("NFKC", text)
    )
    shown = " ".join(visible.split()).rstrip(" ,;:\"'`").lstrip("# ,;:\"'`")
    if not any(c.isalnum() for c in shown):
        raise Problem("invalid", "topicInWords")
    if len(shown) > MAX_LENGTH:
        raise Problem("invalid", "topicTooLong", limit=MAX_LENGTH)
    return shown


def free_key(text: str) -> str:
    """The stored key of a topic that is not in the catalogue: the same for any case and accent."""
    return _FREE + fold(clean(text))


def fold(text: str) -> str:
    """Case and accents away, spaces single: for comparing, not for showing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _squeeze(text: str) -> str:
    """Folded, without the marks people put differently: "Front-End", "front end" and "frontend" are one."""
    folded = fold(text)
    kept = "".join(c for c in folded if c not in " -_./'’")
    return f".{kept}" if folded.startswith(".") else kept


class _Letters(msgspec.Struct, frozen=True):
    groups: frozenset[str]  # of three letters, edges marked
    bag: str  # first letter, then all in order of the alphabet: equal for two swapped letters


def _letters(text: str) -> _Letters:
    squeezed = _squeeze(text)
    padded = f"  {squeezed} "
    groups = frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
    return _Letters(groups, squeezed[:1] + "".join(sorted(squeezed)))


def _likeness(a: _Letters, b: _Letters) -> float:
    """Share of letter groups in common (Dice), 0 to 1; nearly 1 for words of five letters or more with two swapped."""
    if a.bag == b.bag and len(a.bag) > 5:
        return 0.9
    return 2 * len(a.groups & b.groups) / (len(a.groups) + len(b.groups))
