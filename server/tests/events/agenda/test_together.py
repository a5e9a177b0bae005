"""Many people at one draft at once: whatever happens in which order, the deltas are what the tables hold."""

import asyncio
import random
from datetime import timedelta
from itertools import count
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.events.agenda.versions import repository
from hallway.services.events.agenda.versions.journal import read_draft
from hallway.services.events.agenda.versions.repository import unpacked
from hallway.services.events.agenda.versions.state import State, applied, composed
from hallway.services.events.api import Events
from hallway.services.events.service import EventsService
from hallway.services.events.values import SessionInput
from tests.events.factories import START, published

ROUNDS, AT_ONCE = 12, 5


async def test_whatever_is_done_at_once_the_deltas_lead_to_what_is_there(
    events: Events, apis: Apis, host: Caller
) -> None:
    assert isinstance(events, EventsService)
    event = await published(apis, host)
    chance = random.Random(10)
    ids = [uuid7() for _ in range(5)]
    numbers = count()

    def typed() -> SessionInput:
        starts_at = START + timedelta(minutes=30 * chance.randrange(8))
        return SessionInput(
            title=f"Talk {next(numbers)}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            stage=chance.choice(["Main", "Side", None]),
            track=chance.choice(["Web", None]),
            speakers=chance.sample(["Zoe Example", "Bob Example", "Ali Example"], 2),
        )

    async def undo() -> None:
        if made := await events.revisions(host, event.id, None, 8):
            await events.undo_revision(host, event.id, chance.choice(made).number)

    async def one() -> None:
        id = chance.choice(ids)
        try:
            match chance.choice(["put", "put", "remove", "publish", "undo", "undo"]):
                case "put":
                    await events.put_session(host, event.id, id, typed())
                case "remove":
                    await events.remove_session(host, event.id, id)
                case "publish":
                    await events.publish_agenda(host, event.id)
                case _:
                    await undo()
        except Problem as problem:
            if problem.code != "conflict":
                raise

    for _ in range(ROUNDS):
        await asyncio.gather(*(one() for _ in range(AT_ONCE)))
        await consistent(events.context.db, event.id)


async def consistent(db: Database, event_id: UUID) -> None:
    """All deltas together are the draft, those up to what is shown are the tables, and nothing is named that is not."""
    async with db.transaction(snapshot=True) as tx:
        draft = await read_draft(tx, event_id)
        everything = await repository.deltas(tx.connection, event_id, 0, draft.head)
        shown = await repository.deltas(tx.connection, event_id, 0, draft.shown_at)
    assert applied(State(), composed(map(unpacked, everything))) == draft.state
    assert applied(State(), composed(map(unpacked, shown))) == draft.shown
    for state in (draft.state, draft.shown):
        for session in state.sessions.values():
            assert {session.stage_id} <= {None, *state.stages}
            assert {session.track_id} <= {None, *state.tracks}
            assert set(session.speaker_ids) <= state.speakers.keys()
