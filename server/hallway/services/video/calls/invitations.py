"""Ringing more people into a call that goes on."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Connection

from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.services.events.api import Event, Events
from hallway.services.video import store
from hallway.services.video.acquaintance import Met, first_met, just_met, may_ring, seen_by, unblocked
from hallway.services.video.api import MAX_IN_CALL, MOST_INVITED, Call
from hallway.services.video.facts import PersonRung
from hallway.services.video.pushes import RingPush
from hallway.services.video.telling import changed


class Going(NamedTuple):
    """A call that goes on: who is in or may come, who is in now, and who is rung."""

    call: Call
    members: set[UUID]
    present: set[UUID]
    ringing: set[UUID]


async def invite(db: Database, apis: Apis, caller: Caller, call_id: UUID, people: list[UUID], now: datetime) -> Call:
    """Ring them; fulfils `Video.invite`."""
    user_id = caller.require_user()
    for _ in range(MAX_IN_CALL):
        async with db.transaction(readonly=True) as tx:
            seen = await _going(tx.connection, call_id, user_id)
        wanted = _wanted(seen, people)
        if not wanted:
            return seen.call
        event = await apis.get(Events).event_by_id(caller, seen.call.event_id)
        met = await _checked(apis, user_id, event, seen, wanted)
        if call := await _rung(db, user_id, event, seen, wanted, met, now):
            return call
    raise Problem("conflict", "Others were added to this call at the same moment. Please try again.")


async def _going(db: Connection, call_id: UUID, user_id: UUID, *, lock: bool = False) -> Going:
    call = seen_by(await store.call(db, call_id, lock=lock), user_id)
    if call.ended_at:
        raise Problem("expired", "This call has ended.")
    present = {peer.user_id for peer in await store.peers(db, call_id)}
    if user_id not in present:
        raise Problem("forbidden", "Join the call to add people to it.")
    ringing = {ring.person_id for ring in call.rings if ring.state == "ringing"}
    return Going(call, {call.caller_id, *call.invited_ids}, present, ringing)


def _wanted(going: Going, people: list[UUID]) -> list[UUID]:
    """Those of the people who are neither in nor rung. `full` if there is no room for them all."""
    wanted = [person for person in people if person not in going.present | going.ringing]
    if len(going.present | going.ringing | set(wanted)) > MAX_IN_CALL:
        raise Problem("full", f"A call has room for {MAX_IN_CALL} people, those who ring included.")
    if len(going.members | set(wanted)) > 1 + MOST_INVITED:
        raise Problem("full", "So many people were added to this call already. Start a new one with whom you miss.")
    return wanted


async def _checked(apis: Apis, user_id: UUID, event: Event, seen: Going, wanted: list[UUID]) -> Met:
    """When each of these people, and everybody who is in, first matched; a `Problem` if they may not be rung."""
    met = await may_ring(apis, user_id, event, wanted)
    for person in wanted:
        await unblocked(apis, person, list((seen.members | set(wanted)) - {person, user_id}))
    if seen.call.camera_off:  # off it stays
        return met
    others = seen.present - {user_id}
    return met | await first_met(apis, [(other, person) for other in others for person in wanted if other != person])


async def _rung(
    db: Database, user_id: UUID, event: Event, seen: Going, wanted: list[UUID], met: Met, now: datetime
) -> Call | None:
    """Rings them; None if meanwhile somebody came to the call whom nobody has asked about."""
    async with db.transaction() as tx:
        going = await _going(tx.connection, seen.call.id, user_id, lock=True)
        if not (going.members <= seen.members and going.present <= seen.present):
            return None
        if not (wanted := _wanted(going, wanted)):
            return going.call
        camera_off = going.call.camera_off or await just_met(tx.connection, met, now)
        await store.invite(tx.connection, going.call.id, wanted, camera_off)
        await store.put_rings(tx.connection, going.call.id, user_id, wanted, now)
        call = await changed(tx, going.call.id)
        for ring in call.rings:
            if ring.person_id in wanted:
                tx.push(channels.user(ring.person_id), RingPush(call=call, event_slug=event.slug))
                tx.record(
                    PersonRung(
                        call_id=call.id,
                        event_id=event.id,
                        event_slug=event.slug,
                        caller_id=user_id,
                        person_id=ring.person_id,
                        nth=ring.nth,
                    )
                )
        return call
