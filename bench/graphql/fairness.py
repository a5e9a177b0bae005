"""How long a signed-in person waits while somebody else asks much at once.

    python fairness.py --crowd 300

Hallway runs in one process with the demo's event (1,105 sessions). A person asks for an event and their own account, one
after the other; then the same while a crowd of connections, without signing in, ask for agendas, all different (their
slugs and aliases differ) so that none is answered together with another. Prints the person's median and worst time of
both in milliseconds, and how many times longer it takes."""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import aiohttp
from installation import SLUG, installation

PORT: Final = 4410
AGENDA: Final = "id title subtitle abstract language kind url startsAt endsAt stageId trackId speakerIds"
ASKED: Final = 40


def agenda(number: int) -> dict[str, str]:
    """The whole agenda, in a document of its own."""
    return {"query": f'{{ e{number}: event(slug: "{SLUG}") {{ agenda {{ sessions {{ {AGENDA} }} }} }} }}'}


async def ask(session: aiohttp.ClientSession, body: dict[str, str], cookie: str = "") -> tuple[int, float]:
    """The status, and seconds it took."""
    begun = time.perf_counter()
    headers = {"cookie": cookie} if cookie else {}
    async with session.post(f"http://127.0.0.1:{PORT}/graphql", json=body, headers=headers) as answer:
        await answer.read()
    return answer.status, time.perf_counter() - begun


async def person(session: aiohttp.ClientSession, cookie: str) -> list[float]:
    """How long each of some questions took."""
    body = {"query": f'{{ me {{ id }} event(slug: "{SLUG}") {{ id name startsAt }} }}'}
    return [(await ask(session, body, cookie))[1] for _ in range(ASKED)]


async def crowd(session: aiohttp.ClientSession, number: int, statuses: dict[int, int]) -> None:
    """One connection that asks for one agenda after the other."""
    while True:
        status, _ = await ask(session, agenda(number))
        statuses[status] = statuses.get(status, 0) + 1


async def measure(cookie: str, connections: int) -> dict[str, Any]:
    """Alone, then in the crowd."""
    statuses: dict[int, int] = {}
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as many,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as one,
    ):
        await person(one, cookie)
        alone = await person(one, cookie)
        tasks = [asyncio.create_task(crowd(many, number, statuses)) for number in range(connections)]
        await asyncio.sleep(2)
        among = await person(one, cookie)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    said = {
        name: {"median_ms": round(statistics.median(each) * 1000, 1), "worst_ms": round(max(each) * 1000, 1)}
        for name, each in (("alone", alone), ("in the crowd", among))
    }
    ratio = statistics.median(among) / statistics.median(alone)
    return {**said, "times": round(ratio, 1), "crowd": {str(key): count for key, count in sorted(statuses.items())}}


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crowd", type=int, default=300)
    parser.add_argument("--core", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with installation(Path(folder), PORT, given.core) as installed:
            with installed.serving(given.core, HALLWAY_FREE_QUERIES="1") as server:
                cookie = installed.member(server)
                print(json.dumps(await measure(cookie, given.crowd), indent=2))


if __name__ == "__main__":
    asyncio.run(main())
