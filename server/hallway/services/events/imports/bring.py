"""Bringing a schedule that was read into the draft."""

import asyncio
from datetime import datetime
from uuid import UUID

import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.agenda.versions.bulk import Progress
from hallway.services.events.agenda.versions.journal import Draft, Journal, Made
from hallway.services.events.agenda.versions.state import State, item_id
from hallway.services.events.imports import repository
from hallway.services.events.imports.match import plain
from hallway.services.events.imports.plan import Planner
from hallway.services.events.imports.repository import Source
from hallway.services.events.schedule import UNTITLED, Schedule
from hallway.services.events.values import Event, ImportChoice, ImportReading


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, and how somebody wants it: `id` is the import's, `name` the file's. A new source has its id of
    `salt`, which nobody but Hallway knows."""

    id: UUID
    salt: UUID
    name: str
    schedule: Schedule
    reading: ImportReading
    address: str | None
    now: datetime


class Target(msgspec.Struct, frozen=True):
    """The source whose sessions an import replaces, as it will be afterwards, and what it was before if it was."""

    source: Source
    before: Source | None


def target_of(given: Import, sources: list[Source]) -> Target:
    """The source of the same address or of the same event in a file; else the only one there is, for titles of events
    change; else a new one. One that adds is new."""
    identity = given.address or plain(given.schedule.acronym or given.schedule.title)
    same = next((source for source in sources if source.identity == identity), None)
    known = None if given.reading.adds else same or (sources[0] if len(sources) == 1 else None)
    new_id = item_id(given.salt, "source", "", {})
    source = Source(
        id=known.id if known else new_id,
        name=given.name if given.schedule.title == UNTITLED else given.schedule.title,
        identity=f"{identity} {new_id}" if same and not known else identity,
        address=given.address,
        read_at=given.now,
    )
    return Target(source, known)


def planner_of(draft: Draft, event: Event, given: Import, target: Target) -> Planner:
    """What works out what the import does to the draft. Not quick: for a thread."""
    return Planner(draft.state, event, given.schedule, target.source.id, given.reading.shift_days)


async def bring(
    tx: Tx, journal: Journal, draft: Draft, event: Event, given: Import, choice: ImportChoice, progress: Progress
) -> tuple[Made, int]:
    """Do what was chosen; answers the revision, and how many sessions stay as they are. Raises `invalid` when too much
    would go."""
    target = target_of(given, await repository.sources(tx.connection, event.id))

    def work() -> tuple[State, bool]:
        planner = planner_of(draft, event, given, target)
        return planner.after(choice), planner.loses_much

    after, loses_much = await asyncio.to_thread(work)
    if loses_much and not choice.even_much:
        raise Problem("invalid", "muchWouldGo", field="evenMuch")
    await repository.put_source(tx.connection, event.id, target.source)
    made = await journal.write(draft, after, "imported", source_id=target.source.id, progress=progress)
    differ = sum(change.of == "session" and change.kind != "removed" for change in made.changes)
    theirs = sum(item.source_id == target.source.id for item in after.sessions.values())
    return made, theirs - differ
