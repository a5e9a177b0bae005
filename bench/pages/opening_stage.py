"""Registers people for the demo's event and signs them in, with the code of whichever checkout PYTHONPATH names; prints
what opening.py needs as JSON. Hallway's own environment says where the databases are. The tokens hold for ten minutes.

    python opening_stage.py PEOPLE"""

import asyncio
import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

sys.path.append(str(Path(__file__).resolve().parents[1] / "realtime"))

import msgspec  # noqa: E402
from venue_seed import BENCH, make_people, settled, signed_in, user_id  # noqa: E402

from hallway.bootstrap.process import build  # noqa: E402
from hallway.bootstrap.registry import SERVICES  # noqa: E402
from hallway.kernel.caller import ANONYMOUS, Caller  # noqa: E402
from hallway.kernel.ids import uuid7  # noqa: E402
from hallway.kernel.settings import Settings  # noqa: E402
from hallway.services.events.api import Events  # noqa: E402
from hallway.services.events.demo_api import DemoEvents  # noqa: E402
from hallway.services.events.values import EventInput  # noqa: E402
from hallway.services.profiles.api import Profiles  # noqa: E402

SLUG = "fosdem-2025"
STARTS = datetime(2025, 2, 1, 9, tzinfo=ZoneInfo("Europe/Brussels"))
NEXT = EventInput(
    name="Into which a schedule is imported",
    kind="conference",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=33),
    time_zone="Europe/Brussels",
)


async def prepare(settings: Settings, people: int) -> dict[str, object]:
    """Person number i has the id `user_id(i)`; the first may host, two of the last four have matched, for a call."""
    async with build(msgspec.structs.replace(settings, demo=True), frozenset(SERVICES)) as app:
        event = await app.apis.get(Events).event(ANONYMOUS, SLUG)
        await make_people(app.apis, people)
        await app.apis.get(DemoEvents).register_people(BENCH, event.id, [user_id(i) for i in range(people)])
        await _matched(app.apis.get(Profiles), event.id, people - 3, people - 4)
        host = Caller(user_id=user_id(0), roles=frozenset({"organiser"}))
        imports = await app.apis.get(Events).create(host, uuid7(), NEXT)
        await settled(settings)
        grants = [await signed_in(app.apis, number) for number in range(people)]
    return {
        "event": str(event.id),
        "slug": SLUG,
        "imports": str(imports.id),
        "people": [{"access": grant.access_token, "refresh": grant.refresh_token} for grant in grants],
    }


async def _matched(profiles: Profiles, event_id: UUID, first: int, second: int) -> None:
    """Who has matched may call."""
    for number in (first, second):
        await profiles.set_open_to_meet(Caller(user_id=user_id(number)), event_id, True)
    for one, other in ((first, second), (second, first)):
        await profiles.answer(Caller(user_id=user_id(one)), event_id, user_id(other), "accept")


if __name__ == "__main__":
    prepared = asyncio.run(prepare(Settings.from_env(os.environ, SERVICES), int(sys.argv[1])))
    print(json.dumps(prepared))
