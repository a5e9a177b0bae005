"""From scores to fair lists: good fits first, nobody shown to everybody, newcomers seen, a tenth left to chance.

Scores alone put the same few people on nearly every list, and these cannot answer: fewer people meet in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from hallway.services.profiles.matching.embedding import Vectors

CAP_FACTOR: Final = 3  # nobody is on more than three times as many lists as a list is long
NEWCOMER_FLOOR: Final = 2  # lists that somebody nobody knows yet is put on, wherever they fit best
NEWCOMER_SHARE: Final = 0.34  # of a list, at most, for this
EXPLORATION: Final = 0.10  # of all places, for people the score would not choose: else nothing new is learnt


class Pick(msgspec.Struct, frozen=True):
    person: int  # position among the people scored
    score: float
    explored: bool = False  # chosen by chance: its score need not be high


def allocate(
    scores: Vectors,
    size: int,
    *,
    seed: int,
    newcomers: Sequence[int] = (),
    shown: NDArray[np.int64] | None = None,
    exploration: float = EXPLORATION,
) -> list[list[Pick]]:
    """A list of at most `size` picks for each row of `scores`, best first; the same for the same arguments.

    `scores`: (viewers, people); -inf where somebody must not be shown (oneself, blocked, already answered): such a
    pair never appears, by chance neither. `shown`: (people,), on how many current lists each already is.
    Nobody ends on more than 3 * size lists (who is already there is not added to more).
    """
    return _Allocation(scores, size, seed, shown).run(newcomers, exploration)


class _Allocation:
    def __init__(self, scores: Vectors, size: int, seed: int, shown: NDArray[np.int64] | None) -> None:
        self.viewers: int = scores.shape[0]
        self.people: int = scores.shape[1]
        self.scores = scores
        self.size = max(0, size)
        self.cap = CAP_FACTOR * self.size
        self.shown = np.zeros(self.people, dtype=np.int64) if shown is None else shown.astype(np.int64)
        self.lists: list[dict[int, Pick]] = [{} for _ in range(self.viewers)]
        self.random = np.random.default_rng(seed)
        self.ties = self.random.random(scores.shape, dtype=np.float32)  # equal scores fall by lot, not by position

    def run(self, newcomers: Sequence[int], exploration: float) -> list[list[Pick]]:
        chance = self._chances(exploration)
        self._introduce(newcomers)
        self._fill(self.size - chance)
        self._explore()
        self._fill(np.full(self.viewers, self.size))  # where chance found nobody
        return [sorted(picks.values(), key=lambda pick: (-pick.score, pick.person)) for picks in self.lists]

    def _chances(self, exploration: float) -> NDArray[np.int64]:
        """Places per list that chance fills: on average size * exploration, rounded up or down by lot."""
        mean = self.size * exploration
        return np.minimum(self.size, np.floor(mean + self.random.random(self.viewers))).astype(np.int64)

    def _introduce(self, newcomers: Sequence[int]) -> None:
        room = max(1, int(self.size * NEWCOMER_SHARE)) if self.size else 0
        taken = np.zeros(self.viewers, dtype=np.int64)
        for person in sorted(set(newcomers)):
            missing = NEWCOMER_FLOOR - int(self.shown[person])
            for viewer in np.lexsort((self.ties[:, person], -self.scores[:, person])):
                if missing <= 0:
                    break
                if taken[viewer] < room and self._put(int(viewer), person):
                    taken[viewer] += 1
                    missing -= 1

    def _fill(self, places: NDArray[np.int64]) -> None:
        """Best pair first, over all lists at once: with symmetric scores no two people would rather have each other."""
        wanted = min(self.people, 8 * self.size + 8)
        top = (
            np.argpartition(-self.scores, wanted - 1, axis=1)[:, :wanted]
            if wanted
            else np.empty((self.viewers, 0), int)
        )
        rows = np.repeat(np.arange(self.viewers), top.shape[1])
        self._take(rows, top.ravel(), places)
        short = [v for v in range(self.viewers) if len(self.lists[v]) < places[v]]
        if short and wanted < self.people:  # their favourites are all at the cap: look at everybody
            rows = np.repeat(np.array(short), self.people)
            self._take(rows, np.tile(np.arange(self.people), len(short)), places)

    def _take(self, rows: NDArray[np.int64], columns: NDArray[np.int64], places: NDArray[np.int64]) -> None:
        for at in np.lexsort((self.ties[rows, columns], -self.scores[rows, columns])):
            viewer = int(rows[at])
            if len(self.lists[viewer]) < places[viewer]:
                self._put(viewer, int(columns[at]))

    def _explore(self) -> None:
        """Somebody who is on few lists, by lot."""
        viewers: list[int] = self.random.permutation(self.viewers).tolist()
        for viewer in viewers:
            while len(self.lists[viewer]) < self.size:
                allowed = np.isfinite(self.scores[viewer]) & (self.shown < self.cap)
                allowed[list(self.lists[viewer])] = False
                people = np.flatnonzero(allowed)
                if not len(people):
                    break
                odds = 1.0 / (1 + self.shown[people]) ** 2
                self._put(viewer, int(self.random.choice(people, p=odds / odds.sum())), explored=True)

    def _put(self, viewer: int, person: int, *, explored: bool = False) -> bool:
        score = self.scores[viewer, person]
        if not np.isfinite(score) or person in self.lists[viewer] or self.shown[person] >= self.cap:
            return False
        self.lists[viewer][person] = Pick(person, float(score), explored)
        self.shown[person] += 1
        return True
