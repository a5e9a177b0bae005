"""What a block between two people does to the calls that both are in or rung to."""

from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.transaction import Tx
from hallway.kernel.pushes.message import Evict
from hallway.kernel.service import ServiceContext
from hallway.services.video.api import Call, Peer
from hallway.services.video.calls import notify, repository
from hallway.services.video.calls.ending import end_call
from hallway.services.video.policy import Block, VideoPolicy
from hallway.services.video.pushes import EndReason


class Separation:
    """A call of the two ends. A larger one that the blocker is in goes on without the blocked person, who sees it
    ended: none of the pushes and signals of the others reach them, nor theirs the others, and they cannot come back."""

    def __init__(self, context: ServiceContext, policy: VideoPolicy) -> None:
        self._context = context
        self._policy = policy

    async def apply(self, block: Block) -> None:
        """Separate the two, if there is a block between them now."""
        if not await self._policy.blocks(block):
            return
        async with self._context.db.transaction(readonly=True) as tx:
            ids = await repository.running_calls_of(tx.connection, block.blocker_id, block.blocked_id)
        for call_id in ids:
            async with self._context.db.transaction() as tx:
                call = await repository.call(tx.connection, call_id, lock=True)
                if call and not call.ended_at:
                    await self._separate(tx, call, block)

    async def _separate(self, tx: Tx, call: Call, block: Block) -> None:
        pair = {block.blocker_id, block.blocked_id}
        removed = await repository.removed_from(tx.connection, call.id)
        peers = await repository.peers(tx.connection, call.id)
        reason = _reason(call, block)
        await self._end_rings(tx, call, block)
        call = await repository.bump_revision(tx.connection, call.id)
        if {call.caller_id, *call.invited_ids} - removed <= pair:
            for person in pair:
                _evict(tx, call, person, peers)
            await end_call(tx, call, reason, self._context.clock())
        elif block.blocked_id not in removed and _is_in(call, block.blocker_id, peers):
            await self._remove(tx, call, block.blocked_id, peers, reason)

    async def _end_rings(self, tx: Tx, call: Call, block: Block) -> None:
        """What rings the blocked person, and what rings the blocker on the other one's behalf; nobody has missed it."""
        for ring in call.rings:
            refused = ring.person_id == block.blocker_id and ring.caller_id == block.blocked_id
            if ring.state == "ringing" and (ring.person_id == block.blocked_id or refused):
                state = "declined" if refused else "missed"
                await repository.set_ring_state(tx.connection, call.id, ring.person_id, state)
                notify.rings_ended(tx, call, [ring], missed=False)

    async def _remove(self, tx: Tx, call: Call, person_id: UUID, peers: list[Peer], reason: EndReason) -> None:
        now = self._context.clock()
        await repository.put_removal(tx.connection, person_id, msgspec.structs.replace(call, ended_at=now))
        _evict(tx, call, person_id, peers)
        notify.call_ended_for(tx, call, person_id, reason)
        for peer in peers:
            if peer.user_id == person_id and await repository.delete_peer(tx.connection, call.id, peer):
                notify.peer_left(tx, call, peer)
                if len(peers) == 1:
                    await end_call(tx, call, "left", now)
                    return
        notify.call_changed(tx, call)


def _is_in(call: Call, person_id: UUID, peers: list[Peer]) -> bool:
    """Whether the person is in the call, or rung and so about to be. Who has left it breaks up nobody's call: whichever
    of the two comes back while the other is there is told that it has ended."""
    ring = call.ring_of(person_id)
    return any(peer.user_id == person_id for peer in peers) or (ring is not None and ring.state == "ringing")


def _reason(call: Call, block: Block) -> EndReason:
    """Why it ended, as far as the blocked person is told: what they would be told without a block."""
    refused, rung = call.ring_of(block.blocker_id), call.ring_of(block.blocked_id)
    if refused and refused.state == "ringing":
        return "declined"
    return "cancelled" if rung and rung.state == "ringing" else "left"


def _evict(tx: Tx, call: Call, person_id: UUID, peers: list[Peer]) -> None:
    """None of the person's pages hears the call any more, nor can send to it."""
    pages = [one.peer_id for one in peers if one.user_id == person_id]
    for room in (channels.call(call.id), *(channels.peer(call.id, page) for page in pages)):
        tx.push(GATEWAYS, Evict(room=room, user_id=person_id))
