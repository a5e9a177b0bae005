"""The names of those who speak, told with what they say: otherwise every page of a room asks for each of them."""

import asyncio
import math
from collections.abc import Callable, Iterable
from contextvars import Context
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from hallway.kernel.apis import Apis
from hallway.kernel.errors import Problem
from hallway.services.chat.access import CHAT
from hallway.services.chat.api import FORMER, ChatPerson
from hallway.services.profiles.api import Profiles

MOST: Final = 5_000
"""People remembered: a few MB at the longest names; more than speak or come within a minute."""
AGEING: Final = 30.0
"""Seconds after which a name is asked for again while it is still told, so that who talks on waits for nothing."""
OLDEST: Final = 60.0
"""Seconds after which a name is not told any more."""
PATIENCE: Final = 0.25
"""Seconds that a message waits for its sender's name; pages can ask for it themselves."""
LONGEST: Final = 10.0
"""Seconds after which nobody answers any more."""
PAUSE: Final = 2.0
"""Seconds without asking after an answer did not come: nothing waits in vain more often than that."""


class Speakers:
    """Knows people by Profiles, each asked for once by whoever comes first. Anybody may know these names: see
    `Profiles.people`."""

    def __init__(self, apis: Apis, clock: Callable[[], datetime]) -> None:
        self._apis = apis
        self._clock = clock
        self._known: dict[UUID, tuple[ChatPerson, float]] = {}
        self._asked: dict[UUID, asyncio.Task[None]] = {}
        self._quiet_until = 0.0

    async def of(self, ids: Iterable[UUID]) -> dict[UUID, ChatPerson]:
        """Those of these (1,000 at most) who are known within `PATIENCE`. Raises nothing."""
        wanted, now = set(ids), self._now()
        if now >= self._quiet_until:
            self._ask([id for id in wanted if self._age(id, now) > AGEING and id not in self._asked])
            missing = {self._asked[id] for id in wanted & self._asked.keys() if self._age(id, now) > OLDEST}
            if missing and (await asyncio.wait(missing, timeout=PATIENCE))[1]:
                self._quiet_until = self._now() + PAUSE
        return {id: self._known[id][0] for id in wanted if self._age(id, now) <= OLDEST}

    async def stop(self) -> None:
        """Ask no further."""
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
        task = asyncio.get_running_loop().create_task(self._learn(ids), context=Context())
        self._asked.update(dict.fromkeys(ids, task))

    async def _learn(self, ids: list[UUID]) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                people = await self._apis.get(Profiles).people(CHAT, ids)
        except Exception as error:  # whatever it is: what somebody says is worth more than the name beside it
            self._quiet_until = self._now() + PAUSE
            if not isinstance(error, Problem | TimeoutError):
                structlog.get_logger().exception("speakers cannot be named", count=len(ids))
        else:
            found = {
                person.id: ChatPerson(id=person.id, name=person.name, headline=person.headline) for person in people
            }
            self._remember([found.get(id) or ChatPerson(id=id, name=FORMER, headline="") for id in ids])
        finally:
            for id in ids:
                del self._asked[id]

    def _remember(self, speakers: list[ChatPerson]) -> None:
        now = self._now()
        for speaker in speakers:
            self._known.pop(speaker.id, None)  # so that the oldest ones stand first
            self._known[speaker.id] = (speaker, now)
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
