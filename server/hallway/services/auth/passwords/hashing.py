"""How passwords are kept: hashed with Argon2id, in threads of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hallway.kernel.errors import Problem

MEMORY_KIB: Final = 19 * 1024
"""What OWASP names as the least for Argon2id with two passes; memory is what an attacker's graphics card lacks."""
PASSES: Final = 3
"""One more than OWASP's least: some 30 ms of one core, not felt at a sign-in."""
LANES: Final = 1
"""We compute several hashes side by side rather than one on several cores."""
AT_ONCE: Final = 4
"""Together 76 MiB, however many people sign in."""
WAITING: Final = 200
"""At 30 ms each on two cores the last one waits three seconds; more would give up before their turn."""

R = TypeVar("R")


def argon2() -> PasswordHasher:
    """Argon2id with our parameters. Hashes made with others are renewed when their person next signs in."""
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Hashing:
    """Hashes and verifies without blocking the event loop, a few at a time."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0
        self._dummy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep, with its parameters and salt in it. `too_many` when hundreds wait already."""
        return await self._in_thread(lambda: self._hasher.hash(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one that was hashed. Without a hash the same work is done, for nothing: the
        time must not tell whether there is an account. `too_many` as above."""
        return await self._in_thread(lambda: self._verify(password_hash, password))

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    async def prepare(self) -> None:
        """Make the hash that stands in where there is no account, lest the first such sign-in take longer."""
        await self._in_thread(self._make_dummy)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, password_hash: str | None, password: str) -> bool:
        compared = self._make_dummy() if password_hash is None else password_hash
        try:
            right = self._hasher.verify(compared, password)
        except (Argon2Error, InvalidHashError):
            return False
        return right and password_hash is not None

    def _make_dummy(self) -> str:
        self._dummy = self._dummy or self._hasher.hash("nobody signs in with this")
        return self._dummy

    async def _in_thread(self, work: Callable[[], R]) -> R:
        if self._waiting >= WAITING:
            raise Problem("too_many", "manySigningIn")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
