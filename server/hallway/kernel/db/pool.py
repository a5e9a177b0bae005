"""Connections to the database, pooled per service. Within one operation (a GraphQL request, a call from another
process) a service keeps the connection it used from one transaction to the next, unless somebody waits for one, and
what is read again and again is read once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar, cast

import asyncpg
import msgspec

STATEMENT_TIMEOUT: Final = "10s"
LOCK_TIMEOUT: Final = "5s"
IDLE_TIMEOUT: Final = "30s"
"""A transaction that waits longer than this for its own process holds locks for nothing."""


class _Operation:
    """What is done in one go: a GraphQL operation, or a call from another process."""

    def __init__(self) -> None:
        self.over = False
        self.used: set[Connections] = set()
        self.read: dict[object, asyncio.Task[Any]] = {}
        """What `once` has read, or is reading."""


_operation: ContextVar[_Operation | None] = ContextVar("operation", default=None)
Value = TypeVar("Value")


async def once(key: object, read: Callable[[], Coroutine[None, None, Value]]) -> Value:
    """What `read` gives, read once in an operation, as if all of it happened at that moment; anew after the operation
    has changed something, and each time outside of one. `key` tells what is read, the service's own name in it."""
    operation = _operation.get()
    if operation is None or operation.over:
        return await read()
    reading = operation.read.get(key)
    if reading is None:
        reading = operation.read[key] = asyncio.create_task(read())
    return await asyncio.shield(reading)


def forget_read() -> None:
    """What this operation has read may be old now."""
    if operation := _operation.get():
        operation.read.clear()


@asynccontextmanager
async def pinned_connections() -> AsyncGenerator[None]:
    """Within the block each service keeps one connection from one of its transactions to the next, as long as nobody
    else needs it. Everything is back in the pools when the block ends, however it ends. Blocks within it add
    nothing; tasks that outlive it go on without."""
    if (outer := _operation.get()) and not outer.over:
        yield
        return
    operation = _Operation()
    token = _operation.set(operation)
    try:
        yield
    finally:
        _operation.reset(token)
        operation.over = True
        for reading in operation.read.values():
            reading.cancel()
        returned = [back for used in operation.used if (back := used.unpark(operation))]
        match returned:  # also when this very operation is being cancelled
            case []:
                pass
            case [back]:
                await back  # the pool shields it itself
            case _:
                await asyncio.shield(asyncio.gather(*returned))


class Connections:
    """The connections of one service. Whoever waits for one holds up nobody: a connection that an operation keeps
    between two transactions is anybody's, so operations cannot wait for each other in a circle."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._parked: dict[_Operation, asyncpg.Connection] = {}
        self._out = 0
        self._waiting = 0

    @asynccontextmanager
    async def use(self) -> AsyncGenerator[asyncpg.Connection]:
        """A connection for the block's time: the one this operation keeps, or one from the pool, or, when that has
        none left, one that another operation keeps without using it."""
        operation = _operation.get()
        connection = await self._take(operation)
        try:
            yield connection
        except BaseException:
            await self._release(connection)
            raise
        if not self._park(operation, connection):
            await self._release(connection)

    async def _take(self, operation: _Operation | None) -> asyncpg.Connection:
        if operation and (own := self._parked.pop(operation, None)):
            if _alive(own):
                return own
            await self._release(own)
        while self._parked and self._out >= self._pool.get_max_size():
            longest = self._parked.pop(next(iter(self._parked)))
            if _alive(longest):
                return longest
            await self._release(longest)
        self._out += 1
        self._waiting += 1
        try:
            return cast(asyncpg.Connection, await self._pool.acquire())  # a proxy of the pool's, in truth
        except BaseException:
            self._out -= 1
            raise
        finally:
            self._waiting -= 1

    def _park(self, operation: _Operation | None, connection: asyncpg.Connection) -> bool:
        if operation is None or operation.over or operation in self._parked or self._waiting or not _alive(connection):
            return False
        operation.used.add(self)
        self._parked[operation] = connection
        return True

    def _release(self, connection: asyncpg.Connection) -> Awaitable[None]:
        self._out -= 1
        return self._pool.release(cast(Any, connection))

    def unpark(self, operation: _Operation) -> Awaitable[None] | None:
        """Give back what `operation` keeps, if it still keeps something."""
        connection = self._parked.pop(operation, None)
        return self._release(connection) if connection else None


def _alive(connection: asyncpg.Connection) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # lost, and the pool has taken note
        return False


async def open_pool(url: str, schema: str, size: int) -> asyncpg.Pool:
    """A pool whose connections live in `schema`, speak msgspec's JSON, and give up on what takes too long."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_prepare,
        reset=_keep,
        server_settings={
            "application_name": f"hallway {schema}",
            "search_path": f"{schema}, public",
            "statement_timeout": STATEMENT_TIMEOUT,
            "lock_timeout": LOCK_TIMEOUT,
            "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
            "timezone": "UTC",
        },
    )


async def _keep(connection: object) -> None:
    """Back in the pool as it is: transactions have ended, and nothing here outlives one (no session's lock, LISTEN, or
    SET without LOCAL), so there is nothing to reset by a round trip to the server."""


async def _prepare(connection: asyncpg.Connection) -> None:
    def encode(value: object) -> str:
        return msgspec.json.encode(value).decode()

    def decode(text: str) -> Any:
        return msgspec.json.decode(text)

    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=encode, decoder=decode)
    await connection.set_type_codec("vector", schema="public", encoder=str, decoder=str)
