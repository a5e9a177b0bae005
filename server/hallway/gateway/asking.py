"""Who asks the graph, as limits see it, and what they may ask: how often, how much, and how much at once."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Final

import msgspec
from starlette.requests import HTTPConnection

from hallway.gateway.authentication import address_of
from hallway.kernel.addresses import origin, vouched, vouched_address
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.fair_queue import FairQueue, Share
from hallway.kernel.rate_limiter import RateLimiter, Use
from hallway.kernel.settings import Settings

VISITOR_HEADER: Final = "x-hallway-visitor"
"""The gateway gives it to the page server with each page that is asked for, and the page server sends it back with what
the page asks: so these questions are the visitor's, and not those of one very busy machine. From anybody else it is
nothing."""
MINUTE: Final = timedelta(minutes=1)
VOUCHED_WAITING: Final = 1_000
"""Of one address, while pages are made: each page was counted when it was asked for."""
NOBODY, PERSON = "nobody", "person"


class Asker(msgspec.Struct, frozen=True):
    """A person, or an address that nobody has signed in from. `paid`: for a page that is being made."""

    caller: Caller
    address: str
    paid: bool

    @property
    def kind(self) -> str:
        return PERSON if self.caller.user_id else NOBODY

    @property
    def who(self) -> str:
        return str(self.caller.user_id or origin(self.address))


class Asking:
    """Counts and queues what is asked. A page counts once, however many questions it takes to make it."""

    def __init__(self, settings: Settings, rate_limiter: RateLimiter, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._rate_limiter = rate_limiter
        self._clock = clock
        running, waiting = settings.graphql_running, settings.graphql_waiting
        self._queue = FairQueue(
            "graphql",
            running,
            {
                PERSON: Share(together=running, each=max(1, running // 2), waiting=waiting),
                NOBODY: Share(together=max(1, running // 4), each=max(1, running // 8), waiting=waiting),
            },
        )

    def asker(self, connection: HTTPConnection, caller: Caller) -> Asker:
        """Who sent this request; the page server's are the visitor's."""
        given = connection.headers.get(VISITOR_HEADER)
        visitor = given and vouched_address(given, self._settings.keys("visitor"), self._clock().timestamp())
        if visitor is None or not given:
            return Asker(caller, address_of(connection, self._settings.trust_proxy), False)
        return Asker(caller, visitor, True)

    def vouch(self, asker: Asker) -> str:
        """What VISITOR_HEADER says of them."""
        return vouched(asker.address, self._settings.key("visitor"), self._clock().timestamp())

    async def count_page(self, asker: Asker) -> None:
        """`too_many` after too many pages in a minute."""
        await self._rate_limiter.spend([Use(f"pages:{asker.who}", self._hits(asker), MINUTE)])

    def check(self, asker: Asker) -> None:
        """`too_many` for who is known to have asked too much, before anything is read of what is asked now."""
        if not asker.paid:
            self._rate_limiter.check(f"graphql:{asker.who}", f"cost:{asker.who}")

    def knows(self, connection: HTTPConnection, caller: Caller) -> bool:
        """Whether somebody is known to have asked too much."""
        if not self._rate_limiter.knows_some:
            return False
        try:
            self.check(self.asker(connection, caller))
        except Problem:
            return True
        return False

    async def count(self, asker: Asker, cost: int, questions: int = 1) -> None:
        """`too_many` after too many questions in a minute, or too costly ones."""
        if asker.paid:
            return
        most, most_cost = self._hits(asker), self._settings.graphql_minute_cost
        if asker.kind == NOBODY:
            most_cost = most_cost * most // self._settings.http_hits
        who = asker.who
        await self._rate_limiter.spend(
            [Use(f"graphql:{who}", most, MINUTE, questions), Use(f"cost:{who}", most_cost, MINUTE, cost)]
        )

    def _hits(self, asker: Asker) -> int:
        persons = self._settings.http_hits
        return persons if asker.kind == PERSON else max(persons, self._settings.address_hits)

    def turn(self, asker: Asker) -> AbstractAsyncContextManager[None]:
        """To be held while the question is answered."""
        return self._queue.turn(asker.kind, asker.who, VOUCHED_WAITING if asker.paid else None)
