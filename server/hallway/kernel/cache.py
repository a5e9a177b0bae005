"""Answers that are the same for everybody, computed once. Whether somebody may have one is decided before it is asked.

A value is kept under the version of what it was made from, which the database counts in the transaction of each change
and the caller has just read: so an old one is never taken for a new one, whatever Redis has lost or kept, and nothing
has to be dropped. Each process keeps decoded values; Redis has them for the processes that come after. Values are
shared between requests: nobody may change one."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Any, Final, Generic, TypeVar

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

MOST_VALUES: Final = 1_000
MOST_BYTES: Final = 64 * 2**20
"""As encoded; decoded they take about three times that. The agenda of 1,105 sessions is 0.5 MB."""
KEPT_SECONDS: Final = 600
"""In Redis, where processes that start anew look."""
PATIENCE: Final = 0.25
"""Seconds to wait for Redis: what it keeps can be computed about as fast."""

T = TypeVar("T")


class _Kept(msgspec.Struct, frozen=True):
    version: float
    value: Any
    size: int


class Cache:
    """Of one service in one process. `redis` None: this process alone."""

    def __init__(
        self, service: str, redis: Redis | None, most: int = MOST_VALUES, most_bytes: int = MOST_BYTES
    ) -> None:
        self.service = service
        self.redis = redis
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._under_way: dict[str, tuple[float, asyncio.Task[Any]]] = {}
        self._away_until = 0.0

    def values(self, name: str, kind: type[T]) -> "Values[T]":
        """The cached values of one kind."""
        return Values(self, name, kind)

    def find(self, key: str, least: float) -> _Kept | None:
        """What this process has of at least this version."""
        kept = self._kept.get(key)
        if kept is None or kept.version < least:
            return None
        self._kept.move_to_end(key)
        return kept

    async def once(self, key: str, least: float, version: float, make: Callable[[], Awaitable[T]]) -> T:
        """`make()`, which answers at least this version, but only once for all to whom it is at least what they want.
        Whoever goes away meanwhile takes nothing from the others."""
        coming, task = self._under_way.get(key, (0.0, None))
        if task is None or coming < least:
            # In a context of its own: the first one's deadline and connections are not the others'.
            task = asyncio.get_running_loop().create_task(_run(make), context=Context())
            self._under_way[key] = (version, task)
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task)

    def _ended(self, key: str, task: "asyncio.Task[Any]") -> None:
        if self._under_way.get(key, (0, None))[1] is task:
            del self._under_way[key]
        if not task.cancelled():
            task.exception()  # told to those who waited; should all be gone, it is not worth a line in the log

    def keep(self, key: str, version: float, value: object, size: int) -> None:
        """Keep a value, and forget those longest unused for it."""
        if old := self._kept.pop(key, None):
            self._bytes -= old.size
        self._kept[key] = _Kept(version, value, size)
        self._bytes += size
        while self._kept and (len(self._kept) > self._most or self._bytes > self._most_bytes):
            _, forgotten = self._kept.popitem(last=False)
            self._bytes -= forgotten.size

    async def fetch(self, key: str) -> bytes | None:
        """What Redis has; None also while it is away."""
        redis = self.redis
        return await self._ask(redis.get(key)) if redis and self._is_there() else None

    async def store(self, key: str, encoded: bytes) -> None:
        """Let other processes have it."""
        redis = self.redis
        if redis and self._is_there():
            await self._ask(redis.set(key, encoded, ex=KEPT_SECONDS))

    def _is_there(self) -> bool:
        return asyncio.get_running_loop().time() >= self._away_until

    async def _ask(self, question: Awaitable[Any]) -> Any:
        try:
            async with asyncio.timeout(PATIENCE):
                return await question
        except (RedisError, OSError, TimeoutError) as error:
            structlog.get_logger().warning("nothing is shared between processes", cache=self.service, error=repr(error))
            self._away_until = asyncio.get_running_loop().time() + 1
            return None


class Values(Generic[T]):
    """Cached values of one kind."""

    def __init__(self, cache: Cache, name: str, kind: type[T]) -> None:
        self._cache = cache
        # Another release may know this kind with other fields.
        shape = hashlib.sha256(msgspec.json.encode(msgspec.json.schema(kind))).hexdigest()[:12]
        self._prefix = f"cache:{cache.service}:{name}:{shape}:"
        self._decoder: msgspec.msgpack.Decoder[tuple[int, T]] = msgspec.msgpack.Decoder(tuple[int, kind])

    async def at(self, key: str, version: int, compute: Callable[[], Awaitable[tuple[int, T]]]) -> T:
        """The value of `key` at this version or a later one. `compute` answers the value and its version, both read at
        one moment."""
        key = self._prefix + key
        if kept := self._cache.find(key, version):
            return kept.value
        return await self._cache.once(key, version, version, lambda: self._make(key, version, compute))

    async def _make(self, key: str, version: int, compute: Callable[[], Awaitable[tuple[int, T]]]) -> T:
        if encoded := await self._cache.fetch(key):
            try:
                found, value = self._decoder.decode(encoded)
            except msgspec.MsgspecError:
                found, value = -1, None
            if value is not None and found == version:
                self._cache.keep(key, found, value, len(encoded))
                return value
        found, value = await compute()
        encoded = msgspec.msgpack.encode((found, value))
        self._cache.keep(key, found, value, len(encoded))
        await self._cache.store(key, encoded)
        return value


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()
