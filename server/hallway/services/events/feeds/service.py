"""Agendas as files and calendars, and secret addresses for what somebody starred."""

import os
from uuid import UUID

from anyio import to_thread

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import ServiceContext
from hallway.services.auth.api import Auth
from hallway.services.events.api import Feeds
from hallway.services.events.feeds import repository
from hallway.services.events.feeds.compose import Current, composed, of_sessions, of_track, whole
from hallway.services.events.feeds.repository import Kept
from hallway.services.events.feeds.secrets import NONCE_BYTES, PURPOSE, digest_of, token_of, token_with
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.policy import EVENTS, no_event
from hallway.services.events.values import Calendar, Event, Feed, FeedFormat


class FeedService(VisibleEvents, Feeds):
    """What an event has as files is the same for everybody, so it is written once for each version, in a thread: a
    thousand sessions take a tenth of a second."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._currents = context.cache.values("programme", Current)
        self._feeds = context.cache.values("feed", Feed)
        self._origin = context.settings.public_url.rstrip("/")

    async def feed(self, caller: Caller, slug: str, format: FeedFormat, track_id: UUID | None = None) -> Feed:
        async with self.context.db.transaction(readonly=True) as tx:
            event = await lifecycle.by_slug(tx.connection, slug)
        if event is None or not await self.policy.may(caller, "see", event):
            raise no_event()
        key = f"{self._origin} {event.id} {format} {track_id or ''}"
        return await self._feeds.at(key, event.version, lambda: self._written(event, format, track_id))

    async def _written(self, event: Event, format: FeedFormat, track_id: UUID | None) -> tuple[int, Feed]:
        current = await self._current(event)
        if track_id is None:
            return current.version, await to_thread.run_sync(whole, current, format)
        if track_id not in current.tracks:
            raise Problem("not_found", "noSuchTrack")
        return current.version, await to_thread.run_sync(of_track, current, format, track_id)

    async def _current(self, event: Event) -> Current:
        return await self._currents.at(
            f"{self._origin} {event.id}", event.version, lambda: self._read_programme(event.id)
        )

    async def _read_programme(self, event_id: UUID) -> tuple[int, Current]:
        async with self.context.db.transaction(snapshot=True) as tx:
            event = await lifecycle.by_id(tx.connection, event_id)
            if event is None:
                raise no_event()
            published = await repository.published(tx.connection, event, self.context.clock())
        current = await to_thread.run_sync(composed, published, self._origin)
        return current.version, current

    async def starred_feed(self, caller: Caller, token: str) -> Feed:
        digest = digest_of(token)
        if digest is None:
            raise no_calendar()
        async with self.context.db.transaction(readonly=True) as tx:
            kept = await repository.by_digest(tx.connection, digest)
            event = await lifecycle.by_id(tx.connection, kept.event_id) if kept else None
            ids = await repository.starred(tx.connection, kept.event_id, kept.user_id) if kept else []
        if kept is None or event is None or self._token(kept) is None:
            raise no_calendar()
        # The calendar shows no more than everybody may see, and nothing once its person is gone.
        if not await self.policy.may(ANONYMOUS, "see", event):
            raise no_calendar()
        if not await self.context.apis.get(Auth).users(EVENTS, [kept.user_id]):
            raise no_calendar()
        return await to_thread.run_sync(of_sessions, await self._current(event), ids)

    async def calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        await self.policy.require(caller, "attend")
        async with self.context.db.transaction(readonly=True) as tx:
            kept = await repository.address(tx.connection, caller.require_user(), event_id)
        return self._calendar(event_id, kept)

    async def make_calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        await self.policy.require(caller, "attend")
        user_id, event = caller.require_user(), await self.visible_event(caller, event_id)
        if event.status == "draft":
            raise Problem("conflict", "calendarOfDraft")
        nonce = os.urandom(NONCE_BYTES)
        digest = digest_of(token_of(self.context.settings.key(PURPOSE), user_id, event_id, nonce))
        assert digest
        async with self.context.db.transaction() as tx:
            kept = await repository.address(tx.connection, user_id, event_id)
            if kept and self._token(kept) is None:  # made with a secret of the installation that is no good any more
                await repository.remove(tx.connection, user_id, event_id, kept.digest)
            made = Kept(user_id, event_id, nonce, digest)
            return self._calendar(event_id, await repository.add(tx.connection, made, self.context.clock()))

    async def revoke_calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        await self.policy.require(caller, "attend")
        async with self.context.db.transaction() as tx:
            await repository.remove(tx.connection, caller.require_user(), event_id)
        return self._calendar(event_id, None)

    def _calendar(self, event_id: UUID, kept: Kept | None) -> Calendar:
        token = self._token(kept) if kept else None
        return Calendar(event_id=event_id, url=f"{self._origin}/calendar/{token}.ics" if token else None)

    def _token(self, kept: Kept) -> str | None:
        keys = self.context.settings.keys(PURPOSE)
        return token_with(keys, kept.user_id, kept.event_id, kept.nonce, kept.digest)


def no_calendar() -> Problem:
    """What is said of addresses that never were, and of those that are no good any more."""
    return Problem("not_found", "noSuchCalendar")
