"""Ringing, answering, joining and leaving."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from hallway.services.video.api import MAX_IN_CALL, MAX_PEER_ID, Call, Calls, JoinedCall, Peer
from hallway.services.video.calls import notify, repository
from hallway.services.video.calls.ending import end_call, end_ring
from hallway.services.video.calls.first_contact import Pair, is_first_contact, pairs_with
from hallway.services.video.calls.invitations import Invitations
from hallway.services.video.calls.peers import lose_peer, peer_arrived, remove_peer
from hallway.services.video.calls.separation import Separation
from hallway.services.video.calls.timeouts import RING_TIMEOUT
from hallway.services.video.ice.turn_credentials import ice_servers
from hallway.services.video.policy import Block, RingRequest, VideoPolicy

MAX_RINGING_CALLS: Final = 3
"""Calls of one person that wait for an answer: more would be pestering."""
RINGS_PER_HOUR: Final = 40
"""So would ringing and hanging up, again and again."""


class CallService(Service, Calls):
    """Fulfils `Calls`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._policy = VideoPolicy(context.apis)
        self._invitations = Invitations(context, self._policy)
        self._separation = Separation(context, self._policy)

    async def ring(self, caller: Caller, id: UUID, event_id: UUID, person_ids: list[UUID]) -> Call:
        user_id = caller.require_user()
        people = await self._people_to_ring(user_id, person_ids)
        event = await self.context.apis.get(Events).event_by_id(caller, event_id)
        pairs = await pairs_with(self.context.apis, user_id, people)
        matched = frozenset(pair.second_id for pair in pairs if pair.matched_at)
        request = RingRequest(event_id=event.id, people=people, matched=matched, company=frozenset(people))
        await self._policy.require(caller, "ring", request)
        async with self.context.db.transaction() as tx:
            await repository.lock_people(tx.connection, [user_id, *people])
            if before := await repository.call_seen_by(tx.connection, id, user_id):
                return await self._policy.require(caller, "see", before)
            if len(people) == 1 and (running := await repository.call_with(tx.connection, user_id, people[0])):
                return running
            if await repository.count_ringing(tx.connection, user_id) >= MAX_RINGING_CALLS:
                raise Problem("too_many", "ringingOthers")
            return await self._start(tx, id, event, user_id, pairs)

    async def _start(self, tx: Tx, id: UUID, event: Event, user_id: UUID, pairs: list[Pair]) -> Call:
        now, people = self.context.clock(), [pair.second_id for pair in pairs]
        call = Call(
            id=id,
            event_id=event.id,
            caller_id=user_id,
            invited_ids=people,
            started_at=now,
            ended_at=None,
            camera_off=await is_first_contact(tx, pairs, now),
            rings=[],
            revision=0,
        )
        if not await repository.insert_call(tx.connection, call, event.slug):
            raise Problem("conflict", "callStarting")
        await repository.upsert_rings(tx.connection, id, user_id, people, now)
        call = await repository.bump_revision(tx.connection, id)
        notify.call_started(tx, call, event.slug)
        return call

    async def invite(self, caller: Caller, call_id: UUID, person_ids: list[UUID]) -> Call:
        people = await self._people_to_ring(caller.require_user(), person_ids)
        return await self._invitations.invite(caller, call_id, people)

    async def _people_to_ring(self, user_id: UUID, person_ids: list[UUID]) -> list[UUID]:
        """Each once. `invalid` if they are too few or too many, `too_many` if this person rings too often."""
        people = list(dict.fromkeys(person_ids))
        if not 1 <= len(people) < MAX_IN_CALL or user_id in people:
            raise Problem("invalid", "callSize", limit=MAX_IN_CALL - 1)
        await self.context.rate_limiter.hit(f"video:ring:{user_id}", RINGS_PER_HOUR, timedelta(hours=1))
        return people

    async def call(self, caller: Caller, call_id: UUID) -> Call:
        user_id = caller.require_user()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.call_seen_by(tx.connection, call_id, user_id)
            return await self._policy.require(caller, "see", found)

    async def ringing(self, caller: Caller) -> list[Call]:
        user_id = await self._policy.require(caller, "list_ringing", caller.user_id)
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.calls_ringing_for(tx.connection, user_id, self.context.clock() - RING_TIMEOUT)

    async def join(self, caller: Caller, call_id: UUID, peer_id: str, again: bool = False, by: str = "") -> JoinedCall:
        user_id, now = caller.require_user(), self.context.clock()
        if not 1 <= len(peer_id) <= MAX_PEER_ID or not peer_id.isascii() or not peer_id.isalnum():
            raise Problem("invalid", "noPeerId", limit=MAX_PEER_ID)
        me = Peer(peer_id=peer_id, user_id=user_id)
        apart = await self._across_a_block(user_id, call_id)
        async with self.context.db.transaction() as tx:
            found = await repository.call_seen_by(tx.connection, call_id, user_id, lock=True)
            call = await self._policy.require(caller, "join", found)
            if call.ended_at:
                raise Problem("expired", "callEnded")
            peers = await repository.peers(tx.connection, call_id)
            mine = next((peer for peer in peers if peer.user_id == user_id), None)
            others = [peer for peer in peers if peer.user_id != user_id]
            if mine is None and any(peer.user_id in apart for peer in others):
                raise Problem("expired", "callEnded")  # as it has for the blocked one of the two
            if len(others) >= MAX_IN_CALL:
                raise Problem("full", "callFull", limit=MAX_IN_CALL)
            if again and mine is not None and mine != me:
                raise Problem("conflict", "inCallElsewhere")
            if any(peer.peer_id == peer_id for peer in others):
                raise Problem("conflict", "peerIdTaken")
            await repository.upsert_peer(tx.connection, call_id, me, by, now)
            if mine != me:
                call = await peer_arrived(tx, call, me, mine)
        return JoinedCall(call=call, peers=[*others, me], ice=ice_servers(self.context.settings, user_id, now))

    async def _across_a_block(self, user_id: UUID, call_id: UUID) -> frozenset[UUID]:
        """Those of the call's people with a block between them and this person. Who is invited later has been asked
        about then, with everybody."""
        async with self.context.db.transaction(readonly=True) as tx:
            call = await repository.call(tx.connection, call_id)
        return await self._policy.blocked_among(user_id, [call.caller_id, *call.invited_ids]) if call else frozenset()

    async def leave(self, caller: Caller, call_id: UUID, peer_id: str) -> None:
        peer = Peer(peer_id=peer_id, user_id=await self._policy.require(caller, "leave", caller.user_id))
        await remove_peer(self.context.db, call_id, peer, self.context.clock())

    async def lost(self, caller: Caller, call_id: UUID, peer_id: str, by: str = "", closing: bool = False) -> None:
        peer = Peer(peer_id=peer_id, user_id=await self._policy.require(caller, "leave", caller.user_id))
        await lose_peer(self.context.db, call_id, peer, by, self.context.clock(), closing=closing)

    async def apply_block(self, caller: Caller, blocker_id: UUID, blocked_id: UUID) -> None:
        caller.require_service()
        await self._separation.apply(Block(blocker_id=blocker_id, blocked_id=blocked_id))

    async def decline(self, caller: Caller, call_id: UUID) -> None:
        user_id = caller.require_user()
        async with self.context.db.transaction() as tx:
            found = await repository.call_seen_by(tx.connection, call_id, user_id, lock=True)
            call = await self._policy.require(caller, "see", found)
            ring = call.ring_of(user_id)
            if call.ended_at or ring is None:
                return
            present = {peer.user_id for peer in await repository.peers(tx.connection, call_id)}
            if ring.state in ("answered", "declined") or user_id in present:  # on another device, a moment before
                notify.ring_stopped(tx, call, ring)
                return
            call = await end_ring(tx, call, ring, "declined")
            if present <= {call.caller_id} and all(one.state == "declined" for one in call.rings):
                await end_call(tx, call, "declined", self.context.clock())
