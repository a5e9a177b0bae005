"""Tells the open pages and the other services what happens to a call."""

from collections.abc import Iterable
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.services.video.api import Call, Peer, Ring
from hallway.services.video.facts import CallStarted, PersonRung, RingEnded
from hallway.services.video.pushes import (
    CallChangedPush,
    CallEndedPush,
    EndReason,
    PeerJoinedPush,
    PeerLeftPush,
    RingEndedPush,
    RingPush,
)


def call_started(tx: Tx, call: Call, event_slug: str) -> None:
    """Everybody invited is rung."""
    fact = CallStarted(
        call_id=call.id,
        event_id=call.event_id,
        event_slug=event_slug,
        caller_id=call.caller_id,
        invited_ids=call.invited_ids,
    )
    tx.record(fact)
    push = RingPush(call=call, event_slug=event_slug)
    for person in call.invited_ids:
        tx.push(channels.user(person), push)


def people_rung(tx: Tx, call: Call, rings: Iterable[Ring], event_slug: str) -> None:
    """These people are rung into a call that goes on."""
    push = RingPush(call=call, event_slug=event_slug)
    for ring in rings:
        tx.push(channels.user(ring.person_id), push)
        fact = PersonRung(
            call_id=call.id,
            event_id=call.event_id,
            event_slug=event_slug,
            caller_id=ring.caller_id,
            person_id=ring.person_id,
            nth=ring.nth,
        )
        tx.record(fact)


def ring_stopped(tx: Tx, call: Call, ring: Ring) -> None:
    """This ring stops on all devices of the person."""
    tx.push(channels.user(ring.person_id), RingEndedPush(call_id=call.id, nth=ring.nth))


def rings_ended(tx: Tx, call: Call, rings: Iterable[Ring], *, missed: bool) -> None:
    """These rings stop, and whoever missed one is told so."""
    for ring in rings:
        ring_stopped(tx, call, ring)
        fact = RingEnded(
            call_id=call.id,
            event_id=call.event_id,
            caller_id=ring.caller_id,
            person_id=ring.person_id,
            nth=ring.nth,
            missed=missed,
        )
        tx.record(fact)


def call_changed(tx: Tx, call: Call) -> None:
    """Shows everybody in the call how it is now."""
    tx.push(channels.call(call.id), CallChangedPush(call=call))


def call_ended(tx: Tx, call: Call, reason: EndReason) -> None:
    """Everybody in the call or invited stops ringing and talking."""
    push = CallEndedPush(call_id=call.id, reason=reason)
    for person in (call.caller_id, *call.invited_ids):
        tx.push(channels.user(person), push)


def call_ended_for(tx: Tx, call: Call, person_id: UUID, reason: EndReason) -> None:
    """For this person alone it has ended."""
    tx.push(channels.user(person_id), CallEndedPush(call_id=call.id, reason=reason))


def peer_joined(tx: Tx, call: Call, peer: Peer) -> None:
    """The others in the call connect to this page."""
    push = PeerJoinedPush(call_id=call.id, peer_id=peer.peer_id, user_id=peer.user_id)
    tx.push(channels.call(call.id), push)


def peer_left(tx: Tx, call: Call, peer: Peer) -> None:
    """The others in the call drop their connections to this page."""
    push = PeerLeftPush(call_id=call.id, peer_id=peer.peer_id, user_id=peer.user_id)
    tx.push(channels.call(call.id), push)
