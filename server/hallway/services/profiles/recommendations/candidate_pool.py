"""Lists of people for people: pure computing over one event's candidates. Slow for many: call it from a thread."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from hallway.services.profiles.api import Reason
from hallway.services.profiles.matching.allocation import allocate
from hallway.services.profiles.matching.embedding import DIMENSION, Vectors
from hallway.services.profiles.matching.reasons import Explainer
from hallway.services.profiles.matching.scoring import Crowd, Person, Population
from hallway.services.profiles.topics.library import TopicLibrary

LIST_SIZE: Final = 20
"""People on a list. Each is on at most three times as many lists, so a longer one would crowd the popular."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody open to meet. `facets`: (3, 384), zeros until their vectors are made. `since`: when they opened."""

    person: Person
    facets: Vectors
    since: datetime


class HiddenPair(msgspec.Struct, frozen=True):
    """The viewer must not be shown the other one."""

    viewer_id: UUID
    other_id: UUID


class CandidatePool:
    """Whom an event's lists are made of, as of `made_at`, and the lists. Changes only by what its own methods do."""

    def __init__(
        self,
        event_id: UUID,
        candidates: Sequence[Candidate],
        titles: Mapping[UUID, str],
        made_at: datetime,
        library: TopicLibrary,
    ) -> None:
        """`titles`: of the sessions that reasons may name."""
        self.event_id = event_id
        self.made_at = made_at
        self.candidates: dict[UUID, Candidate] = {one.person.id: one for one in candidates}
        self.lists: dict[UUID, list[UUID]] = {}
        self.refilled_at: dict[UUID, datetime] = {}
        self.outdated: set[UUID] = set()
        self._reasons: dict[tuple[UUID, UUID], list[Reason]] = {}  # by viewer and other
        self._vectors = library.vectors
        self._crowd = Crowd.of([one.person for one in candidates])
        self._titles = titles
        self._explainer = Explainer(library.catalogue, library.vectors, self._crowd, titles)

    def reuse_reasons(self, before: "CandidatePool") -> None:
        """Take over the reasons of people who have not changed since: they are still true."""
        known = list(before.candidates.items())  # a copy: it may be in use
        same = {id for id, one in known if id in self.candidates and self.candidates[id].person == one.person}
        same -= before.outdated
        for (viewer, other), reasons in list(before._reasons.items()):
            titled = any(reason.kind == "session" for reason in reasons)
            if viewer in same and other in same and (not titled or before._titles == self._titles):
                self._reasons[viewer, other] = reasons

    def fill(self, hidden: Collection[HiddenPair], newcomers: Collection[UUID]) -> None:
        """A list for everybody: the best pairs over all lists first, nobody on more than 60."""
        people = list(self.candidates.values())
        place = {one.person.id: row for row, one in enumerate(people)}
        scores = self._scores(people, range(len(people)))
        for pair in hidden:
            if pair.viewer_id in place and pair.other_id in place:
                scores[place[pair.viewer_id], place[pair.other_id]] = -np.inf
        new = [place[id] for id in newcomers if id in place]
        for row, picks in enumerate(allocate(scores, LIST_SIZE, seed=self._seed, newcomers=new)):
            self.lists[people[row].person.id] = [people[pick.person].person.id for pick in picks]

    def refill(self, viewer: Candidate, hidden: Collection[UUID], kept: Sequence[UUID], now: datetime) -> None:
        """A list for one: those `kept` in their order, then the best of the others who are not on too many lists."""
        me = viewer.person.id
        people = [viewer, *(one for id, one in self.candidates.items() if id != me)]
        scores = self._scores(people, [0])
        counts = Counter(id for owner, ids in list(self.lists.items()) if owner != me for id in ids)
        shown = np.array([counts[one.person.id] for one in people], dtype=np.int64)
        left_out = {*hidden, *kept}
        scores[0, [row for row, one in enumerate(people) if one.person.id in left_out]] = -np.inf
        picks = allocate(scores, max(0, LIST_SIZE - len(kept)), seed=self._seed ^ (me.int & 0xFFFFFFFF), shown=shown)[0]
        self.lists[me] = [*kept, *(people[pick.person].person.id for pick in picks)]
        self.refilled_at[me] = now

    def explain(self, viewer: Person, others: Sequence[Person], limit: int) -> dict[UUID, list[Reason]]:
        """Reasons for the first `limit` of the others for whom there is one; the others are left out."""
        found: dict[UUID, list[Reason]] = {}
        for other in others:
            key = (viewer.id, other.id)
            if key not in self._reasons:
                explained = self._explainer.explain(viewer, other)
                self._reasons[key] = [
                    Reason(kind=reason.kind, text=reason.text, said=reason.said) for reason in explained
                ]
            if self._reasons[key]:
                found[other.id] = self._reasons[key]
            if len(found) >= limit:
                break
        return found

    def forget(self, user_id: UUID) -> None:
        """This person's profile or vectors have changed: their list and all reasons with them are of no use."""
        self.lists.pop(user_id, None)
        self.outdated.add(user_id)
        for key in list(self._reasons):  # a copy: a thread may be adding
            if user_id in key:
                self._reasons.pop(key, None)

    def replace(self, candidate: Candidate) -> None:
        """The person as they are now."""
        if candidate.person.id in self.candidates:
            self.candidates[candidate.person.id] = candidate
        self.outdated.discard(candidate.person.id)

    @property
    def _seed(self) -> int:
        return self.event_id.int & 0xFFFFFFFF

    def _scores(self, people: Sequence[Candidate], rows: Sequence[int]) -> Vectors:
        facets = np.stack([one.facets for one in people]) if people else np.zeros((0, 3, DIMENSION), np.float32)
        population = Population([one.person for one in people], self._crowd, self._vectors, facets)
        scores = population.scores(rows)
        scores[_without_common_language([one.person for one in people], rows)] = -np.inf
        return scores


def with_context(
    candidate: Candidate, stars: Mapping[UUID, Sequence[UUID]], contacts: Mapping[UUID, Collection[UUID]]
) -> Candidate:
    """The candidate with the sessions they starred and the people they matched with."""
    id = candidate.person.id
    person = msgspec.structs.replace(
        candidate.person, sessions=frozenset(stars.get(id, ())), contacts=frozenset(contacts.get(id, ()))
    )
    return msgspec.structs.replace(candidate, person=person)


def _without_common_language(people: Sequence[Person], rows: Sequence[int]) -> NDArray[np.bool_]:
    """Shape (len(rows), people): both said what they speak, and there is no language they share."""
    codes = {code: column for column, code in enumerate(sorted({code for one in people for code in one.languages}))}
    speaks = np.zeros((len(people), len(codes)), dtype=np.float32)
    for row, one in enumerate(people):
        speaks[row, [codes[code] for code in one.languages]] = 1
    known: NDArray[np.bool_] = np.asarray(speaks.any(axis=1))
    apart: NDArray[np.bool_] = np.asarray(speaks[list(rows)] @ speaks.T == 0)
    return apart & known[list(rows), None] & known[None, :]
