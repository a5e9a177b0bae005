"""GraphQL servers beside each other: NestJS + Apollo + Express, Mercurius (with and without graphql-jit), graphql-core
and quickgraph, with the same schema, data and answers. One command measures all and writes JSON, a table and a chart:

    .hallway/venv/bin/python bench/graphql/run.py            about 15 minutes on a quiet machine with two cores
    .hallway/venv/bin/python bench/graphql/run.py --quick    one short round, to see that everything works (2 minutes)

It installs the Node side into bench/graphql/node (npm ci) and compiles load.c (cc) by itself."""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from typing import Final

import psutil

HERE: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "server")]

import dataset  # noqa: E402
import report  # noqa: E402
from contenders import CONTENDERS, NODE, Contender, Server, Trouble, pinned_servers, running, stoppable  # noqa: E402
from load import Sample, Sender, compiled, cores  # noqa: E402

from hallway.embedded.account import account_for
from hallway.embedded.data_dir import run_dir
from hallway.embedded.postgres import POSTGRES_BIN

DOCUMENTS: Final = ("list", "messages", "event", "me")
WHOLE_SECONDS: Final = re.compile(rb'(?<=:\d\d)\.000Z"')
"""JavaScript writes 09:30:00.000Z where others write 09:30:00Z, the same time in the same format."""
PLACES: Final = {"memory": "in memory", "database": "from PostgreSQL"}
Samples = dict[tuple[str, str, str], list[Sample]]
"""By place, document, contender."""


def install() -> None:
    """The Node side: `npm ci` when the lock has changed, and TypeScript compiled."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Trouble("Node.js is missing: install Node 20.9 or newer, with npm.")
    lock, mark = (NODE / "package-lock.json").read_bytes(), NODE / "node_modules" / ".installed-lock"
    if not mark.exists() or mark.read_bytes() != lock:
        say("npm ci in bench/graphql/node")
        _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        mark.write_bytes(lock)
    _run("node", "node_modules/typescript/bin/tsc")


def _run(*words: str) -> None:
    done = subprocess.run(words, cwd=NODE, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise Trouble(f"{' '.join(words)} failed:\n{(done.stdout + done.stderr)[-2000:]}")


def say(words: str) -> None:
    """Progress, with the time of day."""
    print(f"  {time.strftime('%H:%M:%S')}  {words}", flush=True)


def check(
    servers: list[Server], requests: Mapping[str, bytes], expected: dict[str, object]
) -> dict[tuple[str, str], int]:
    """All servers give the same JSON for each request, and the same as in the places before (`expected`, filled by
    the first). Answers the length of each body by contender and document; Trouble names the first difference."""
    lengths: dict[tuple[str, str], int] = {}
    for name, request in requests.items():
        for server in servers:
            for _ in range(3):  # compilers take over after the first answers
                status, body = server.ask(request)
            found = json.loads(WHOLE_SECONDS.sub(rb'Z"', body)) if status == 200 else None
            if found is None or "errors" in found:
                raise Trouble(f"{server.contender.title}: {name} answered {status}: {body[:500]!r}")
            if found != expected.setdefault(name, found):
                raise Trouble(
                    f"{server.contender.title} answers {name} differently:\n{difference(expected[name], found)}"
                )
            lengths[server.contender.key, name] = len(body)
    counts = [len(expected[name]["data"][field]) for name, field in (("list", "events"), ("messages", "messages"))]  # type: ignore[index]
    if counts != [dataset.EVENTS, dataset.MESSAGES]:
        raise Trouble(f"There should be {dataset.EVENTS} events and {dataset.MESSAGES} messages, not {counts}.")
    return lengths


def difference(wanted: object, found: object, path: str = "$") -> str:
    """The first place where two JSON values differ."""
    if isinstance(wanted, dict) and isinstance(found, dict) and wanted.keys() == found.keys():
        pairs = [(f"{path}.{key}", wanted[key], found[key]) for key in wanted]
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(wanted, found, strict=True))]
    else:
        return f"{path}: {wanted!r:.200} and {found!r:.200}"
    return next(difference(a, b, where) for where, a, b in pairs if a != b)


async def measure(given: argparse.Namespace, chosen: list[Contender], folder: Path) -> tuple[Samples, dict[str, int]]:
    """All rounds in both places, and the memory of each server (bytes, by "place/contender")."""
    server_core, load_core = cores()
    os.sched_setaffinity(0, {load_core})
    sender = Sender(compiled(folder), folder, load_core)
    rows = dataset.write(folder / "data.json")
    requests = dataset.requests(rows)
    samples: Samples = {}
    memory: dict[str, int] = {}
    expected: dict[str, object] = {}
    for place in given.places:
        async with AsyncExitStack() as stack:
            env = {"BENCH_SCHEMA": str(HERE / "schema.graphql"), "BENCH_DATA": str(folder / "data.json")}
            database: Server | None = None
            here = chosen
            if place == "database":
                here = [one for one in chosen if one.key != "uvicorn"]  # it would not ask PostgreSQL
                database, env["BENCH_DATABASE"] = await start_database(stack, folder, rows, server_core)
            if not here:
                continue
            servers = stack.enter_context(all_running(here, env, given, server_core, folder))
            lengths = check(servers, requests, expected)
            say(f"{PLACES[place]}: {len(servers)} servers give equal answers to {len(requests)} requests")
            for round in range(given.rounds):
                for document in DOCUMENTS:
                    for server in turned(servers, round):
                        length = lengths[server.contender.key, document]
                        file = sender.files([requests[document]])[0]
                        sample = sender.sample(
                            server, database, file, given.connections, given.seconds, given.warmup, length
                        )
                        samples.setdefault((place, document, server.contender.key), []).append(sample)
                    rates = ", ".join(
                        f"{server.contender.key} {samples[place, document, server.contender.key][-1].load.rate:,.0f}"
                        for server in servers
                    )
                    say(f"{PLACES[place]}, round {round + 1} of {given.rounds}, {document}: {rates} req/s")
            check(servers, requests, expected)
            memory |= {f"{place}/{server.contender.key}": server.rss() for server in servers}
    return samples, memory


def turned(servers: list[Server], by: int) -> list[Server]:
    """Another one begins in each round."""
    by %= len(servers)
    return servers[by:] + servers[:by]


@contextmanager
def all_running(
    chosen: list[Contender], env: Mapping[str, str], given: argparse.Namespace, core: int, logs: Path
) -> Generator[list[Server]]:
    """Every contender on its own port for as long as the block lasts."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(running(one, given.port + index, env, core, logs)) for index, one in enumerate(chosen)
        ]


async def start_database(
    stack: AsyncExitStack, folder: Path, rows: Mapping[str, list[dataset.Row]], core: int
) -> tuple[Server, str]:
    """PostgreSQL on the servers' core with the data in it: its processes, and where it is (BENCH_DATABASE)."""
    urls = await stack.enter_async_context(pinned_servers(folder / "postgres", core))
    await dataset.load(urls.database, dict(rows))
    pid = int((folder / "postgres" / "postgres" / "postmaster.pid").read_text().split()[0])
    host = run_dir(folder / "postgres", account_for(folder / "postgres", POSTGRES_BIN))
    return Server(Contender("postgres", "PostgreSQL", (), {}), 0, pid), f"{host} hallway"


def arguments() -> argparse.Namespace:
    """The command line."""
    keys = [contender.key for contender in CONTENDERS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of one second each")
    parser.add_argument(
        "--only", action="append", choices=keys, metavar="NAME", help=f"of {', '.join(keys)}; repeatable"
    )
    parser.add_argument("--place", action="append", choices=[*PLACES], dest="places", help="memory or database")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, of which the median counts (5)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measured run (4)")
    parser.add_argument("--warmup", type=float, default=2.0, help="seconds before each, not counted (2)")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--port", type=int, default=21500, help="first of six free ports (21500)")
    parser.add_argument("--out", type=Path, default=HERE / "results", help="folder for results.json, .md and .svg")
    given = parser.parse_args()
    given.places = given.places or [*PLACES]
    if given.quick:
        given.rounds, given.seconds, given.warmup = 1, 1.0, 0.5
    return given


def main() -> int:
    """Everything, one after the other."""
    given = arguments()
    stoppable()
    chosen = [contender for contender in CONTENDERS if not given.only or contender.key in given.only]
    try:
        if any(contender.command[0] == "node" for contender in chosen):
            install()
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            say(f"load average before: {os.getloadavg()[0]:.2f} (results need a quiet machine)")
            samples, memory = asyncio.run(measure(given, chosen, Path(name)))
        for path in report.write(given.out, samples, memory, chosen, given):
            say(f"wrote {path}")
    except (Trouble, psutil.Error) as trouble:
        print(f"bench/graphql: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
