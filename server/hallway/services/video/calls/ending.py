"""How rings and calls end."""

from datetime import datetime
from typing import Literal

from hallway.kernel.db.transaction import Tx
from hallway.services.video.api import Call, Ring
from hallway.services.video.calls import notify, repository
from hallway.services.video.pushes import EndReason


async def end_ring(tx: Tx, call: Call, ring: Ring, state: Literal["answered", "declined"]) -> Call:
    """This person has answered or declined; the call as it is now."""
    await repository.set_ring_state(tx.connection, call.id, ring.person_id, state)
    notify.rings_ended(tx, call, [ring], missed=False)
    call = await repository.bump_revision(tx.connection, call.id)
    notify.call_changed(tx, call)
    return call


async def miss_rings(tx: Tx, call: Call, rang_before: datetime) -> None:
    """Whoever was rung before and has not answered has missed it."""
    if missed := await repository.mark_missed(tx.connection, call.id, rang_before):
        notify.rings_ended(tx, call, missed, missed=True)
        notify.call_changed(tx, await repository.bump_revision(tx.connection, call.id))


async def end_call(tx: Tx, call: Call, reason: EndReason, now: datetime) -> None:
    """The call has ended; whoever is still rung has missed it."""
    answered = await repository.end_call(tx.connection, call.id, now)
    if reason == "left" and not answered:
        reason = "cancelled"
    elif reason == "unanswered" and answered:
        reason = "left"
    notify.rings_ended(tx, call, await repository.mark_missed(tx.connection, call.id), missed=True)
    notify.call_ended(tx, call, reason)
