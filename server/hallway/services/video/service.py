"""The rules of calls."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.limits import Limits
from hallway.kernel.periodic import Periodic
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.services.auth.api import STAFF
from hallway.services.events.api import Event, Events
from hallway.services.profiles.api import Profiles
from hallway.services.video import store
from hallway.services.video.api import (
    MAX_IN_CALL,
    Call,
    CallAnsweredPush,
    CallEnded,
    CallEndedPush,
    CallStarted,
    IceServers,
    JoinedCall,
    Peer,
    PeerJoinedPush,
    PeerLeftPush,
    RingPush,
)
from hallway.services.video.turn import ice_servers

RINGS_FOR: Final = timedelta(seconds=45)
"""As long as a telephone rings."""
SILENT_FOR: Final = timedelta(seconds=90)
"""A page says every 30 s that it is still there; one or two of these may be lost with the network."""
EMPTY_FOR: Final = timedelta(seconds=15)
"""Loading a page anew takes a few seconds, on a bad network more."""
SWEEP_EVERY: Final = 5.0
JUST_MET: Final = timedelta(hours=24)
MOST_RINGING: Final = 3
"""Calls of one person waiting for an answer: more is not calling but pestering."""
RINGS_PER_HOUR: Final = 40
"""So is ringing and hanging up, again and again."""
LONGEST_PEER_ID: Final = 64
Reason = Literal["left", "declined", "cancelled", "unanswered"]


class VideoService:
    """Fulfils `Video`; also ends calls that nobody answers and lets go of pages that vanished."""

    def __init__(
        self, *, db: Database, apis: Apis, limits: Limits, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._db = db
        self._apis = apis
        self._limits = limits
        self._settings = settings
        self._clock = clock
        self._sweeper = Periodic("calls", SWEEP_EVERY, self.sweep)

    async def start(self) -> None:
        self._sweeper.start()

    async def stop(self) -> None:
        await self._sweeper.stop()

    async def ring(self, caller: Caller, id: UUID, event_id: UUID, person_ids: list[UUID]) -> Call:
        user_id, people = caller.user(), list(dict.fromkeys(person_ids))
        if not 1 <= len(people) < MAX_IN_CALL or user_id in people:
            raise Problem("invalid", f"A call is between you and one to {MAX_IN_CALL - 1} other people.")
        await self._limits.hit(f"video:ring:{user_id}", RINGS_PER_HOUR, timedelta(hours=1))
        event = await self._apis.get(Events).event_by_id(caller, event_id)
        met = await self._may_ring(user_id, event, people)
        now = self._clock()
        async with self._db.transaction() as tx:
            await store.lock_people(tx.connection, [user_id, *people])
            if before := await store.call(tx.connection, id):
                return _mine(before, user_id)
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
                camera_off=await self._just_met(tx, user_id, met, now),
            )
            if not await store.insert_call(tx.connection, call, event.slug):
                raise Problem("conflict", "This call is being started already. Please try again.")
            tx.announce(
                CallStarted(call_id=id, event_id=event_id, event_slug=event.slug, caller_id=user_id, invited_ids=people)
            )
            for person in people:
                tx.live(f"user:{person}", RingPush(call=call, event_slug=event.slug))
            return call

    async def call(self, caller: Caller, call_id: UUID) -> Call:
        async with self._db.transaction(readonly=True) as tx:
            return _mine(await store.call(tx.connection, call_id), caller.user())

    async def ringing(self, caller: Caller) -> list[Call]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.ringing_for(tx.connection, caller.user(), self._clock() - RINGS_FOR)

    async def join(self, caller: Caller, call_id: UUID, peer_id: str, again: bool = False) -> JoinedCall:
        user_id, now = caller.user(), self._clock()
        if not 1 <= len(peer_id) <= LONGEST_PEER_ID or not peer_id.isascii() or not peer_id.isalnum():
            raise Problem("invalid", f"A peer id is 1 to {LONGEST_PEER_ID} letters and digits.")
        async with self._db.transaction() as tx:
            call = _mine(await store.call(tx.connection, call_id, lock=True), user_id)
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
                await self._arrive(tx, call, me, mine)
            return JoinedCall(
                call=call,
                peers=[peer for peer in peers if peer.user_id != user_id] + [me],
                ice=ice_servers(self._settings, user_id, now),
            )

    async def _arrive(self, tx: Tx, call: Call, me: Peer, before: Peer | None) -> None:
        if before:
            push = PeerLeftPush(call_id=call.id, peer_id=before.peer_id, user_id=before.user_id)
            tx.live(f"call:{call.id}", push)
        tx.live(f"call:{call.id}", PeerJoinedPush(call_id=call.id, peer_id=me.peer_id, user_id=me.user_id))
        if me.user_id != call.caller_id:
            await store.set_answered(tx.connection, call.id)
            tx.live(f"user:{me.user_id}", CallAnsweredPush(call_id=call.id))

    async def leave(self, caller: Caller, call_id: UUID, peer_id: str, closing: bool = False) -> None:
        await self._leave(call_id, Peer(peer_id=peer_id, user_id=caller.user()), closing)

    async def decline(self, caller: Caller, call_id: UUID) -> None:
        user_id = caller.user()
        async with self._db.transaction() as tx:
            call = _mine(await store.call(tx.connection, call_id, lock=True), user_id)
            tx.live(f"user:{user_id}", CallAnsweredPush(call_id=call_id))
            if call.ended_at or user_id not in call.invited_ids:
                return
            present = {peer.user_id for peer in await store.peers(tx.connection, call_id)}
            if user_id in present:  # answered on one device, declined a moment later on another
                return
            if await store.decline(tx.connection, call_id, user_id) and present <= {call.caller_id}:
                await self._end(tx, call, "declined")

    async def ice_servers(self, caller: Caller) -> IceServers:
        return ice_servers(self._settings, caller.user(), self._clock())

    async def _leave(self, call_id: UUID, peer: Peer, closing: bool, seen_before: datetime | None = None) -> None:
        async with self._db.transaction() as tx:
            call = await store.call(tx.connection, call_id, lock=True)
            if not call or not await store.remove_peer(tx.connection, call_id, peer, seen_before):
                return
            tx.live(f"call:{call_id}", PeerLeftPush(call_id=call_id, peer_id=peer.peer_id, user_id=peer.user_id))
            if await store.peers(tx.connection, call_id):
                return
            if closing:
                await store.set_empty(tx.connection, call_id, self._clock())
            else:
                await self._end(tx, call, "left")

    async def _end(self, tx: Tx, call: Call, reason: Reason) -> None:
        answered = await store.end(tx.connection, call.id, self._clock())
        if reason == "left" and not answered:
            reason = "cancelled"
        elif reason == "unanswered" and answered:
            reason = "left"
        tx.announce(
            CallEnded(
                call_id=call.id,
                event_id=call.event_id,
                caller_id=call.caller_id,
                invited_ids=call.invited_ids,
                answered=answered or reason == "declined",
            )
        )
        for person in (call.caller_id, *call.invited_ids):
            tx.live(f"user:{person}", CallEndedPush(call_id=call.id, reason=reason))

    async def _may_ring(self, user_id: UUID, event: Event, people: list[UUID]) -> dict[UUID, datetime | None]:
        """When each of them and this person first matched. `not_found` across a block, as for people who do not exist;
        `forbidden` for people who have not matched, unless staff ring people of their event."""
        me, profiles = service_caller("video"), self._apis.get(Profiles)
        if await profiles.blocked_among(me, user_id, people):
            raise Problem("not_found", "There is no such person here.")
        role = (await self._apis.get(Events).membership(me, event.id, user_id)).role
        met: dict[UUID, datetime | None] = {}
        for person in people:
            met[person] = await profiles.matched(me, user_id, person)
            if met[person] is None and not (role in STAFF and await self._is_here(event, person)):
                raise Problem("forbidden", "You can call people once you both said yes to meeting.")
        return met

    async def _is_here(self, event: Event, person: UUID) -> bool:
        membership = await self._apis.get(Events).membership(service_caller("video"), event.id, person)
        return membership.registered or membership.role is not None

    async def _just_met(self, tx: Tx, user_id: UUID, met: dict[UUID, datetime | None], now: datetime) -> bool:
        """Whether with any of them this is a first talk, soon after they met (V11)."""
        for person, since in met.items():
            fresh = since is None or now - since < JUST_MET
            if fresh and not await store.talked_before(tx.connection, user_id, person):
                return True
        return False

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
                    await self._end(tx, call, "unanswered" if call.started_at < now - RINGS_FOR else "left")


def _mine(call: Call | None, user_id: UUID) -> Call:
    if call is None or user_id not in (call.caller_id, *call.invited_ids):
        raise Problem("not_found", "There is no such call.")
    return call
