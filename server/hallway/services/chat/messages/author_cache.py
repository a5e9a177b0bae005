"""Names of authors, pushed together with their messages: otherwise every page of a room would ask for each of them."""

import asyncio
import math
from collections.abc import Iterable
from contextvars import Context
from typing import Final
from uuid import UUID

import structlog

from hallway.kernel.apis import Apis
from hallway.kernel.clock import Clock
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.chat.api import FORMER, ChatPerson
from hallway.services.chat.policy import CHAT
from hallway.services.profiles.api import Profiles

MAX_PEOPLE: Final = 5_000
"""A few MB at the longest names; more than write or join within a minute."""
REFRESH_AFTER: Final = 30.0
"""Seconds after which a name is asked for again while the old one is still used, so that no message waits for it."""
EXPIRE_AFTER: Final = 60.0
"""Seconds after which a name is used no longer."""
WAIT: Final = 0.25
"""Seconds that a message waits for its author's name; pages can ask for it themselves."""
ASK_TIMEOUT: Final = 10.0
"""Seconds after which no answer is expected."""
RETRY_AFTER: Final = 2.0
"""Seconds without asking after an answer did not come: messages wait in vain no more often than that."""


class AuthorCache:
    """People as Profiles knows them, each asked for once by whichever message comes first. Anybody may know these
    names: see `Profiles.people`."""

    def __init__(self, apis: Apis, clock: Clock) -> None:
        self._apis = apis
        self._clock = clock
        self._known: dict[UUID, tuple[ChatPerson, float]] = {}
        self._asked: dict[UUID, asyncio.Task[None]] = {}
        self._retry_at = 0.0

    async def find(self, ids: Iterable[UUID]) -> dict[UUID, ChatPerson]:
        """Those of these (1,000 at most) who can be named within `WAIT`. Raises nothing."""
        wanted, now = set(ids), self._now()
        if now >= self._retry_at:
            self._ask([id for id in wanted if self._age(id, now) > REFRESH_AFTER and id not in self._asked])
            missing = {self._asked[id] for id in wanted & self._asked.keys() if self._age(id, now) > EXPIRE_AFTER}
            if missing and (await asyncio.wait(missing, timeout=WAIT))[1]:
                self._retry_at = self._now() + RETRY_AFTER
        return {id: self._known[id][0] for id in wanted if self._age(id, now) <= EXPIRE_AFTER}

    async def stop(self) -> None:
        """Cancel the questions that are under way."""
        tasks = set(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _now(self) -> float:
        return self._clock().timestamp()

    def _age(self, id: UUID, now: float) -> float:
        known = self._known.get(id)
        return now - known[1] if known else math.inf

    def _ask(self, ids: list[UUID]) -> None:
        if not ids:
            return
        # Not in the context of whoever happens to come first: its deadline is not the others'.
        task = asyncio.get_running_loop().create_task(self._fetch(ids), context=Context())
        self._asked.update(dict.fromkeys(ids, task))

    async def _fetch(self, ids: list[UUID]) -> None:
        try:
            async with asyncio.timeout(ASK_TIMEOUT):
                people = await self._apis.get(Profiles).people(CHAT, ids)
        except Exception as error:  # whatever it is: a message is worth more than the name beside it
            self._retry_at = self._now() + RETRY_AFTER
            if not isinstance(error, Problem | TimeoutError):
                structlog.get_logger().exception("authors cannot be named", count=len(ids))
        else:
            found = {
                person.id: ChatPerson(id=person.id, name=person.name, headline=person.headline) for person in people
            }
            self._remember([found.get(id) or ChatPerson(id=id, name=FORMER, headline="") for id in ids])
        finally:
            for id in ids:
                del self._asked[id]

    def _remember(self, authors: list[ChatPerson]) -> None:
        now = self._now()
        for author in authors:
            self._known.pop(author.id, None)  # so that the oldest ones stand first
            self._known[author.id] = (author, now)
        while len(self._known) > MAX_PEOPLE:
            del self._known[next(iter(self._known))]


class NamesAuthors(Service):
    """The base of the subjects that push messages: they share one cache."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.authors = AuthorCache(context.apis, context.clock)

    async def stop(self) -> None:
        await self.authors.stop()
        await super().stop()
