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
    db: Database, call_id: UUID, peer: Peer, now: datetime, silence: repository.Silence | None = None
) -> None:
    """This page is not in the call any more; with `silence`, unless it was heard of since. The last one ends the call;
    where the others are all away a time-out does, unless they are back before."""
    async with db.transaction() as tx:
        call = await repository.call(tx.connection, call_id, lock=True)
        if not call or not await repository.delete_peer(tx.connection, call_id, peer, silence):
            return
        notify.peer_left(tx, call, peer)
        if not await repository.peers(tx.connection, call_id):
            await end_call(tx, call, "left", now)
        elif not await repository.anybody_here(tx.connection, call_id):
            await repository.mark_empty(tx.connection, call_id, now)


async def lose_peer(db: Database, call_id: UUID, peer: Peer, by: str, now: datetime, *, closing: bool) -> None:
    """This page, if it was last heard of `by` this connection, is away until it joins again, and time-outs count from
    here. With the last one that is `closing` nobody is in the call; pages whose connections merely broke may all still
    talk, unless there is only one."""
    async with db.transaction() as tx:
        call = await repository.call(tx.connection, call_id, lock=True)
        if not call or not await repository.mark_away(tx.connection, call_id, peer, by, now):
            return
        alone = await repository.peers(tx.connection, call_id) == [peer]
        if alone or (closing and not await repository.anybody_here(tx.connection, call_id)):
            await repository.mark_empty(tx.connection, call_id, now)
