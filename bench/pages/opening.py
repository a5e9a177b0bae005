"""The opening minute: people come to an event within a minute, each by a whole page load, until they are in its lobby.

    make bench WHAT=pages/opening                      1, 100 and 2,500 people, about six minutes on two cores
    make bench WHAT=pages/opening ARGS=--quick         1 and 100, within ten seconds each: does everything work?
    make bench WHAT=pages/opening ARGS="--sizes 5000"
    make bench WHAT=pages/opening ARGS="--against CHECKOUT"    the same of another checkout first, which has a build too
    make bench WHAT=pages/opening ARGS="--sizes 2500 --import --call"    and once more with these beside

First a real Chromium loads the lobby and the event's page, once each, from a real installation with the demo's
1,105 sessions: what it asks, in which order and what for, is what everybody asks then, with tokens and an address of
their own (client/opening.c). So it follows whatever the web does. Somebody is *there* when the lobby's `chat.join` is
acknowledged and all that the page asked before has come; what a page fetches ahead is asked as well, and waited for by
nobody. A browser's own work, and its network, are not in these times. Some have the files in their browser
(`--cached`), some come by the event's page (`--by-event-page`), and count from the click that leads to the lobby.

Hallway and its page server have one core; PostgreSQL, Valkey and the load share the other. With `--processes 2` two
processes of Hallway, and everything else, have both. Who is not there within `--patience` seconds has given up, and is
counted. Writes opening.json, opening.md and opening.svg."""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parents[1] / "server"), *(str(HERE.parent / name) for name in ("graphql", "realtime"))]

import psutil  # noqa: E402
import tools  # noqa: E402
from contenders import Server, Trouble, on_core, stoppable  # noqa: E402
from installation import Installation, installation  # noqa: E402
from load import cores  # noqa: E402
from opening_beside import Beside  # noqa: E402
from opening_chart import chart  # noqa: E402
from opening_plan import JOIN, Item, by_the_event_page, items_of, names_of, recorded, without, written  # noqa: E402
from opening_report import Run, run_from, table  # noqa: E402
from opening_selftest import self_test  # noqa: E402

ROOT: Final = HERE.parents[1]
ALONE: Final = 10
"""Of one person at a time, so many are taken, one after the other, to have more than one number."""
APART: Final = 3.0
WARM: Final = 3
SEED: Final = 7
SEED_SECONDS: Final = 900
UNLIMITED: Final = ("HALLWAY_HTTP_HITS", "HALLWAY_GRAPHQL_MINUTE_COST")
"""Other measurements are one address; these people have one each, and Hallway its own limits."""


class Opening:
    """One checkout, measured."""

    def __init__(self, given: argparse.Namespace, folder: Path, checkout: Path) -> None:
        self._given = given
        self._folder = folder
        self._checkout = checkout
        self._origin = f"http://localhost:{given.port}"
        self._used = 0
        self._stage: dict[str, Any] = {}
        one, other = cores()
        both = frozenset((one, other))
        self._servers_on, self._rest_on = (one, other) if given.processes == 1 else (both, both)

    async def runs(self) -> list[Run]:
        """All sizes, the smallest first; what is beside comes last."""
        given = self._given
        folder = self._folder / self._checkout.name
        folder.mkdir(mode=0o755)
        async with installation(folder, given.port, self._rest_on, self._checkout) as installed:
            for name in UNLIMITED:
                installed.env.pop(name, None)
            sizes = [*given.sizes, *([given.sizes[-1]] if given.import_ or given.call else [])]
            people = sum(ALONE if size == 1 else size for size in sizes) + WARM + 2 + Beside.PEOPLE
            tools.say(f"{self._checkout.name}: {people:,} accounts, registrations and sessions")
            self._stage = seeded(installed, people)
            with installed.serving(self._servers_on, HALLWAY_WEB_URL="") as server, ExitStack() as stack:
                pages = page_server_of(server) if given.processes > 1 else ""
                more = [
                    stack.enter_context(installed.serving(self._servers_on, given.port + n, HALLWAY_WEB_URL=pages))
                    for n in range(1, given.processes)
                ]
                return await self._served([server, *more], sizes, folder)

    async def _served(self, servers: list[Server], sizes: list[int], folder: Path) -> list[Run]:
        tools.say("a browser loads the lobby, and the event's page")
        plans = await asyncio.to_thread(self._plans)
        for number, plan in enumerate(plans):
            (folder / f"plan-{number}").write_text(written(plan))
        await self._come(servers, folder, "warm", WARM, None)
        runs: list[Run] = []
        for index, size in enumerate(sizes):
            beside = None
            if index >= len(self._given.sizes):
                beside = Beside(self._given, self._stage, self._origin, servers[0].port)
            runs.append(await self._come(servers, folder, f"{size}{'-beside' if beside else ''}", size, beside))
            print(f"    {runs[-1].line()}", flush=True)
            await quiet(servers)
        return runs

    def _plans(self) -> list[list[Item]]:
        """To the lobby at once, and by the event's page. The last two people are the browser's."""
        event, count = f"/e/{self._stage['slug']}", len(self._stage["people"])
        found: list[list[Item]] = []
        for number, path, last in ((count - 1, f"{event}/lobby", JOIN), (count - 2, event, "")):
            person = self._stage["people"][number]
            recording = recorded(self._origin, path, person["access"], person["refresh"], last)
            if self._given.keep:
                kept = self._given.out / f"browser-{'lobby' if last else 'event'}-{self._checkout.name}.json"
                kept.write_text(json.dumps(recording, indent=1))
            items = items_of(
                recording, self._origin, f"00000000-0000-7000-8000-{number:012x}", names_of(self._checkout)
            )
            found.append(without(items, frozenset({"ahead"} if self._given.no_ahead else ()), self._given.cdn))
        return [found[0], by_the_event_page(found[1], found[0])]

    def _people(self, size: int) -> str:
        """Who comes when: a Poisson process, which is `size` moments by chance within the time."""
        given, chance = self._given, random.Random(SEED)
        few = size in (1, WARM)
        count = ALONE if size == 1 else size
        moments = [i * APART if few else chance.uniform(0, given.within) for i in range(count)]
        if given.even and not few:
            moments = [given.within * i / count for i in range(count)]
        lines: list[str] = []
        for number, moment in enumerate(sorted(moments)):
            person = self._stage["people"][self._used + number]
            plan = int(chance.random() < given.by_event_page)
            cached = int(chance.random() < given.cached)
            lines.append(f"{moment:.4f} {plan} {cached} {person['access']} {person['refresh']}\n")
        return "".join(lines)

    async def _come(self, servers: list[Server], folder: Path, name: str, size: int, beside: Beside | None) -> Run:
        files = {word: folder / f"{word}-{name}" for word in ("people", "out", "wrong", "answers")}
        people, first = self._people(size), self._used
        self._used += len(people.splitlines())
        files["people"].write_text(people)
        tools.say(f"{size:,} come")
        before = processes(servers)
        at_side = asyncio.create_task(beside.happen()) if beside else None
        ports = ",".join(str(server.port) for server in servers)
        figures = await self._played({**files, "first": first, "ports": ports}, folder)
        after = processes(servers)
        figures["cpu"] = {one: round(after[one] - before[one], 2) for one in before}
        figures["memory"] = {
            "Hallway": sum(server.process.memory_info().rss for server in servers),
            "page server": sum(child.memory_info().rss for child in children(servers)),
        }
        figures["beside"] = await at_side if at_side else {}
        return run_from(size, self._checkout.name, figures, files)

    async def _played(self, words: dict[str, object], folder: Path) -> dict[str, Any]:
        """Run the load client to its end, which it comes to however slow the server is."""
        plans = ",".join(str(folder / f"plan-{number}") for number in (0, 1))
        words = {**words, "plans": plans, "patience": self._given.patience, "open": self._given.open}
        argv = [str(tools.build("opening"))]
        argv += [text for name, value in words.items() for text in (f"--{name}", str(value))]
        with on_core(self._rest_on):
            client = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE)
        try:
            async with asyncio.timeout(self._given.within + self._given.patience + ALONE * APART + 60):
                said, _ = await client.communicate()
        except TimeoutError as error:
            raise Trouble("The load client did not come to an end.") from error
        finally:
            if client.returncode is None:
                client.kill()
                await client.wait()
        if client.returncode:
            raise Trouble("The load client ended with an error (above).")
        return json.loads(said)


def seeded(installed: Installation, people: int) -> dict[str, Any]:
    """The people, by a process with the code that is measured."""
    done = subprocess.run(
        [sys.executable, str(HERE / "opening_stage.py"), str(people)],
        env=installed.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=SEED_SECONDS,
    )
    if done.returncode:
        raise Trouble(f"The people could not be registered:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def children(servers: list[Server]) -> list[psutil.Process]:
    """The page server."""
    return [child for server in servers for child in server.process.children(recursive=True)]


def page_server_of(server: Server) -> str:
    """The address of the page server that it has started."""
    for child in children([server]):
        for connection in child.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN:
                return f"http://127.0.0.1:{connection.laddr[1]}"
    raise Trouble("Hallway has no page server: is the web built?")


def processes(servers: list[Server]) -> dict[str, float]:
    """Seconds of processor so far: the gateways with their services, the page server, PostgreSQL, Valkey."""
    return {
        "Hallway": sum(tools.cpu_seconds(server.process.pid) for server in servers),
        "page server": sum(tools.cpu_seconds(child.pid) for child in children(servers)),
        **{title: tools.group_cpu(name) for title, name in (("PostgreSQL", "postgres"), ("Valkey", "valkey"))},
    }


async def quiet(servers: list[Server]) -> None:
    """Wait, half a minute at most, until what is left of a run is worked off."""
    for _ in range(15):
        before = processes(servers)
        await asyncio.sleep(2)
        after = processes(servers)
        if after["Hallway"] + after["page server"] - before["Hallway"] - before["page server"] < 0.3:
            return


async def measure(given: argparse.Namespace, folder: Path) -> list[Run]:
    """Each checkout in turn, the other one first."""
    runs: list[Run] = []
    for checkout in [*([given.against.resolve()] if given.against else []), ROOT]:
        runs += await Opening(given, folder, checkout).runs()
    return runs


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 100, 2500], help="how many come (1 100 2500)")
    parser.add_argument("--within", type=float, default=60.0, help="seconds in which they come (60)")
    parser.add_argument("--even", action="store_true", help="at equal distances, not by chance")
    parser.add_argument("--cached", type=float, default=0.5, help="share who have the files in their browser (0.5)")
    parser.add_argument("--cdn", action="store_true", help="scripts, styles and fonts come from elsewhere for all")
    parser.add_argument("--no-ahead", action="store_true", help="leave out what pages fetch ahead: what does it cost?")
    parser.add_argument("--by-event-page", type=float, default=0.2, help="share who come by the event's page (0.2)")
    parser.add_argument("--processes", type=int, default=1, help="of Hallway; two have no core of their own (1)")
    parser.add_argument("--patience", type=float, default=30.0, help="seconds after which somebody gives up (30)")
    parser.add_argument(
        "--import", dest="import_", action="store_true", help="once more, 1,105 sessions imported beside"
    )
    parser.add_argument("--call", action="store_true", help="once more, a call's signalling beside")
    parser.add_argument("--against", type=Path, help="another checkout, with a build of its web")
    parser.add_argument("--quick", action="store_true", help="1 and 100 people, within ten seconds")
    parser.add_argument("--self-test", action="store_true", help="does the load notice what goes wrong? 10 seconds")
    parser.add_argument("--keep", action="store_true", help="keep what the browser did, beside the results")
    parser.add_argument("--open", type=int, default=18_000, help="most connections of the load at once (18000)")
    parser.add_argument("--port", type=int, default=21640, help="a free port, and some above it (21640)")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    given = parser.parse_args()
    if given.quick:
        given.sizes, given.within = [1, 100], 10.0
    return given


def main() -> int:
    """Everything, one after the other."""
    given = arguments()
    stoppable()
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        tools.prepare(given.open + 500)
        tools.build("opening")
        where = tools.machine()
        os.sched_setaffinity(0, {cores()[0], cores()[1]})
        with tempfile.TemporaryDirectory(prefix="hallway-opening-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            if given.self_test:
                asyncio.run(self_test(given.port, Path(name)))
                return 0
            runs = asyncio.run(measure(given, Path(name)))
    except (Trouble, tools.Trouble) as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        return 1
    told = table(runs, where, given)
    (given.out / "opening.json").write_text(json.dumps([run.as_json() for run in runs], indent=1) + "\n")
    (given.out / "opening.md").write_text(told)
    (given.out / "opening.svg").write_text(chart(runs, given.within))
    print(f"\n{told}\n  Written to {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
