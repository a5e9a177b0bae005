"""The rules of calls."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.api import Events
from hallway.services.video import store
from hallway.services.video.acquaintance import just_met, may_ring, ring_of, seen_by
from hallway.services.video.api import MAX_IN_CALL, Call, IceServers, JoinedCall, Peer, Video
from hallway.services.video.facts import CallStarted
from hallway.services.video.inviting import invite
from hallway.services.video.pushes import CallAnsweredPush, PeerJoinedPush, PeerLeftPush, RingPush
from hallway.services.video.telling import changed, end, ring_over, tell_over
from hallway.services.video.turn import ice_servers

RINGS_FOR: Final = timedelta(seconds=45)
"""As long as a telephone rings."""
SILENT_FOR: Final = timedelta(seconds=90)
"""A page says every 30 s that it is still there; one or two of these may be lost with the network."""
EMPTY_FOR: Final = timedelta(seconds=15)
"""Loading a page anew takes a few seconds, on a bad network more."""
SWEEP_EVERY: Final = 5.0
MOST_RINGING: Final = 3
"""Calls of one person waiting for an answer: more is not calling but pestering."""
RINGS_PER_HOUR: Final = 40
"""So is ringing and hanging up, again and again."""
LONGEST_PEER_ID: Final = 64


class VideoService(Video, Service):
    """Fulfils `Video`; also ends calls that nobody answers and lets go of pages that vanished."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._db = context.db
        self._apis = context.apis
        self._rate_limiter = context.rate_limiter
        self._settings = context.settings
        self._clock = context.clock
        self._sweeper = ScheduledJob("calls", SWEEP_EVERY, self.sweep)

    async def start(self) -> None:
        await self._sweeper.start()

    async def stop(self) -> None:
        await self._sweeper.stop()

    async def ring(self, caller: Caller, id: UUID, event_id: UUID, person_ids: list[UUID]) -> Call:
        user_id = caller.require_user()
        people = await self._wanted(user_id, person_ids)
        event = await self._apis.get(Events).event_by_id(caller, event_id)
        met = await may_ring(self._apis, user_id, event, people)
        now = self._clock()
        async with self._db.transaction() as tx:
            await store.lock_people(tx.connection, [user_id, *people])
            if before := await store.call(tx.connection, id):
                return seen_by(before, user_id)
            if len(people) == 1 and (theirs := await store.rings_back(tx.connection, user_id, people[0])):
                return theirs
            if await store.ringing(tx.connection, user_id) >= MOST_RINGING:
                raise Problem("too_many", "You are ringing others already. Wait for their answer, or hang up there.")
            call = Call(
                id=id,
                event_id=event_id,
                caller_id=user_id,
                invited_ids=people,
                started_at=now,
                ended_at=None,
                camera_off=await just_met(tx.connection, met, now),
                rings=[],
                revision=0,
            )
            if not await store.insert_call(tx.connection, call, event.slug):
                raise Problem("conflict", "This call is being started already. Please try again.")
            await store.put_rings(tx.connection, id, user_id, people, now)
            call = await store.changed(tx.connection, id)
            tx.record(
                CallStarted(call_id=id, event_id=event_id, event_slug=event.slug, caller_id=user_id, invited_ids=people)
            )
            for person in people:
                tx.push(channels.user(person), RingPush(call=call, event_slug=event.slug))
            return call

    async def invite(self, caller: Caller, call_id: UUID, person_ids: list[UUID]) -> Call:
        people = await self._wanted(caller.require_user(), person_ids)
        return await invite(self._db, self._apis, caller, call_id, people, self._clock())

    async def _wanted(self, user_id: UUID, person_ids: list[UUID]) -> list[UUID]:
        people = list(dict.fromkeys(person_ids))
        if not 1 <= len(people) < MAX_IN_CALL or user_id in people:
            raise Problem("invalid", f"A call is between you and one to {MAX_IN_CALL - 1} other people.")
        await self._rate_limiter.hit(f"video:ring:{user_id}", RINGS_PER_HOUR, timedelta(hours=1))
        return people

    async def call(self, caller: Caller, call_id: UUID) -> Call:
        async with self._db.transaction(readonly=True) as tx:
            return seen_by(await store.call(tx.connection, call_id), caller.require_user())

    async def ringing(self, caller: Caller) -> list[Call]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.ringing_for(tx.connection, caller.require_user(), self._clock() - RINGS_FOR)

    async def join(self, caller: Caller, call_id: UUID, peer_id: str, again: bool = False) -> JoinedCall:
        user_id, now = caller.require_user(), self._clock()
        if not 1 <= len(peer_id) <= LONGEST_PEER_ID or not peer_id.isascii() or not peer_id.isalnum():
            raise Problem("invalid", f"A peer id is 1 to {LONGEST_PEER_ID} letters and digits.")
        async with self._db.transaction() as tx:
            call = seen_by(await store.call(tx.connection, call_id, lock=True), user_id)
            if call.ended_at:
                raise Problem("expired", "This call has ended.")
            peers = await store.peers(tx.connection, call_id)
            mine = next((peer for peer in peers if peer.user_id == user_id), None)
            if mine is None and len(peers) >= MAX_IN_CALL:
                raise Problem("full", f"This call has {MAX_IN_CALL} people already.")
            if again and mine is not None and mine.peer_id != peer_id:
                raise Problem("conflict", "You are in this call on another page now.")
            if any(peer.peer_id == peer_id and peer.user_id != user_id for peer in peers):
                raise Problem("conflict", "Another page uses this peer id. Make a new one.")
            me = Peer(peer_id=peer_id, user_id=user_id)
            await store.put_peer(tx.connection, call_id, me, now)
            if mine != me:
                call = await self._arrive(tx, call, me, mine)
            return JoinedCall(
                call=call,
                peers=[peer for peer in peers if peer.user_id != user_id] + [me],
                ice=ice_servers(self._settings, user_id, now),
            )

    async def _arrive(self, tx: Tx, call: Call, me: Peer, before: Peer | None) -> Call:
        if before:
            push = PeerLeftPush(call_id=call.id, peer_id=before.peer_id, user_id=before.user_id)
            tx.push(channels.call(call.id), push)
        tx.push(channels.call(call.id), PeerJoinedPush(call_id=call.id, peer_id=me.peer_id, user_id=me.user_id))
        if me.user_id != call.caller_id:
            await store.set_answered(tx.connection, call.id)
        ring = ring_of(call, me.user_id)
        if ring is None or ring.state == "answered":
            return call
        await ring_over(tx, call, ring, "answered")
        return await changed(tx, call.id)

    async def leave(self, caller: Caller, call_id: UUID, peer_id: str, closing: bool = False) -> None:
        await self._leave(call_id, Peer(peer_id=peer_id, user_id=caller.require_user()), closing)

    async def decline(self, caller: Caller, call_id: UUID) -> None:
        user_id = caller.require_user()
        async with self._db.transaction() as tx:
            call = seen_by(await store.call(tx.connection, call_id, lock=True), user_id)
            ring = ring_of(call, user_id)
            if call.ended_at or ring is None:
                return
            present = {peer.user_id for peer in await store.peers(tx.connection, call_id)}
            if ring.state in ("answered", "declined") or user_id in present:  # on another device, a moment before
                tx.push(channels.user(user_id), CallAnsweredPush(call_id=call_id, nth=ring.nth))
                return
            await ring_over(tx, call, ring, "declined")
            call = await changed(tx, call_id)
            if present <= {call.caller_id} and all(one.state == "declined" for one in call.rings):
                await end(tx, call, "declined", self._clock())

    async def ice_servers(self, caller: Caller) -> IceServers:
        return ice_servers(self._settings, caller.require_user(), self._clock())

    async def _leave(self, call_id: UUID, peer: Peer, closing: bool, seen_before: datetime | None = None) -> None:
        async with self._db.transaction() as tx:
            call = await store.call(tx.connection, call_id, lock=True)
            if not call or not await store.remove_peer(tx.connection, call_id, peer, seen_before):
                return
            tx.push(channels.call(call_id), PeerLeftPush(call_id=call_id, peer_id=peer.peer_id, user_id=peer.user_id))
            if await store.peers(tx.connection, call_id):
                return
            if closing:
                await store.set_empty(tx.connection, call_id, self._clock())
            else:
                await end(tx, call, "left", self._clock())

    async def sweep(self) -> None:
        """Let go of pages that vanished, and end what nobody answers."""
        now = self._clock()
        async with self._db.transaction(readonly=True) as tx:
            stale = await store.stale_peers(tx.connection, now - SILENT_FOR)
        for call_id, peer in stale:
            await self._leave(call_id, peer, closing=False, seen_before=now - SILENT_FOR)
        limits = now - RINGS_FOR, now - EMPTY_FOR
        async with self._db.transaction(readonly=True) as tx:
            over = await store.over(tx.connection, *limits)
        for call_id in over:
            async with self._db.transaction() as tx:
                call = await store.call(tx.connection, call_id, lock=True)
                if call and call_id in await store.over(tx.connection, *limits):  # still
                    await end(tx, call, "unanswered" if call.started_at < limits[0] else "left", now)
        async with self._db.transaction(readonly=True) as tx:
            rung_out = await store.rung_out(tx.connection, limits[0])
        for call_id in rung_out:
            async with self._db.transaction() as tx:
                call = await store.call(tx.connection, call_id, lock=True)
                if call and (missed := await store.miss(tx.connection, call_id, limits[0])):
                    tell_over(tx, call, missed, missed=True)
                    await changed(tx, call_id)
