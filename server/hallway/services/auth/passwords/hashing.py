"""Which passwords are good enough, and how they are kept: Argon2id, computed in threads of its own."""

import asyncio
import re
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hallway.kernel.errors import Problem

SHORTEST: Final = 10
LONGEST: Final = 256
"""Longer than any sentence somebody remembers, short enough to cost nothing to normalise."""
FEWEST_DIFFERENT: Final = 4
"""`aaaaaaaaaa` and `1212121212` are long and still guessed first."""

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

COMMON: Final = frozenset(
    """
    0123456789 0987654321 1029384756 1122334455 1234512345 1234567890 12345678910 123456789a 1234567899 123456abcd
    123qweasdzxc 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc abc1234567 abcd123456 abcd1234567 abcdefghij access14ever
    administrator admin12345 admin123456 asdfghjkl1 asdfghjkl123 asdfghjkl; basketball changeme123 chocolate1
    correcthorsebatterystaple football123 hallway123 helloworld helloworld1 iloveyou12 iloveyou123 iloveyou1234
    liverpool1 letmein123 letmein1234 manchester michaeljordan monkey12345 mypassword mypassword1 p@ssw0rd123
    passw0rd123 password01 password12 password123 password1234 password12345 password123456 password!! password1!
    passwordpassword princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qwer123456 qwerasdfzxcv qwerty1234 qwerty12345
    qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertzuiop secret12345 starwars123 sunshine123
    superman123 thisisapassword trustno1234 unbelievable welcome123 welcome1234 welcome12345 zaq12wsxcde3 zxcvbnm123
    """.split()  # noqa: SIM905  # a list of literals would fill the page
)
"""The commonest of ten characters and more in lists of leaked passwords."""

BETWEEN_WORDS: Final = re.compile(r"[\W_]+")

R = TypeVar("R")


def normal_password(password: str) -> str:
    """The password as it is hashed: the same whichever keyboard composed its accents. `invalid` if it is too long or
    no text; says nothing about whether it is a good one."""
    if len(password) <= LONGEST and not any("\ud800" <= character <= "\udfff" for character in password):
        return unicodedata.normalize("NFKC", password)
    raise Problem("invalid", f"A password has at most {LONGEST} characters.", field="password")


def check_password(password: str, email: str, name: str) -> None:
    """`invalid`, with what to do about it, unless this normal password is good enough for this person.

    Length counts, not kinds of characters: rules about those make people write `Password1!`.
    """
    if len(password) < SHORTEST:
        raise _weak(f"Please take a password of {SHORTEST} characters or more. Three or four unrelated words do well.")
    folded = password.casefold()
    bare = BETWEEN_WORDS.sub("", folded)
    if {folded, bare} & COMMON or len(set(folded)) < FEWEST_DIFFERENT:
        raise _weak("This password is one of the first that anybody would try. Please take another.")
    local, _, domain = email.partition("@")
    own = {BETWEEN_WORDS.sub("", word) for word in (email, local, domain.partition(".")[0], name.casefold())} - {""}
    if own & {bare, bare.rstrip("0123456789")}:  # also with a number behind it: `ada.lovelace1815`
        raise _weak("This password is your own name or address. Please take another.")


def _weak(message: str) -> Problem:
    return Problem("invalid", message, field="password")


def argon2() -> PasswordHasher:
    """Argon2id with our parameters. Hashes made with others are renewed when their person next signs in."""
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Passwords:
    """Hashes and verifies without blocking the event loop, a few at a time."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobodys: str | None = None

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
        """Make the hash that belongs to nobody, lest the first stranger wait for it longer."""
        await self._in_thread(self._make_nobodys)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, password_hash: str | None, password: str) -> bool:
        compared = self._make_nobodys() if password_hash is None else password_hash
        try:
            right = self._hasher.verify(compared, password)
        except (Argon2Error, InvalidHashError):
            return False
        return right and password_hash is not None

    def _make_nobodys(self) -> str:
        self._nobodys = self._nobodys or self._hasher.hash("nobody signs in with this")
        return self._nobodys

    async def _in_thread(self, work: Callable[[], R]) -> R:
        if self._waiting >= WAITING:
            raise Problem("too_many", "Very many people are signing in just now. Please try again in a few seconds.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
