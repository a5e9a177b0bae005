"""Many attacks on one gateway, each from a seed of its own, and what must hold after them: nothing logged as an error,
and descriptors and tasks where they were.

    python -m tests.fuzz.campaign --seconds 240 [--seed 7] [--only chat] [--case 7:chat:1234]

prints the case of each failure; `--case` is that one again. `make nightly` runs it for some minutes."""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Self

import psutil
from structlog.testing import capture_logs

from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import PARTS
from hallway.embedded.servers import start_servers
from hallway.kernel.caller import Caller
from hallway.kernel.db.migrations import migrate
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat as ChatApi
from tests.conftest import DEVICE, make_settings, serve_app
from tests.fuzz.attacks import Broken, Chat, GraphVariables, Headers, Packets, SocketMessages
from tests.fuzz.hostile import Hostile
from tests.support.factories import Factories
from tests.support.waiting import eventually

Attack = Callable[["Gateway", Hostile], Awaitable[None]]
ATTACKS: Final[dict[str, Callable[[], Attack]]] = {
    "headers": Headers,
    "messages": SocketMessages,
    "packets": Packets,
    "graph": GraphVariables,
    "chat": Chat,
}
SETTINGS: Final[dict[str, Any]] = {"http_hits": 10**9, "socket_events": 10**9}
"""Without the limits that would have most of it refused unread."""
SLACK: Final = 12
"""Descriptors and tasks that come and go with pools. What leaks, leaks once a case."""
LONG: Final = 120
"""Seconds after which caches are full, and growth says something."""
MOST_MB: Final = 96
"""By how much a process may grow under a long attack: caches, pools, fragments."""


class Gateway:
    """What is attacked, and by whom."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.port = app.settings.port
        self.token = ""
        self.ids: tuple[str, ...] = ()

    async def somebody_new(self) -> None:
        """Another person, at an event, in a room: a case may have ended the session of the one before."""
        auth, made = self.app.apis.get(Auth), Factories(self.app.apis)
        email = f"fuzz{time.monotonic_ns()}@example.org"
        grant = await auth.register(Caller(), email, "Fay Fuzz", "a long and unlikely password", DEVICE)
        caller = Caller(grant.user.id, grant.session_id, frozenset(grant.user.roles))
        event_id = await made.event(caller)
        room = await eventually(lambda: self.app.apis.get(ChatApi).event_room(caller, event_id))
        session_id = await made.session(event_id, "A talk")
        self.token = grant.access_token
        self.ids = tuple(map(str, (room.id, event_id, session_id, grant.user.id, made.host.require_user())))


class LibraryErrors(logging.Handler):
    """What libraries log as errors within the block: unread exceptions of tasks, uvicorn's stack traces."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.seen.append(f"{record.name}: {record.getMessage()} {record.exc_info and record.exc_info[1]!r}")

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


class Result:
    """What came of it."""

    def __init__(self) -> None:
        self.cases: Counter[str] = Counter()
        self.failures: list[str] = []


async def attack(gateway: Gateway, seed: str, name: str, one: Attack, number: int) -> str:
    """One case; what was wrong with it, or nothing."""
    case = f"{seed}:{name}:{number}"
    with capture_logs() as logs, LibraryErrors() as others:
        try:
            async with asyncio.timeout(60):
                await one(gateway, Hostile(case, gateway.ids))
        except (Broken, TimeoutError, OSError) as error:
            return f"{case}: {error!r}"
    errors = [str(log) for log in logs if log["log_level"] in ("error", "critical")] + others.seen
    return f"{case}: logged {errors[0]}" if errors else ""


async def campaign(gateway: Gateway, seed: str, go_on: Callable[[int], bool], only: str = "") -> Result:
    """Attacks of all kinds in turn, `go_on(number of the round)` says whether one more."""
    result, number = Result(), 0
    attacks = {name: make() for name, make in ATTACKS.items() if only in ("", name)}
    await gateway.somebody_new()
    for name, one in attacks.items():  # the first of each opens what is kept for good
        await attack(gateway, seed, name, one, -1)
    await end_all(attacks.values())
    before = descriptors_and_tasks()
    while go_on(number):
        if number % 200 == 199:
            await gateway.somebody_new()
        for name, one in attacks.items():
            result.cases[name] += 1
            if wrong := await attack(gateway, seed, name, one, number):
                result.failures.append(wrong)
        number += 1
    await end_all(attacks.values())
    try:
        await eventually(
            descriptors_and_tasks, lambda now: all(n <= b + SLACK for n, b in zip(now, before, strict=True))
        )
    except AssertionError as error:
        result.failures.append(f"descriptors and tasks were {before}: {error}")
    return result


async def end_all(attacks: Iterable[Attack]) -> None:
    """Hang up everywhere."""
    for one in attacks:
        if end := getattr(one, "end", None):
            await end()


def descriptors_and_tasks() -> tuple[int, int]:
    """Of this process, which has both ends."""
    return psutil.Process().num_fds(), len(asyncio.all_tasks())


@asynccontextmanager
async def gateway_of_its_own() -> AsyncGenerator[Gateway]:
    """A whole installation, gone after the block."""
    with tempfile.TemporaryDirectory() as folder:
        async with start_servers(Path(folder), durable=False) as servers:
            await migrate(servers.database, {part.name: part.folder / "migrations" for part in PARTS})
            settings = make_settings(servers.database, servers.redis, Path(folder), **SETTINGS)
            async with serve_app(build(settings)) as app:
                yield Gateway(app)


class Watch:
    """The time of a campaign, and by how much the process grows after its first third."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._began, self._first = seconds, time.monotonic(), 0

    def goes_on(self, _: int) -> bool:
        """Whether there is time left."""
        passed = time.monotonic() - self._began
        if not self._first and passed > self._seconds / 3:
            self._first = psutil.Process().memory_info().rss
        return passed < self._seconds

    def grown(self) -> float:
        """Megabytes."""
        return (psutil.Process().memory_info().rss - self._first) / 2**20


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="", choices=["", *ATTACKS])
    parser.add_argument("--case", default="", help="seed:kind:number, as printed")
    given = parser.parse_args()
    async with gateway_of_its_own() as gateway:
        if given.case:
            seed, name, number = given.case.split(":")
            await gateway.somebody_new()
            wrong = await attack(gateway, seed, name, ATTACKS[name](), int(number))
            print(wrong or "nothing wrong")
            return bool(wrong)
        watch = Watch(given.seconds)
        result = await campaign(gateway, given.seed, watch.goes_on, given.only)
        grown = watch.grown()
    if given.seconds >= LONG and grown > MOST_MB:
        result.failures.append(f"the process grew by {grown:.0f} MB")
    print(f"fuzz, seed {given.seed}: {dict(result.cases)}, {grown:.0f} MB more, {len(result.failures)} failures")
    print("\n".join(result.failures[:50]))
    return bool(result.failures)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
