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
from hallway.services.profiles.candidates import Candidate
from hallway.services.profiles.matching.allocation import allocate
from hallway.services.profiles.matching.embedding import DIMENSION, Vectors
from hallway.services.profiles.matching.reasons import Explainer
from hallway.services.profiles.matching.scoring import Crowd, Person, Population
from hallway.services.profiles.subjects import Subjects

SIZE: Final = 20
"""People on a list. Each is on at most three times as many lists, so a longer one would crowd the popular."""


class Pool:
    """Whom an event's lists are made of, as of `at`, and the lists. Changes only by what its own methods do."""

    def __init__(
        self, event_id: UUID, found: Sequence[Candidate], titles: Mapping[UUID, str], at: datetime, subjects: Subjects
    ) -> None:
        self.event_id = event_id
        self.at = at
        self.found: dict[UUID, Candidate] = {one.person.id: one for one in found}
        self.lists: dict[UUID, list[UUID]] = {}
        self.refilled: dict[UUID, datetime] = {}
        self.outdated: set[UUID] = set()
        self._said: dict[tuple[UUID, UUID], list[Reason]] = {}
        self._vectors = subjects.vectors
        self._crowd = Crowd.of([one.person for one in found])
        self._titles = titles
        self._explainer = Explainer(subjects.catalogue, subjects.vectors, self._crowd, titles)

    def inherit(self, before: "Pool") -> None:
        """What was said of people who are as they were is as true as before, and need not be worked out again."""
        known = list(before.found.items())  # a copy: it may be in use
        same = {id for id, one in known if id in self.found and self.found[id].person == one.person}
        same -= before.outdated
        for (viewer, other), reasons in list(before._said.items()):
            titled = any(reason.kind == "session" for reason in reasons)
            if viewer in same and other in same and (not titled or before._titles == self._titles):
                self._said[viewer, other] = reasons

    def fill(self, hidden: Collection[tuple[UUID, UUID]], newcomers: Collection[UUID]) -> None:
        """A list for everybody: the best pairs over all lists first, nobody on more than 60."""
        people = list(self.found.values())
        place = {one.person.id: row for row, one in enumerate(people)}
        scores = self._scores(people, range(len(people)))
        for viewer, other in hidden:
            if viewer in place and other in place:
                scores[place[viewer], place[other]] = -np.inf
        new = [place[id] for id in newcomers if id in place]
        for row, picks in enumerate(allocate(scores, SIZE, seed=self._seed, newcomers=new)):
            self.lists[people[row].person.id] = [people[pick.person].person.id for pick in picks]

    def refill(self, viewer: Candidate, hidden: Collection[UUID], kept: Sequence[UUID], now: datetime) -> None:
        """A list for one: those `kept` in their order, then the best of the others who are not on too many lists."""
        me = viewer.person.id
        people = [viewer, *(one for id, one in self.found.items() if id != me)]
        scores = self._scores(people, [0])
        counts = Counter(id for owner, ids in list(self.lists.items()) if owner != me for id in ids)
        shown = np.array([counts[one.person.id] for one in people], dtype=np.int64)
        away = {*hidden, *kept}
        scores[0, [row for row, one in enumerate(people) if one.person.id in away]] = -np.inf
        picks = allocate(scores, max(0, SIZE - len(kept)), seed=self._seed ^ (me.int & 0xFFFFFFFF), shown=shown)[0]
        self.lists[me] = [*kept, *(people[pick.person].person.id for pick in picks)]
        self.refilled[me] = now

    def explain(self, viewer: Person, others: Sequence[Person], limit: int) -> dict[UUID, list[Reason]]:
        """Reasons for the first `limit` of the others for whom there is one; the others are left out."""
        found: dict[UUID, list[Reason]] = {}
        for other in others:
            key = (viewer.id, other.id)
            if key not in self._said:
                said = self._explainer.explain(viewer, other)
                self._said[key] = [Reason(kind=reason.kind, text=reason.text) for reason in said]
            if self._said[key]:
                found[other.id] = self._said[key]
            if len(found) >= limit:
                break
        return found

    def forget(self, user_id: UUID) -> None:
        """What this person said of themselves has changed."""
        self.lists.pop(user_id, None)
        self.outdated.add(user_id)
        for key in list(self._said):  # a copy: a thread may be adding
            if user_id in key:
                self._said.pop(key, None)

    def renew(self, one: Candidate) -> None:
        """The person as they are now."""
        if one.person.id in self.found:
            self.found[one.person.id] = one
        self.outdated.discard(one.person.id)

    @property
    def _seed(self) -> int:
        return self.event_id.int & 0xFFFFFFFF

    def _scores(self, people: Sequence[Candidate], rows: Sequence[int]) -> Vectors:
        facets = np.stack([one.facets for one in people]) if people else np.zeros((0, 3, DIMENSION), np.float32)
        population = Population([one.person for one in people], self._crowd, self._vectors, facets)
        scores = population.scores(rows)
        scores[_speechless([one.person for one in people], rows)] = -np.inf
        return scores


def dressed(
    one: Candidate, stars: Mapping[UUID, Sequence[UUID]], contacts: Mapping[UUID, Collection[UUID]]
) -> Candidate:
    """The candidate with what they starred and whom they met."""
    id = one.person.id
    person = msgspec.structs.replace(
        one.person, sessions=frozenset(stars.get(id, ())), contacts=frozenset(contacts.get(id, ()))
    )
    return msgspec.structs.replace(one, person=person)


def _speechless(people: Sequence[Person], rows: Sequence[int]) -> NDArray[np.bool_]:
    """Shape (len(rows), people): both said what they speak, and there is no language they share."""
    codes = {code: column for column, code in enumerate(sorted({code for one in people for code in one.languages}))}
    speaks = np.zeros((len(people), len(codes)), dtype=np.float32)
    for row, one in enumerate(people):
        speaks[row, [codes[code] for code in one.languages]] = 1
    said: NDArray[np.bool_] = np.asarray(speaks.any(axis=1))
    apart: NDArray[np.bool_] = np.asarray(speaks[list(rows)] @ speaks.T == 0)
    return apart & said[list(rows), None] & said[None, :]
