"""Why two people should meet, in sentences that are true.

A reason is what the score loses when the thing it names is taken away, from either side: so it can neither flatter
nor be invented. Declines, blocks, contacts and popularity are not in `Person`'s words and cannot come up here.
"""

from __future__ import annotations

import importlib.resources
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

import msgspec
import numpy as np

from hallway.kernel.words import Sentence, Value, in_english, language, sentence
from hallway.services.profiles.matching.scoring import Crowd, Person, Population
from hallway.services.profiles.matching.topics import Catalogue
from hallway.services.profiles.matching.vectors import MAX_TOPICS, Facets, TextVectors

Kind = Literal["offer", "need", "shared", "session", "language"]

LIMIT: Final = 3
CLOSE: Final = 0.35  # cosine from which two topics may be called close: fewer than 1 in 100 curated pairs are
WORTH: Final = 0.01  # a loss in score below this is not worth a sentence
UNCOMMON: Final = 0.30  # rarity from which a shared language is worth saying: at most one in five people speaks it
TITLE: Final = 60  # characters of a session's title
NAME: Final = 24
LANGUAGES: Final = msgspec.json.decode(
    importlib.resources.files(__package__ or "").joinpath("languages.json").read_bytes(), type=dict[str, str]
)


class Reason(msgspec.Struct, frozen=True):
    """One sentence for the viewer. `strength`: what the score loses without what is named, by the lesser side."""

    kind: Kind
    said: Sentence
    strength: float
    topics: tuple[str, ...] = ()  # keys, the viewer's first
    sessions: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In English."""
        return in_english(self.said)


class _Claim(msgspec.Struct, frozen=True):
    """A reason that may be given, and what must be taken from each side to test it."""

    kind: Kind
    said: Sentence
    mine: Facets = Facets()
    theirs: Facets = Facets()
    sessions: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()


class Explainer:
    """Says why; holds what explanations at an event share. About 1 ms a pair: for a list, call it from a thread."""

    def __init__(self, catalogue: Catalogue, vectors: TextVectors, crowd: Crowd, titles: Mapping[UUID, str]) -> None:
        """`titles`: of the sessions that may be named, by id."""
        self._catalogue = catalogue
        self._vectors = vectors
        self._crowd = crowd
        self._titles = titles

    def explain(self, viewer: Person, other: Person, limit: int = LIMIT) -> tuple[Reason, ...]:
        """The strongest reasons, at most `limit`, no two on the same topics; empty if there is nothing true to say."""
        claims = [*self._exchange(viewer, other), *self._interests(viewer, other), *self._rest(viewer, other)]
        losses = self._losses(viewer, other, claims)
        chosen: list[Reason] = []
        named: set[str] = set()
        for loss, claim in sorted(zip(losses, claims, strict=True), key=lambda pair: (-pair[0], repr(pair[1].said))):
            reason = _reason(claim, loss)
            if loss < WORTH or len(chosen) >= limit or named.intersection(reason.topics):
                continue
            chosen.append(reason)
            named.update(reason.topics)
        return tuple(chosen)

    def _exchange(self, viewer: Person, other: Person) -> Iterator[_Claim]:
        for need, offer in self._pairs(viewer.facets.needs, other.facets.offers):
            named = {"need": self._said(need)} | ({} if need == offer else {"offer": self._said(offer)})
            said = _of("offersThat" if need == offer else "offers", other, named)
            yield _Claim("offer", said, Facets(needs=(need,)), Facets(offers=(offer,)))
        tellable = [key for key in other.facets.needs if key not in other.quiet]
        for offer, need in self._pairs(viewer.facets.offers, tellable):
            named = {"need": self._said(need)} | ({} if need == offer else {"offer": self._said(offer)})
            said = _of("needsThat" if need == offer else "needs", other, named)
            yield _Claim("need", said, Facets(offers=(offer,)), Facets(needs=(need,)))

    def _interests(self, viewer: Person, other: Person) -> Iterator[_Claim]:
        shared = [key for key in viewer.facets.interests[:MAX_TOPICS] if key in other.facets.interests[:MAX_TOPICS]]
        shared.sort(key=lambda key: (-self._crowd.topics(key), key))
        topics = [self._said(key) for key in shared]
        for key, topic in zip(shared, topics, strict=True):
            both = Facets(interests=(key,))
            yield _Claim("shared", sentence("reasons.bothInto", topic=topic), both, both)
        if len(shared) > 1:
            both = Facets(interests=tuple(shared[:2]))
            yield _Claim("shared", sentence("reasons.bothIntoTwo", first=topics[0], second=topics[1]), both, both)
        if not shared:
            for mine, theirs in self._pairs(viewer.facets.interests, other.facets.interests):
                said = _of("close", other, {"theirs": self._said(theirs), "mine": self._said(mine)})
                yield _Claim("shared", said, Facets(interests=(mine,)), Facets(interests=(theirs,)))

    def _rest(self, viewer: Person, other: Person) -> Iterator[_Claim]:
        common = [one for one in viewer.sessions & other.sessions if self._titles.get(one, "").strip()]
        common.sort(key=lambda one: (-self._crowd.sessions(str(one)), str(one)))
        if common:
            title = plain(self._titles[common[0]], TITLE)
            said = sentence("reasons.bothStarred", title=title, more=len(common) - 1)
            yield _Claim("session", said, sessions=tuple(common))
        for code in sorted(viewer.languages & other.languages):
            if code in LANGUAGES and self._crowd.languages(code) >= UNCOMMON:
                said = sentence("reasons.bothSpeak", language=language(code, LANGUAGES[code]))
                yield _Claim("language", said, languages=(code,))

    def _pairs(self, mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Equal topics, and for each of mine without an equal the closest of theirs, if it is close."""
        mine, theirs = mine[:MAX_TOPICS], theirs[:MAX_TOPICS]
        if not mine or not theirs:
            return
        alike = self._vectors.topics(mine) @ self._vectors.topics(theirs).T
        for row, key in enumerate(mine):
            best = int(np.argmax(alike[row]))
            if key in theirs:
                yield key, key
            elif alike[row, best] >= CLOSE:
                yield key, theirs[best]

    def _losses(self, viewer: Person, other: Person, claims: Sequence[_Claim]) -> list[float]:
        """What the score loses without what each claim names: the least over both sides."""
        if not claims:
            return []
        mine = [without(viewer, c.mine, c.sessions, c.languages) for c in claims]
        theirs = [without(other, c.theirs, c.sessions, c.languages) for c in claims]
        everybody = Population([viewer, other, *mine, *theirs], self._crowd, self._vectors)
        to_viewer, to_other = everybody.scores([0, 1])
        count = len(claims)
        return [
            float(min(to_viewer[1] - to_other[2 + n], to_viewer[1] - to_viewer[2 + count + n])) for n in range(count)
        ]

    def _said(self, key: str) -> Value:
        return self._catalogue.said(key)


def _of(key: str, other: Person, named: dict[str, Value]) -> Sentence:
    """What is said of somebody, by their name if it can be told."""
    name: dict[str, Value] = {"name": other.name} if other.name else {}
    return sentence(f"reasons.{key}" if name else f"reasons.{key}Unnamed", **named, **name)


def _reason(claim: _Claim, strength: float) -> Reason:
    named = [key for f in (claim.mine, claim.theirs) for key in (*f.interests, *f.needs, *f.offers)]
    return Reason(claim.kind, claim.said, strength, tuple(dict.fromkeys(named)), claim.sessions, claim.languages)


def without(person: Person, facets: Facets, sessions: Sequence[UUID], languages: Sequence[str]) -> Person:
    """The person as if they had not said these things."""
    kept = Facets(
        tuple(key for key in person.facets.interests if key not in facets.interests),
        tuple(key for key in person.facets.offers if key not in facets.offers),
        tuple(key for key in person.facets.needs if key not in facets.needs),
    )
    return msgspec.structs.replace(
        person,
        facets=kept,
        sessions=person.sessions.difference(sessions),
        languages=person.languages.difference(languages),
    )


def first_name(name: str) -> str:
    """The name to use in a sentence, from the one on the card; empty (then it is "they") if it cannot be told."""
    words = plain(name, 200).split()
    titles = {"dr", "prof", "mr", "mrs", "ms", "mx", "sir"}
    while words and words[0].rstrip(".").casefold() in titles:
        words.pop(0)
    first = words[0].strip(",;:\"“”'’()[]") if words else ""
    usable = 1 < len(first) <= NAME and all(c.isalpha() or c in "-'’" or unicodedata.combining(c) for c in first)
    return first if usable else ""


def plain(text: str, limit: int) -> str:
    """One line without control or invisible characters, cut at a word with "…"."""
    visible = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text[: limit * 8])
    line = " ".join(visible.split()).replace("“", "'").replace("”", "'")
    return (
        line if len(line) <= limit else (line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") or line[: limit - 1]) + "…"
    )
