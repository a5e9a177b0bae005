"""Where answers come from: the same questions to memory and to PostgreSQL. `begin()` is what one request holds."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeVar

import asyncpg
import msgspec
from asyncpg.prepared_stmt import PreparedStatement
from values import Event, Message, User

T = TypeVar("T")
Soon = T | Awaitable[T]
"""Now, from memory, or when PostgreSQL has answered."""


class Asked(Protocol):
    """What one request may ask."""

    def events(self, first: int) -> Soon[list[Event]]: ...
    def event(self, slug: str) -> Soon[Event | None]: ...
    def messages(self, room_id: str, first: int) -> Soon[list[Message]]: ...
    def user(self, id: str) -> Soon[User | None]: ...
    def users(self, ids: Sequence[str]) -> Soon[list[User]]: ...
    def speakers(self, event_ids: Sequence[str]) -> Soon[list[list[User]]]: ...


class _Row(msgspec.Struct, rename="camel"):
    """A line of `speakers`."""

    event_id: str
    position: int
    user_id: str


class _Rows(msgspec.Struct):
    users: list[User]
    events: list[Event]
    speakers: list[_Row]
    messages: list[Message]


class Memory:
    """Everything in lists and dictionaries."""

    def __init__(self, path: Path) -> None:
        rows = msgspec.json.decode(path.read_bytes(), type=_Rows)
        self._users = {user.id: user for user in rows.users}
        self._events = rows.events
        self._by_slug = {event.slug: event for event in rows.events}
        self._messages = rows.messages
        self._speakers: dict[str, list[User]] = {event.id: [] for event in rows.events}
        for row in rows.speakers:
            self._speakers[row.event_id].append(self._users[row.user_id])

    def events(self, first: int) -> list[Event]:
        return self._events[:first]

    def event(self, slug: str) -> Event | None:
        return self._by_slug.get(slug)

    def messages(self, room_id: str, first: int) -> list[Message]:
        return [message for message in self._messages if message.room_id == room_id][:first]

    def user(self, id: str) -> User | None:
        return self._users.get(id)

    def users(self, ids: Sequence[str]) -> list[User]:
        return [self._users[id] for id in ids]

    def speakers(self, event_ids: Sequence[str]) -> list[list[User]]:
        return [self._speakers[id] for id in event_ids]


EVENT: Final = """id::text, slug, name, tagline, description, kind, "startsAt", "endsAt", "timeZone", location,
    capacity, "registeredCount", "hostId"::text"""
USER: Final = 'u.id::text, u.name, u.headline, u."avatarUrl", u.email, u.roles'
SQL: Final = {
    "events": f'SELECT {EVENT} FROM events ORDER BY "startsAt", id LIMIT $1',
    "event": f"SELECT {EVENT} FROM events WHERE slug = $1",
    "messages": """SELECT id::text, "roomId"::text, seq, body, "sentAt", "editedAt", "senderId"::text FROM messages
        WHERE "roomId" = $1 ORDER BY seq LIMIT $2""",
    "user": f"SELECT {USER} FROM users u WHERE u.id = $1",
    "users": f"SELECT {USER} FROM users u WHERE u.id = ANY($1::uuid[])",
    "speakers": f"""SELECT {USER}, s."eventId"::text FROM speakers s JOIN users u ON u.id = s."userId"
        WHERE s."eventId" = ANY($1::uuid[]) ORDER BY s."eventId", s.position""",
}


class Connection:
    """One connection with every statement prepared; one statement at a time."""

    def __init__(self) -> None:
        self._ask: dict[str, PreparedStatement] = {}
        self._turn = asyncio.Lock()

    async def open(self, host: str, database: str) -> None:
        connection = await asyncpg.connect(host=host, database=database, user="hallway")
        self._ask = {name: await connection.prepare(text) for name, text in SQL.items()}

    async def _rows(self, name: str, *given: object) -> list[asyncpg.Record]:
        async with self._turn:
            return await self._ask[name].fetch(*given)

    async def events(self, first: int) -> list[Event]:
        return [Event(*row) for row in await self._rows("events", first)]

    async def event(self, slug: str) -> Event | None:
        rows = await self._rows("event", slug)
        return Event(*rows[0]) if rows else None

    async def messages(self, room_id: str, first: int) -> list[Message]:
        return [Message(*row) for row in await self._rows("messages", room_id, first)]

    async def user(self, id: str) -> User | None:
        rows = await self._rows("user", id)
        return User(*rows[0]) if rows else None

    async def users(self, ids: Sequence[str]) -> list[User]:
        found = {row[0]: User(*row) for row in await self._rows("users", list(set(ids)))}
        return [found[id] for id in ids]

    async def speakers(self, event_ids: Sequence[str]) -> list[list[User]]:
        found: dict[str, list[User]] = {id: [] for id in event_ids}
        for *user, event_id in await self._rows("speakers", event_ids):
            found[event_id].append(User(*user))
        return [found[id] for id in event_ids]


class Store(Protocol):
    """Memory, or a pool of connections."""

    async def open(self) -> None: ...
    async def begin(self) -> Asked: ...
    def end(self, asked: Asked) -> None: ...


class MemoryStore:
    """Memory needs no turn."""

    def __init__(self, path: Path) -> None:
        self._memory = Memory(path)

    async def open(self) -> None:
        """Nothing to open."""

    async def begin(self) -> Asked:
        """The memory."""
        return self._memory

    def end(self, asked: Asked) -> None:
        """Nothing to give back."""


class Pool:
    """Connections; a request holds one until it is answered, the last one given back goes out first."""

    def __init__(self, host: str, database: str, size: int) -> None:
        self._where = host, database
        self._size = size
        self._free: list[Connection] = []
        self._waiting: deque[asyncio.Future[Connection]] = deque()

    async def open(self) -> None:
        """Connect all."""
        self._free = [Connection() for _ in range(self._size)]
        await asyncio.gather(*(connection.open(*self._where) for connection in self._free))

    async def begin(self) -> Asked:
        """A connection, as soon as one is free."""
        if self._free:
            return self._free.pop()
        turn: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        return await turn

    def end(self, asked: Asked) -> None:
        """Give it back."""
        assert isinstance(asked, Connection)
        while self._waiting:
            if not (turn := self._waiting.popleft()).done():
                turn.set_result(asked)
                return
        self._free.append(asked)
