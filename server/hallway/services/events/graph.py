"""The graph's fields about events, their agenda, who comes, and imports."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from anyio import to_thread

from hallway.kernel.errors import Problem
from hallway.kernel.graph import Context, Graph
from hallway.kernel.markup import Block, blocks_of, cut_markdown, plain_of
from hallway.services.events.api import Events
from hallway.services.events.values import (
    Agenda,
    AgendaChange,
    AgendaDraft,
    AgendaRevision,
    AgendaSummary,
    Calendar,
    Event,
    EventInput,
    ImportChoice,
    ImportPreview,
    ImportReading,
    ImportReport,
    Membership,
    NowNext,
    ProgrammeMove,
    SearchHit,
    Session,
    SessionInput,
    Speaker,
    StaffMember,
)

graph = Graph()
REVISIONS_AT_ONCE: Final = 50
LONG: Final = 3_000
"""Characters of Markdown that take a millisecond or more to read: that is for a thread, as the loop must not wait."""
SUMMARY: Final = 300


def _events(ctx: Context) -> Events:
    return ctx.apis.get(Events)


@graph.query("events")
async def events(ctx: Context) -> list[Event]:
    return await _events(ctx).events(ctx.caller)


@graph.query("myEvents")
async def my_events(ctx: Context) -> list[Event]:
    return await _events(ctx).my_events(ctx.caller)


@graph.query("event")
async def event(ctx: Context, slug: str) -> Event:
    return await _events(ctx).event(ctx.caller, slug)


@graph.query("session")
async def session(ctx: Context, id: UUID) -> Session:
    found = await _events(ctx).sessions(ctx.caller, [id])
    if not found:
        raise Problem("not_found", "noSuchSession")
    return found[0]


@graph.query("searchEvent")
async def search_event(ctx: Context, event_id: UUID, text: str) -> list[SearchHit]:
    return await _events(ctx).search(ctx.caller, event_id, text)


@graph.query("importReport")
async def import_report(ctx: Context, id: UUID) -> ImportReport:
    return await _events(ctx).import_report(ctx.caller, id)


@graph.query("importPreview")
async def import_preview(ctx: Context, id: UUID) -> ImportPreview:
    return await _events(ctx).import_preview(ctx.caller, id)


@graph.query("agendaDraft")
async def agenda_draft(ctx: Context, event_id: UUID) -> AgendaDraft:
    return await _events(ctx).draft(ctx.caller, event_id)


@graph.query("draftSession")
async def draft_session(ctx: Context, event_id: UUID, session_id: UUID) -> Session:
    return await _events(ctx).draft_session(ctx.caller, event_id, session_id)


@graph.query("agendaRevisions")
async def agenda_revisions(ctx: Context, event_id: UUID, before: int | None = None) -> list[AgendaRevision]:
    return await _events(ctx).revisions(ctx.caller, event_id, before, REVISIONS_AT_ONCE)


@graph.query("agendaChanges")
async def agenda_changes(ctx: Context, event_id: UUID, since: int, until: int | None = None) -> list[AgendaChange]:
    return await _events(ctx).agenda_changes(ctx.caller, event_id, since, until)


@graph.query("myCalendar")
async def my_calendar(ctx: Context, event_id: UUID) -> Calendar:
    return await _events(ctx).calendar(ctx.caller, event_id)


@graph.mutation("createEvent")
async def create_event(ctx: Context, id: UUID, input: EventInput) -> Event:
    return await _events(ctx).create(ctx.caller, id, input)


@graph.mutation("updateEvent")
async def update_event(
    ctx: Context, event_id: UUID, version: int, input: EventInput, programme: ProgrammeMove | None = None
) -> Event:
    return await _events(ctx).update(ctx.caller, event_id, version, input, programme)


@graph.mutation("publishEvent")
async def publish_event(ctx: Context, event_id: UUID) -> Event:
    return await _events(ctx).publish(ctx.caller, event_id)


@graph.mutation("cancelEvent")
async def cancel_event(ctx: Context, event_id: UUID) -> Event:
    return await _events(ctx).cancel(ctx.caller, event_id)


@graph.mutation("takeDownEvent")
async def take_down_event(ctx: Context, event_id: UUID, reason: str) -> Event:
    return await _events(ctx).take_down(ctx.caller, event_id, reason)


@graph.mutation("giveBackEvent")
async def give_back_event(ctx: Context, event_id: UUID) -> Event:
    return await _events(ctx).give_back(ctx.caller, event_id)


@graph.mutation("putSession")
async def put_session(ctx: Context, event_id: UUID, id: UUID, input: SessionInput) -> Session:
    return await _events(ctx).put_session(ctx.caller, event_id, id, input)


@graph.mutation("removeSession")
async def remove_session(ctx: Context, event_id: UUID, session_id: UUID) -> bool:
    await _events(ctx).remove_session(ctx.caller, event_id, session_id)
    return True


@graph.mutation("publishAgenda")
async def publish_agenda(ctx: Context, event_id: UUID, revision: int | None = None) -> int:
    return await _events(ctx).publish_agenda(ctx.caller, event_id, revision)


@graph.mutation("undoRevision")
async def undo_revision(ctx: Context, event_id: UUID, number: int) -> int:
    return await _events(ctx).undo_revision(ctx.caller, event_id, number)


@graph.mutation("importAddress")
async def import_address(ctx: Context, event_id: UUID, url: str) -> ImportReport:
    return await _events(ctx).import_address(ctx.caller, event_id, url)


@graph.mutation("readImport")
async def read_import(ctx: Context, id: UUID, reading: ImportReading) -> ImportReport:
    return await _events(ctx).read_import(ctx.caller, id, reading)


@graph.mutation("applyImport")
async def apply_import(ctx: Context, id: UUID, revision: int, choice: ImportChoice) -> ImportReport:
    return await _events(ctx).apply_import(ctx.caller, id, revision, choice)


@graph.mutation("discardImport")
async def discard_import(ctx: Context, id: UUID) -> bool:
    await _events(ctx).discard_import(ctx.caller, id)
    return True


@graph.mutation("registerForEvent")
async def register_for_event(ctx: Context, event_id: UUID) -> Event:
    await _events(ctx).register(ctx.caller, event_id)
    return await _events(ctx).event_by_id(ctx.caller, event_id)


@graph.mutation("cancelRegistration")
async def cancel_registration(ctx: Context, event_id: UUID) -> Event:
    await _events(ctx).cancel_registration(ctx.caller, event_id)
    return await _events(ctx).event_by_id(ctx.caller, event_id)


@graph.mutation("starSession")
async def star_session(ctx: Context, session_id: UUID, starred: bool) -> bool:
    await _events(ctx).star(ctx.caller, session_id, starred)
    return True


@graph.mutation("makeCalendar")
async def make_calendar(ctx: Context, event_id: UUID) -> Calendar:
    return await _events(ctx).make_calendar(ctx.caller, event_id)


@graph.mutation("revokeCalendar")
async def revoke_calendar(ctx: Context, event_id: UUID) -> Calendar:
    return await _events(ctx).revoke_calendar(ctx.caller, event_id)


@graph.batched("Event.agenda")
async def agendas(ctx: Context, parents: list[Event], days: list[date] | None = None) -> list[Agenda]:
    agenda = await _events(ctx).agenda(ctx.caller, _only(parents), days)
    return [agenda] * len(parents)


@graph.batched("Event.agendaNear")
async def near(ctx: Context, parents: list[Event]) -> list[Agenda]:
    return [await _events(ctx).agenda_near(ctx.caller, _only(parents))] * len(parents)


@graph.batched("Event.agendaFront")
async def front(ctx: Context, parents: list[Event]) -> list[Agenda]:
    return [await _events(ctx).agenda_front(ctx.caller, _only(parents))] * len(parents)


@graph.batched("Event.agendaAround")
async def around(ctx: Context, parents: list[Event], session_id: UUID) -> list[Agenda]:
    return [await _events(ctx).agenda_around(ctx.caller, _only(parents), session_id)] * len(parents)


@graph.batched("Event.agendaStarred")
async def starred(ctx: Context, parents: list[Event]) -> list[Agenda]:
    event_id = _only(parents)
    mine = await _events(ctx).my_stars(ctx.caller, [event_id])
    return [await _events(ctx).agenda_coming(ctx.caller, event_id, mine.get(event_id, []))] * len(parents)


@graph.batched("Event.agendaSummary")
async def summaries(ctx: Context, parents: list[Event]) -> list[AgendaSummary]:
    return await _events(ctx).agenda_summaries(ctx.caller, [event.id for event in parents])


@graph.batched("Event.speaking")
async def speaking(ctx: Context, parents: list[Event]) -> list[list[UUID]]:
    return [await _events(ctx).speaking(ctx.caller, _only(parents))] * len(parents)


def _only(events: list[Event]) -> UUID:
    """A list of events does not show a thousand sessions of each."""
    if len({event.id for event in events}) > 1:
        raise Problem("too_large", "oneAgendaAtATime")
    return events[0].id


@graph.batched("Session.speakers")
async def speakers(ctx: Context, parents: list[Session]) -> list[list[Speaker]]:
    ids = {id for session in parents for id in session.speaker_ids}
    found = {speaker.id: speaker for speaker in await _events(ctx).speakers(ctx.caller, list(ids))} if ids else {}
    return [[found[id] for id in session.speaker_ids if id in found] for session in parents]


@graph.batched("Session.abstractBlocks")
async def abstract_blocks(ctx: Context, parents: list[Session]) -> list[Sequence[Block]]:
    return await _blocks([session.abstract for session in parents])


@graph.batched("Speaker.bioBlocks")
async def bio_blocks(ctx: Context, parents: list[Speaker]) -> list[Sequence[Block]]:
    return await _blocks([speaker.bio for speaker in parents])


async def _blocks(texts: list[str]) -> list[Sequence[Block]]:
    """Each text as it is shown; popular ones are remembered."""
    return [await to_thread.run_sync(blocks_of, text) if len(text) > LONG else blocks_of(text) for text in texts]


@graph.field("Session.summary")
def summary(ctx: Context, parent: Session) -> str:
    text = " ".join(plain_of(cut_markdown(parent.abstract, 4 * SUMMARY), addresses=False).split())
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rpartition(" ")[0].rstrip() + "…"


@graph.batched("Event.nowNext")
async def now_next(ctx: Context, parents: list[Event]) -> list[NowNext]:
    return await _events(ctx).now_next(ctx.caller, [event.id for event in parents])


@graph.batched("Event.membership")
async def memberships(ctx: Context, parents: list[Event]) -> list[Membership | None]:
    mine = await _events(ctx).my_memberships(ctx.caller, [event.id for event in parents])
    found = {membership.event_id: membership for membership in mine}
    return [found.get(event.id) for event in parents]


@graph.batched("Event.staff")
async def staff(ctx: Context, parents: list[Event]) -> list[list[StaffMember]]:
    found = await _events(ctx).staff(ctx.caller, [event.id for event in parents])
    return [found.get(event.id, []) for event in parents]


@graph.batched("Event.stars")
async def stars(ctx: Context, parents: list[Event]) -> list[list[UUID]]:
    mine = await _events(ctx).my_stars(ctx.caller, [event.id for event in parents])
    return [mine.get(event.id, []) for event in parents]
