"""A day of an agenda as a picture: a row for each room, a mark for each session. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Final
from uuid import UUID

from hallway.services.events.values import AgendaPicture, Session

LONGEST: Final = 24 * 60
"""Minutes: a day that a session tore open over midnight is not drawn wider than this."""
MINUTE: Final = timedelta(minutes=1)


def drawn(day: Sequence[Session], places: Mapping[UUID, int]) -> AgendaPicture:
    """The picture of these sessions, which are at least one; `places` are the stages' positions."""
    start = min(one.starts_at for one in day)
    end = max(one.ends_at for one in day)
    minutes = min(LONGEST, max(1, round((end - start) / MINUTE)))

    def place(stage: UUID | None) -> tuple[int, str]:
        return places.get(stage, len(places)) if stage else len(places), str(stage or "")

    rows = {stage: row for row, stage in enumerate(sorted({one.stage_id for one in day}, key=place))}

    def mark(one: Session) -> tuple[int, int, int]:
        begins = round((one.starts_at - start) / MINUTE)
        ends = min(minutes, round((one.ends_at - start) / MINUTE))
        return rows[one.stage_id], begins, max(begins + 1, ends)

    marks = list(chain.from_iterable(mark(one) for one in day))
    return AgendaPicture(starts_at=start, minutes=minutes, rows=len(rows), marks=marks)
