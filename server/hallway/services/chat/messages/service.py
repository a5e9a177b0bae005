"""Sending messages with group commit, joining and resuming a room, and its history."""

from typing import Final
from uuid import UUID

import structlog

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import ServiceContext
from hallway.services.chat.api import (
    MAX_TOGETHER,
    Joined,
    Message,
    Messages,
    NewMessage,
    Outcome,
    Outcomes,
    Waiting,
)
from hallway.services.chat.messages import repository
from hallway.services.chat.messages.author_cache import NamesAuthors
from hallway.services.chat.messages.body import clean, excerpt, mentioned, with_names
from hallway.services.chat.messages.group_commit import GroupCommit
from hallway.services.chat.messages.notify import message_sent, notify_pages
from hallway.services.chat.messages.numbering import number
from hallway.services.chat.messages.repository import Draft
from hallway.services.chat.messages.token_bucket import TokenBucket
from hallway.services.chat.policy import CHAT, ChatPolicy, NotAMember, require_person
from hallway.services.chat.rooms.membership import RoomMemberships
from hallway.services.profiles.api import Profiles

LATEST_PAGE: Final = 50
"""What a person sees on opening a room; older ones are fetched when they scroll."""
RESUME_PAGE: Final = 200
RESUME_REACH: Final = 2_000
"""Changes missed that are caught up with; after more than that a fresh page is less to send, and to read."""
HISTORY_PAGE: Final = 100
PASSING: Final = ("too_many", "unavailable")
"""Codes of what may be sent as it is a moment later."""


class MessageService(NamesAuthors, Messages):
    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._policy = ChatPolicy(context)
        self._memberships = RoomMemberships(context)
        self._token_bucket = TokenBucket()
        self._sends = GroupCommit[Draft, Message](self._commit, lambda draft: 200 + 4 * len(draft.body))

    async def stop(self) -> None:
        """Commit what was accepted, then end the rest."""
        await self._sends.drain()
        await super().stop()

    async def join(self, caller: Caller, room_id: UUID, after: int | None) -> Joined:
        membership = await self._memberships.require(caller, room_id, "join")
        revision = membership.room.revision
        reset = after is None or not 0 <= revision - after <= RESUME_REACH
        async with self.context.db.transaction(readonly=True) as tx:
            if after is None or reset:
                page = await repository.before(tx.connection, room_id, None, LATEST_PAGE)
            else:
                page = await repository.changed_after(tx.connection, room_id, after, RESUME_PAGE + 1)
        more = len(page) > RESUME_PAGE
        page = page[:RESUME_PAGE]
        # What came while we looked is in the page as well: one who sees a revision sees all before it.
        newest = max((message.revision for message in page), default=0)
        senders = {message.sender_id for message in page}
        people = await self.authors.find(senders | {caller.require_user()} if after is None else senders)
        return Joined(
            room=membership.room,
            messages=page,
            people=list(people.values()),
            revision=newest if more else max(revision, newest),
            reset=reset,
            more=more,
            read_seq=membership.read_seq,
            muted_until=membership.muted_until,
            can_moderate=membership.staff,
        )

    async def send(self, caller: Caller, room_id: UUID, id: UUID, body: str) -> Message:
        user_id = require_person(caller)
        text = clean(body)
        self._token_bucket.take((user_id.int, room_id.int), self.context.clock().timestamp())
        wanted = mentioned(text)
        mentions: list[UUID] = []
        if wanted:
            room = (await self._memberships.require(caller, room_id)).room
            names = await self._names(await self._policy.mentionable(room, user_id, wanted))
            text, mentions = with_names(text, names), list(names)
        draft = Draft(id=id, room_id=room_id, sender_id=user_id, body=text, mentions=mentions)
        try:
            return await self._sends.submit(draft)
        except NotAMember:
            await self._memberships.require(caller, room_id)
            return await self._sends.submit(draft)

    async def send_all(self, caller: Caller, room_id: UUID, messages: list[NewMessage]) -> Outcomes:
        if not 1 <= len(messages) <= MAX_TOGETHER:
            raise Problem("invalid", "sendFewer", limit=MAX_TOGETHER)
        await self._memberships.require(caller, room_id)
        outcomes: list[Outcome] = []
        for one in messages:
            try:
                outcomes.append(Outcome(message=await self.send(caller, room_id, one.id, one.body)))
            except Problem as problem:
                outcomes.append(Outcome(problem=problem.fault()))
                if problem.code in PASSING:
                    break
        return Outcomes(outcomes=outcomes)

    async def _names(self, ids: list[UUID]) -> dict[UUID, str]:
        """What these people are called, by profiles; whoever has no account any more is left out."""
        people = await self.context.apis.get(Profiles).people(CHAT, ids) if ids else []
        names = {person.id: person.name for person in people}
        return {id: names[id] for id in ids if id in names}

    async def waiting(self, caller: Caller, room_id: UUID, user_id: UUID, first: int, last: int) -> Waiting:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.waiting(tx.connection, room_id, user_id, first, last)
        membership = await self._memberships.find(room_id, user_id)
        if not found:
            return Waiting(count=0, seq=0, excerpt="", is_read=True)
        latest = found[0]
        is_read = membership is not None and membership.read_seq >= latest.seq
        return Waiting(count=len(found), seq=latest.seq, excerpt=excerpt(latest.body), is_read=is_read)

    async def is_removed(self, caller: Caller, room_id: UUID, message_id: UUID) -> bool:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.find(tx.connection, room_id, message_id)
        return found is not None and found.removed

    async def history(self, caller: Caller, room_id: UUID, before: int | None, limit: int = 50) -> list[Message]:
        if not 1 <= limit <= HISTORY_PAGE:
            raise Problem("invalid", "askForFewer", limit=HISTORY_PAGE)
        await self._memberships.require(caller, room_id)
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.before(tx.connection, room_id, before, limit)

    async def _commit(self, drafts: list[Draft]) -> list[Message | Problem]:
        """Save what may be saved, in the order given, in one transaction; one outcome for each. `unavailable` while the
        database is away."""
        try:
            return await self._save(drafts)
        except repository.IdTaken:
            if len(drafts) > 1:
                raise  # each will be tried alone
            return await self._save(drafts)  # now the other message of this id is seen
        except repository.DATABASE_AWAY as error:
            structlog.get_logger().warning("messages cannot be saved", count=len(drafts), error=repr(error))
            raise Problem("unavailable", "messagesNotSaved", retry_after=1) from error

    async def _save(self, drafts: list[Draft]) -> list[Message | Problem]:
        """A message saved before is answered and pushed again: perhaps nobody received it the first time."""
        authors = await self.authors.find(draft.sender_id for draft in drafts)
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            rooms = await repository.lock_rooms(tx.connection, (draft.room_id for draft in drafts))
            states = await repository.sender_states(tx.connection, drafts, rooms, now)
            numbered = number(drafts, rooms, states, now)
            for message in numbered.new:
                tx.record(message_sent(rooms[message.room_id].room, message))
            if numbered.new:
                await repository.insert(tx, numbered.new)
            for outcome in numbered.outcomes:
                if isinstance(outcome, Message):
                    notify_pages(tx, rooms[outcome.room_id].room, outcome, authors.get(outcome.sender_id))
        return numbered.outcomes
