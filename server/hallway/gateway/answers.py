"""Answers that are the same for everybody, kept as they are sent.

What an operation asks whose fields are all `@public` is answered as to somebody who is not signed in, and that answer
is given to whoever asks the same within a second: so what is kept is never more than the whole world may see, and who
may see is decided by the services, as for anybody. What nobody may see without signing in (a draft, what was taken
down) gives an error, and an error is never kept: such questions are answered to each who asks.

Nobody is told less than they know already: after a change of what is public that services have announced, and for each
person after a change of their own, only answers count that were begun since."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Final, cast
from uuid import UUID

import brotli
import msgspec

from hallway.gateway.http.compression import LEAST, compressed, takes
from hallway.kernel.cache import Cache
from quickgraph import Result

KEPT_SECONDS: Final = 1.0
MOST_ANSWERS: Final = 5_000
MOST_BYTES: Final = 64 * 2**20
BROTLI_LEVEL: Final = 5
"""A fifth smaller than gzip; a part of 100 kB takes it 3 ms, of a thread, once."""
RECOGNISED_BYTES: Final = 4_096
"""Longer questions go the whole way."""
OVERHEAD: Final = 3
"""What an answer takes with its compressed forms and its key, as a multiple of itself: rounded up."""


class KeptAnswer:
    """An answer, and how it is sent: what is compressed is compressed once."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._coded: dict[str, bytes] = {}
        self._uses = 0
        self._making = False

    @cached_property
    def etag(self) -> str:
        """A weak one: it is the same in all codings."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def for_accepted(self, accepted: str) -> tuple[str, bytes]:
        """The coding, empty for none, and the bytes, for this Accept-Encoding. By brotli, which takes a while, from the
        second time on, as soon as a thread has made it."""
        if len(self.body) < LEAST:
            return "", self.body
        self._uses += 1
        if takes(accepted, "br"):
            if coded := self._coded.get("br"):
                return "br", coded
            if self._uses > 1 and not self._making:
                self._making = True
                self._compress()
        if not takes(accepted, "gzip"):
            return "", self.body
        if "gzip" not in self._coded:
            self._coded["gzip"] = compressed(self.body, "gzip") or self.body
        return "gzip", self._coded["gzip"]

    def _compress(self) -> None:
        def work() -> None:
            self._coded["br"] = cast(bytes, brotli.compress(self.body, quality=BROTLI_LEVEL))

        asyncio.get_running_loop().run_in_executor(None, work)


class Recognised(msgspec.Struct, frozen=True):
    """What a request was found to ask when it came the whole way: the answer's key, and the type that was chosen."""

    key: str
    media_type: str


class KeptAnswers:
    """Those of one gateway."""

    def __init__(self) -> None:
        self._cache = Cache("answers", None, MOST_ANSWERS, MOST_BYTES)
        self._changed = 0.0
        self._wrote: dict[UUID, float] = {}
        self._recognised: dict[tuple[str | bytes | None, ...], Recognised] = {}

    def changed(self) -> None:
        """What everybody sees has changed somewhere: what is kept is too old for all."""
        self._changed = asyncio.get_running_loop().time()

    def wrote(self, user_id: UUID) -> None:
        """This person has changed something: what is kept is too old for them."""
        now = asyncio.get_running_loop().time()
        self._wrote[user_id] = now
        while len(self._wrote) > 1 and self._wrote[first := next(iter(self._wrote))] < now - KEPT_SECONDS:
            del self._wrote[first]

    def recognised(self, headers: Mapping[str, str], body: bytes) -> Recognised | None:
        """What such a request asked before."""
        return self._recognised.get(_look(headers, body))

    def recognise(self, headers: Mapping[str, str], body: bytes, key: str, media_type: str) -> None:
        """From now on such a request needs no closer look than at who asks: it was good from anybody."""
        if len(body) > RECOGNISED_BYTES:
            return
        if len(self._recognised) >= MOST_ANSWERS:
            self._recognised.clear()
        self._recognised[_look(headers, body)] = Recognised(key, media_type)

    def find(self, key: str, user_id: UUID | None) -> KeptAnswer | None:
        """What is kept and counts for this person."""
        kept = self._cache.find(key, self._least(user_id))
        return kept.value if kept else None

    def _least(self, user_id: UUID | None) -> float:
        oldest = asyncio.get_running_loop().time() - KEPT_SECONDS
        return max(oldest, self._changed, self._wrote.get(user_id, 0.0) if user_id else 0.0)

    async def get(
        self, key: str, user_id: UUID | None, answer: Callable[[], Awaitable[Result]], *, keep: bool
    ) -> KeptAnswer | Result:
        """What is kept, or what `answer` gives: asked once for all who want it meanwhile. With `keep` it is kept, if it
        is without an error."""
        if kept := self.find(key, user_id):
            return kept
        now = asyncio.get_running_loop().time()
        return await self._cache.once(key, self._least(user_id), now, lambda: self._make(key, now, answer, keep))

    async def _make(
        self, key: str, begun: float, answer: Callable[[], Awaitable[Result]], keep: bool
    ) -> KeptAnswer | Result:
        result = await answer()
        if not keep or result.state != "executed" or result.errors:
            return result
        former = self._cache.find(key, 0.0)
        kept = former.value if former and former.value.body == result.body else KeptAnswer(result.body)
        self._cache.keep(key, begun, kept, OVERHEAD * len(result.body) + len(key))
        return kept


def _look(headers: Mapping[str, str], body: bytes) -> tuple[str | bytes | None, ...]:
    """All of a request, but for who asks, that decides what is answered."""
    get = headers.get
    return body, get("host"), get("origin"), get("content-type"), get("accept")
