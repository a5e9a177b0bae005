"""Pages that come into a call, and pages that go."""

from datetime import datetime
from uuid import UUID

from hallway.kernel.db.transaction import Database, Tx
from hallway.services.video.api import Call, Peer
from hallway.services.video.calls import notify, repository
from hallway.services.video.calls.ending import end_call, end_ring


async def peer_arrived(tx: Tx, call: Call, peer: Peer, replaced: Peer | None) -> Call:
    """This page is in the call now, perhaps in place of another one of the same person; the call as it is now."""
    if replaced:
        notify.peer_left(tx, call, replaced)
    notify.peer_joined(tx, call, peer)
    if peer.user_id != call.caller_id:
        await repository.mark_answered(tx.connection, call.id)
    ring = call.ring_of(peer.user_id)
    return await end_ring(tx, call, ring, "answered") if ring and ring.state != "answered" else call


async def remove_peer(
    db: Database, call_id: UUID, peer: Peer, now: datetime, *, closing: bool, seen_before: datetime | None = None
) -> None:
    """This page is not in the call any more; with `seen_before`, unless it was heard of since. The last one ends the
    call; if it is `closing`, a time-out does, for it may be a reload."""
    async with db.transaction() as tx:
        call = await repository.call(tx.connection, call_id, lock=True)
        if not call or not await repository.delete_peer(tx.connection, call_id, peer, seen_before):
            return
        notify.peer_left(tx, call, peer)
        if await repository.peers(tx.connection, call_id):
            return
        if closing:
            await repository.mark_empty(tx.connection, call_id, now)
        else:
            await end_call(tx, call, "left", now)


async def lose_peer(db: Database, call_id: UUID, peer: Peer, now: datetime) -> None:
    """This page is not heard of just now. Where it is the only one, time-outs count from here, until it joins again."""
    async with db.transaction() as tx:
        call = await repository.call(tx.connection, call_id, lock=True)
        if call and call.ended_at is None and await repository.peers(tx.connection, call_id) == [peer]:
            await repository.mark_empty(tx.connection, call_id, now)
