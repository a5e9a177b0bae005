"""How a call's changes are written and told: that a ring is over, that the call has changed, that it has ended."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.services.video import store
from hallway.services.video.api import Call, Ring
from hallway.services.video.facts import CallEnded, RingOver
from hallway.services.video.pushes import CallAnsweredPush, CallChangedPush, CallEndedPush

Reason = Literal["left", "declined", "cancelled", "unanswered"]


async def changed(tx: Tx, call_id: UUID) -> Call:
    """Tells everybody in the call how it is now."""
    call = await store.changed(tx.connection, call_id)
    tx.push(channels.call(call_id), CallChangedPush(call=call))
    return call


async def ring_over(tx: Tx, call: Call, ring: Ring, state: Literal["answered", "declined"]) -> None:
    """This person has answered, or declined."""
    await store.ring_over(tx.connection, call.id, ring.person_id, state)
    tell_over(tx, call, [ring], missed=False)


def tell_over(tx: Tx, call: Call, rings: Iterable[Ring], *, missed: bool) -> None:
    """These rings are over, on all devices."""
    for ring in rings:
        tx.push(channels.user(ring.person_id), CallAnsweredPush(call_id=call.id, nth=ring.nth))
        tx.record(
            RingOver(
                call_id=call.id,
                event_id=call.event_id,
                caller_id=ring.caller_id,
                person_id=ring.person_id,
                nth=ring.nth,
                missed=missed,
            )
        )


async def end(tx: Tx, call: Call, reason: Reason, now: datetime) -> None:
    """The call is over; who is still rung has missed it."""
    answered = await store.end(tx.connection, call.id, now)
    if reason == "left" and not answered:
        reason = "cancelled"
    elif reason == "unanswered" and answered:
        reason = "left"
    tell_over(tx, call, await store.miss(tx.connection, call.id), missed=True)
    tx.record(
        CallEnded(
            call_id=call.id,
            event_id=call.event_id,
            caller_id=call.caller_id,
            invited_ids=call.invited_ids,
            answered=answered or reason == "declined",
        )
    )
    for person in (call.caller_id, *call.invited_ids):
        tx.push(channels.user(person), CallEndedPush(call_id=call.id, reason=reason))
