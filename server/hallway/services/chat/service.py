"""The rules of chat."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.chat import messages, moderation, sending, store
from hallway.services.chat.access import Access, room_id
from hallway.services.chat.api import Chat, Conversation, Joined, Message, Mute, Room, RoomKind
from hallway.services.chat.batch import GroupCommit
from hallway.services.chat.body import clean, mentioned
from hallway.services.chat.facts import RoomRead
from hallway.services.chat.messages import LARGEST, Draft
from hallway.services.chat.pace import Pace
from hallway.services.chat.pushes import ReadPush
from hallway.services.chat.speakers import Speakers
from hallway.services.chat.store import Seat
from hallway.services.events.api import Events

LATEST_PAGE: Final = 50
"""What a person sees on opening a room; older ones are fetched when they scroll."""
RESUME_PAGE: Final = 200
RESUME_REACH: Final = 2_000
"""Changes missed that are caught up with; after more than that a fresh page is less to send, and to read."""
HISTORY_PAGE: Final = 100
OPENINGS: Final = 120
"""Direct rooms a person may open in an hour: a busy organiser stays below it, a collector of addresses does not."""


class ChatService(Chat, Service):
    """Fulfils `Chat`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._db = context.db
        self._apis = context.apis
        self._rate_limiter = context.rate_limiter
        self._clock = context.clock
        self._access = Access(context.db, context.apis, context.clock)
        self._pace = Pace()
        self._speakers = Speakers(context.apis, context.clock)
        self._sends = GroupCommit[Draft, Message](self._commit, lambda draft: 200 + 4 * len(draft.body))

    async def stop(self) -> None:
        """Finish what is under way."""
        await self._sends.drain()
        await self._speakers.stop()

    async def _commit(self, drafts: list[Draft]) -> list[Message | Problem]:
        speakers = await self._speakers.of(draft.sender_id for draft in drafts)
        return await sending.commit(self._db, drafts, speakers, self._clock())

    async def event_room(self, caller: Caller, event_id: UUID) -> Room:
        """See `Chat`."""
        return await self._event_room(caller, "lobby", event_id, None, "Lobby")

    async def session_room(self, caller: Caller, session_id: UUID) -> Room:
        """See `Chat`."""
        caller.require_user()
        found = await self._apis.get(Events).sessions(caller, [session_id])
        if not found:
            raise Problem("not_found", "There is no such session.")
        return await self._event_room(caller, "session", found[0].event_id, session_id, found[0].title)

    async def _event_room(
        self, caller: Caller, kind: RoomKind, event_id: UUID, session_id: UUID | None, title: str
    ) -> Room:
        user_id = caller.require_user()
        room = Room(
            id=room_id(kind, session_id or event_id),
            kind=kind,
            event_id=event_id,
            session_id=session_id,
            title=title,
            member_ids=[],
            last_seq=0,
            head=0,
        )
        seat = await self._look(room.id, user_id)
        if seat is None:
            await self._access.may_enter(event_id, user_id)
        if seat is None or seat.room.title != title:
            async with self._db.transaction() as tx:
                await store.put_room(tx.connection, room, self._clock())
        return (await self._seat(caller, room.id)).room

    async def direct_room(self, caller: Caller, person_id: UUID) -> Room:
        """See `Chat`."""
        user_id = caller.require_user()
        if person_id == user_id:
            raise Problem("invalid", "That is you. Choose somebody else to talk to.")
        await self._rate_limiter.hit(f"chat.direct:{user_id}", OPENINGS, timedelta(hours=1))
        room = Room(
            id=room_id("direct", user_id, person_id),
            kind="direct",
            event_id=None,
            session_id=None,
            title="",
            member_ids=sorted((user_id, person_id)),
            last_seq=0,
            head=0,
        )
        seat = await self._look(room.id, user_id)
        talked = seat is not None and seat.room.last_seq > 0
        if await self._access.blocked(user_id, person_id) or not (
            talked or await self._access.may_talk(caller, person_id)
        ):
            raise Problem("forbidden", "You can write to people you have matched with. Say yes to each other first.")
        async with self._db.transaction() as tx:
            await store.put_room(tx.connection, room, self._clock())
            await store.add_member(tx.connection, room.id, user_id, opened=True)
            await store.add_member(tx.connection, room.id, person_id)
        if seat is None:
            await self._access.recheck_pair(user_id, person_id, known=False)
        return (await self._seat(caller, room.id)).room

    async def join(self, caller: Caller, room_id: UUID, after: int | None) -> Joined:
        """See `Chat`."""
        seat = await self._seat(caller, room_id)
        if seat.blocked:
            raise Problem("forbidden", "You two cannot write to each other.")
        head = seat.room.head
        reset = after is None or not 0 <= head - after <= RESUME_REACH
        async with self._db.transaction(readonly=True) as tx:
            if after is None or reset:
                page = await messages.before(tx.connection, room_id, None, LATEST_PAGE)
            else:
                page = await messages.changed_after(tx.connection, room_id, after, RESUME_PAGE + 1)
        more = len(page) > RESUME_PAGE
        page = page[:RESUME_PAGE]
        # What came while we looked is in the page as well: one who sees a revision sees all before it.
        newest = max((message.revision for message in page), default=0)
        senders = {message.sender_id for message in page}
        people = await self._speakers.of(senders | {caller.require_user()} if after is None else senders)
        return Joined(
            room=seat.room,
            messages=page,
            people=list(people.values()),
            revision=newest if more else max(head, newest),
            reset=reset,
            more=more,
            read_seq=seat.read_seq,
            muted_until=seat.muted_until,
            can_moderate=seat.staff,
        )

    async def send(self, caller: Caller, room_id: UUID, id: UUID, body: str) -> Message:
        """See `Chat`."""
        user_id = caller.require_user()
        text = clean(body)
        self._pace.take((user_id.int, room_id.int), self._clock().timestamp())
        wanted = mentioned(text)
        mentions: list[UUID] = []
        if wanted:
            room = (await self._seat(caller, room_id)).room
            mentions = await self._access.mentionable(room, user_id, wanted)
        draft = Draft(id=id, room_id=room_id, sender_id=user_id, body=text, mentions=mentions)
        try:
            return await self._sends.submit(draft)
        except sending.NotIn:
            await self._seat(caller, room_id)
            return await self._sends.submit(draft)

    async def history(self, caller: Caller, room_id: UUID, before: int | None, limit: int = 50) -> list[Message]:
        """See `Chat`."""
        if not 1 <= limit <= HISTORY_PAGE:
            raise Problem("invalid", f"Ask for 1 to {HISTORY_PAGE} messages at a time.")
        await self._seat(caller, room_id)
        start = None if before is None else min(max(before, 0), LARGEST)
        async with self._db.transaction(readonly=True) as tx:
            return await messages.before(tx.connection, room_id, start, limit)

    async def read(self, caller: Caller, room_id: UUID, seq: int) -> None:
        """See `Chat`."""
        user_id = caller.require_user()
        seat = await self._seat(caller, room_id)
        async with self._db.transaction() as tx:
            moved = await store.set_read(tx.connection, room_id, user_id, min(max(seq, 0), LARGEST))
            if moved is None:
                return
            unread = await store.unread(tx.connection, room_id, user_id)
            tx.push(channels.user(user_id), ReadPush(room_id=room_id, seq=moved, unread=unread))
            if seat.room.kind == "direct":
                tx.record(RoomRead(room_id=room_id, user_id=user_id, seq=moved))

    async def conversations(self, caller: Caller) -> list[Conversation]:
        """See `Chat`."""
        user_id = caller.require_user()
        async with self._db.transaction(readonly=True) as tx:
            talks = await store.talks(tx.connection, user_id)
            last = await messages.last_of(tx.connection, [talk.room for talk in talks])
        return [
            Conversation(
                room=talk.room,
                with_id=next(other for other in talk.room.member_ids if other != user_id),
                last=last.get(talk.room.id),
                unread=talk.unread,
                blocked=talk.blocked,
            )
            for talk in talks
        ]

    async def remove(self, caller: Caller, message_id: UUID) -> Message:
        """See `Chat`."""
        return await moderation.remove(
            self._db, self._access, self._speakers, caller.require_user(), message_id, self._clock()
        )

    async def mute(self, caller: Caller, event_id: UUID, person_id: UUID, minutes: int | None) -> datetime | None:
        """See `Chat`."""
        return await moderation.mute(
            self._db, self._access, caller.require_user(), event_id, person_id, minutes, self._clock()
        )

    async def mutes(self, caller: Caller, event_id: UUID) -> list[Mute]:
        """See `Chat`."""
        return await moderation.mutes(self._db, self._access, caller.require_user(), event_id, self._clock())

    async def recheck(self, caller: Caller, event_id: UUID, person_id: UUID) -> None:
        """See `Chat`."""
        caller.require_service()
        await self._access.recheck(event_id, person_id)

    async def recheck_pair(self, caller: Caller, first_id: UUID, second_id: UUID) -> None:
        """See `Chat`."""
        caller.require_service()
        await self._access.recheck_pair(first_id, second_id)

    async def _look(self, room_id: UUID, user_id: UUID) -> Seat | None:
        async with self._db.transaction(readonly=True) as tx:
            return await store.seat(tx.connection, room_id, user_id, self._clock())

    async def _seat(self, caller: Caller, room_id: UUID) -> Seat:
        """The room, for somebody who is in it or may come in now; a Problem for everybody else."""
        user_id = caller.require_user()
        seat = await self._look(room_id, user_id)
        if seat is not None and not seat.member:
            await self._access.admit(seat.room, user_id)
            seat = await self._look(room_id, user_id)
        if seat is None:
            raise Problem("not_found", "There is no such room.")
        if not seat.member:
            raise sending.NotIn
        return seat
