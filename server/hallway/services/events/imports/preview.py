"""What somebody is shown of an import before anything changes."""

import asyncio
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from hallway.kernel.db.transaction import Tx
from hallway.services.events.agenda.versions import repository as versions
from hallway.services.events.agenda.versions.journal import Draft
from hallway.services.events.imports.bring import Import, Target, planner_of, target_of
from hallway.services.events.imports.plan import Plan
from hallway.services.events.imports.repository import Source, Waiting
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import AgendaChange, Event, ImportPreview, ImportZone

MOST_CHANGES: Final = 500
MOST_SAID: Final = 200


class Starred(Struct, frozen=True):
    """How many people starred each session, one that would go, and one that would move."""

    counts: dict[UUID, int]
    lost: int
    moved: int


async def preview_of(
    tx: Tx, draft: Draft, event: Event, given: Import, sources: list[Source], waiting: Waiting
) -> ImportPreview:
    """The preview, with how many people starred what is concerned."""
    target = target_of(given, sources)
    plan = await asyncio.to_thread(lambda: planner_of(draft, event, given, target).plan())
    lost = [change.id for change in plan.changes if change.kind == "removed" and not change.by_hand]
    moved = [change.id for change in plan.changes if change.kind == "moved"]
    starred = Starred(
        await versions.star_counts(tx.connection, event.id, [change.id for change in plan.changes]),
        await versions.people_with_stars(tx.connection, event.id, lost),
        await versions.people_with_stars(tx.connection, event.id, moved),
    )
    return _preview(plan, starred, draft.head, given, target, waiting)


def _preview(
    plan: Plan, starred: Starred, revision: int, given: Import, target: Target, waiting: Waiting
) -> ImportPreview:
    schedule, before = given.schedule, target.before
    kinds = [change.kind for change in plan.changes if change.of == "session" and not change.by_hand]
    numbers = {kind: kinds.count(kind) for kind in ("added", "changed", "moved", "removed")}
    return ImportPreview(
        id=given.id,
        event_id=waiting.report.event_id,
        revision=revision,
        title=schedule.title,
        format=schedule.format,
        name=waiting.report.name,
        source=before.name if before else None,
        read_at=waiting.started_at,
        last_read_at=before.read_at if before else None,
        zone=_zone_of(schedule),
        sessions=len(schedule.sessions),
        speakers=len(schedule.speakers),
        **numbers,
        unchanged=plan.unchanged,
        kept=plan.kept,
        outside=len(plan.outside),
        starts_at=schedule.start,
        ends_at=schedule.end,
        shift_days=given.reading.shift_days,
        fitting_shift=plan.fitting_shift,
        adds=given.reading.adds,
        loses_much=plan.loses_much,
        stars_lost=starred.lost,
        stars_moved=starred.moved,
        changes=_most_starred(plan.changes, starred.counts),
        skipped=[*plan.outside, *schedule.skipped][:MOST_SAID],
        notes=list(schedule.notes[:MOST_SAID]),
    )


def _zone_of(schedule: Schedule) -> ImportZone:
    zone = schedule.zone
    return ImportZone(
        name=zone.name,
        by=zone.by,
        asks=zone.asks,
        offsets=list(zone.offsets),
        candidates=list(zone.candidates),
    )


def _most_starred(changes: list[AgendaChange], counts: dict[UUID, int]) -> list[AgendaChange]:
    """At most so many, those with conflicts and with most stars first; then as they were."""
    starred = [structs.replace(change, stars=counts.get(change.id, 0)) for change in changes]
    starred.sort(key=lambda change: (not change.conflicts, -change.stars))
    return starred[:MOST_CHANGES]
