"""Ringing more people into a call that goes on."""

from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.service import ServiceContext
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from hallway.services.video.api import MAX_IN_CALL, MAX_INVITED, Call
from hallway.services.video.calls import notify, repository
from hallway.services.video.calls.first_contact import Pair, is_first_contact, pairs_with
from hallway.services.video.policy import OngoingCall, RingRequest, VideoPolicy


class Invitations:
    """Invites people and rings them. Other services are asked between two transactions; the second one finds out
    whether the call has changed meanwhile, and then it begins anew."""

    def __init__(self, context: ServiceContext, policy: VideoPolicy) -> None:
        self._context = context
        self._policy = policy

    async def invite(self, caller: Caller, call_id: UUID, people: list[UUID]) -> Call:
        """Ring these people, as `Calls.invite` says."""
        for _ in range(MAX_IN_CALL):
            async with self._context.db.transaction(readonly=True) as tx:
                seen = await self._ongoing_call(tx, caller, call_id)
            wanted = _not_there_yet(seen, people)
            if not wanted:
                return seen.call
            event = await self._context.apis.get(Events).event_by_id(caller, seen.call.event_id)
            pairs = await self._checked_pairs(caller, seen, wanted)
            if call := await self._ring(caller, event, seen, wanted, pairs):
                return call
        raise Problem("conflict", "callChanged")

    async def _ongoing_call(self, tx: Tx, caller: Caller, call_id: UUID, *, lock: bool = False) -> OngoingCall:
        found = await repository.call_seen_by(tx.connection, call_id, caller.require_user(), lock=lock)
        call = await self._policy.require(caller, "see", found)
        if call.ended_at:
            raise Problem("expired", "callEnded")
        ongoing = OngoingCall(
            call=call,
            members=frozenset((call.caller_id, *call.invited_ids)),
            present=frozenset(peer.user_id for peer in await repository.peers(tx.connection, call_id)),
            ringing=frozenset(ring.person_id for ring in call.rings if ring.state == "ringing"),
        )
        return await self._policy.require(caller, "invite", ongoing)

    async def _checked_pairs(self, caller: Caller, seen: OngoingCall, wanted: list[UUID]) -> list[Pair]:
        """Each of these people with everybody who is in the call, once the caller may ring them."""
        user_id, apis = caller.require_user(), self._context.apis
        pairs = await pairs_with(apis, user_id, wanted)
        request = RingRequest(
            event_id=seen.call.event_id,
            people=wanted,
            matched=frozenset(pair.second_id for pair in pairs if pair.matched_at),
            company=seen.members.union(wanted),
        )
        await self._policy.require(caller, "ring", request)
        if not seen.call.camera_off:  # if it is, it stays so
            for other in seen.present - {user_id}:
                pairs += await pairs_with(apis, other, wanted)
        return pairs

    async def _ring(
        self, caller: Caller, event: Event, seen: OngoingCall, wanted: list[UUID], pairs: list[Pair]
    ) -> Call | None:
        """The call with their rings; None if meanwhile somebody came to the call whom nobody has asked about."""
        user_id, now = caller.require_user(), self._context.clock()
        async with self._context.db.transaction() as tx:
            ongoing = await self._ongoing_call(tx, caller, seen.call.id, lock=True)
            if not (ongoing.members <= seen.members and ongoing.present <= seen.present):
                return None
            if not (wanted := _not_there_yet(ongoing, wanted)):
                return ongoing.call
            camera_off = ongoing.call.camera_off or await is_first_contact(tx, pairs, now)
            await repository.add_invited(tx.connection, ongoing.call.id, wanted, camera_off)
            await repository.lift_removals(tx.connection, ongoing.call.id, wanted)
            await repository.upsert_rings(tx.connection, ongoing.call.id, user_id, wanted, now)
            call = await repository.bump_revision(tx.connection, ongoing.call.id)
            notify.call_changed(tx, call)
            notify.people_rung(tx, call, [ring for ring in call.rings if ring.person_id in wanted], event.slug)
            return call


def _not_there_yet(ongoing: OngoingCall, people: list[UUID]) -> list[UUID]:
    """Those of the people who are neither in nor rung. `full` if there is no room for them all."""
    wanted = [person for person in people if person not in ongoing.present | ongoing.ringing]
    if len(ongoing.present.union(ongoing.ringing, wanted)) > MAX_IN_CALL:
        raise Problem("full", "callHasRoom", limit=MAX_IN_CALL)
    if len(ongoing.members.union(wanted)) > 1 + MAX_INVITED:
        raise Problem("full", "callAddedMany")
    return wanted
