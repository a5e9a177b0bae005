"""Hallway's own documents through its whole gateway: the event page, the venue, and a day of an agenda of
1,105 sessions, on a real installation with PostgreSQL and Valkey on the same core; and what hostile requests cost it.

    .hallway/venv/bin/python bench/graphql/gateway.py            about 8 minutes on a quiet machine with two cores
    .hallway/venv/bin/python bench/graphql/gateway.py --quick    to see that everything works (2 minutes)

Needs no Node.js. Results go to bench/graphql/results/gateway.json and .md; `--before FILE` adds the ratio to an earlier
gateway.json."""

import argparse
import asyncio
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parents[1] / "server"))

import gateway_report  # noqa: E402
import hostile  # noqa: E402
import webdocs  # noqa: E402
from contenders import Server, Trouble, stoppable  # noqa: E402
from installation import SESSIONS, SLUG, Installation, installation, request  # noqa: E402
from load import Sender, compiled, cores  # noqa: E402

CONNECTIONS: Final = (1, 32, 256)
COLD_STARTS: Final = 3
PAGES: Final = {"event page": "PublicEvent", "venue": "LiveEvent", "agenda": "AgendaDays", "cover": "EventCover"}
GZIP: Final = {"accept-encoding": "gzip"}
Row = dict[str, object]


def say(words: str) -> None:
    """Progress, with the time of day."""
    print(f"  {time.strftime('%H:%M:%S')}  {words}", flush=True)


def question(query: str, headers: Mapping[str, str], days: Sequence[str] = ()) -> bytes:
    """One of the web's documents about the event; `days` for the one that asks for days of the agenda."""
    variables = {"slug": SLUG, **({"days": days} if "$days" in query else {})}
    return request(json.dumps({"query": query, "variables": variables}).encode(), {**GZIP, **headers})


def check(server: Server, asked: bytes) -> tuple[int, Mapping[str, Any]]:
    """The answer has no error; its size on the wire, and the event in it."""
    status, body = server.ask(asked)
    found = json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    if status != 200 or found.get("errors"):
        raise Trouble(f"The gateway answers {status}: {str(found)[:500]}")
    return len(body), found["data"]["event"]


def days_of(server: Server, documents: Mapping[str, str]) -> list[str]:
    """The days of the agenda, which has all of its sessions."""
    _, event = check(server, question(documents["LiveEvent"], {}))
    if event["summary"]["sessions"] != SESSIONS:
        raise Trouble(f"The gateway's agenda has {event['summary']['sessions']} sessions, not {SESSIONS}.")
    return [one["day"] for one in event["summary"]["days"]]


def cold(installed: Installation, sender: Sender, core: int, asked: bytes, connections: int, starts: int) -> Row:
    """So many connections ask at once what a Hallway that has just started, Valkey empty, was never asked before."""
    rates: list[float] = []
    last: list[float] = []
    for _ in range(starts):
        installed.forget()
        with installed.serving(core) as server:
            files = sender.files([asked])
            found = sender.finish(sender.start(server.port, files, connections, 0, status=-200))
            rates.append(found.rate)
            last.append(found.p99)
    return {"rate": statistics.median(rates), "p99_ms": statistics.median(last), "refused": found.refused}


def steady(server: Server, sender: Sender, asked: bytes, connections: int, seconds: float) -> Row:
    """The same question again and again, after it has been asked for a while."""
    files = sender.files([asked])
    warm = seconds / 3
    before = server.cpu()
    found = sender.finish(sender.start(server.port, files, connections, seconds, warmup=warm, status=-200))
    total = found.requests + found.refused
    share = seconds / (seconds + warm)
    return {
        "rate": found.rate,
        "p50_ms": found.p50,
        "p99_ms": found.p99,
        "cpu_ms": (server.cpu() - before) * share / max(total, 1) * 1000,
        "refused": found.refused,
    }


def speed(
    installed: Installation, sender: Sender, core: int, given: argparse.Namespace, documents: Mapping[str, str]
) -> list[Row]:
    """Every page at every number of connections: cold, then steady as nobody and as somebody signed in."""
    rows: list[Row] = []
    with installed.serving(core) as server:
        days = days_of(server, documents)[:1]
    for page, name in PAGES.items():
        for connections in given.connections:
            row = cold(installed, sender, core, question(documents[name], {}, days), connections, given.starts)
            rows.append({"page": page, "connections": connections, "state": "cold", **row})
            say(gateway_report.line(rows[-1]))
    with installed.serving(core) as server:
        for page, name in PAGES.items():
            for state, headers in (("cached", {}), ("signed in", {"cookie": installed.member(server)})):
                asked = question(documents[name], headers, days)
                size, _ = check(server, asked)
                began = time.perf_counter()
                check(server, asked)
                once = time.perf_counter() - began
                for connections in given.connections:
                    seconds = max(given.seconds, min(2 * once * connections, given.seconds * 6))
                    row = steady(server, sender, asked, connections, seconds)
                    at = {"page": page, "connections": connections, "state": state, "bytes": size}
                    rows.append({**at, **row, "rss_mb": server.rss() / 1e6})
                    say(gateway_report.line(rows[-1]))
                check(server, asked)
    return rows


def harm(
    installed: Installation, sender: Sender, core: int, given: argparse.Namespace, documents: Mapping[str, str]
) -> Row:
    """What each hostile request costs, and what honest traffic feels of ten of them a second."""
    costs: dict[str, Row] = {}
    for name, kind in hostile.KINDS.items():  # each on a fresh process: memory is not taken from what another left
        with installed.serving(core, HALLWAY_FREE_QUERIES="1") as server:  # or each would be refused by its hash alone
            costs[name] = hostile.cost_of(server, kind, given.repeats)._asdict()
            say(gateway_report.cost_line(name, costs[name]))
    with installed.serving(core, HALLWAY_FREE_QUERIES="1") as server:
        _, whole = check(server, question(documents["AgendaDays"], {}, days_of(server, documents)))
        sessions = [session["id"] for session in whole["agenda"]["sessions"]]
        honest = hostile.honest_requests(sessions, documents)
        files = sender.files(honest)
        most = sender.finish(sender.start(server.port, files, 32, given.seconds, warmup=1, status=200)).rate
        rate = most * given.load
        say(f"honest requests: {most:,.0f} a second at most, {rate:,.0f} from now on")
        rounds = [hostile.mixed(server, sender, honest, rate, 32, given.seconds * 3) for _ in range(given.rounds)]
        for alone, beside in rounds:
            say(f"honest p99 {alone.p99:.2f} ms alone, {beside.p99:.2f} ms beside hostile requests")
        return {
            "costs": costs,
            "honest_rate": rate,
            "alone_p50_ms": statistics.median(one.alone.p50 for one in rounds),
            "alone_p99_ms": statistics.median(one.alone.p99 for one in rounds),
            "beside_p50_ms": statistics.median(one.beside.p50 for one in rounds),
            "beside_p99_ms": statistics.median(one.beside.p99 for one in rounds),
        }


async def measure(given: argparse.Namespace, folder: Path) -> Row:
    """What was asked for, on one installation."""
    server_core, load_core = cores()
    os.sched_setaffinity(0, {load_core})
    sender = Sender(compiled(folder), folder, load_core)
    documents = webdocs.documents()
    say("PostgreSQL, Valkey, and the demo's event")
    async with installation(folder, given.port, server_core) as installed:
        found: Row = {}
        if given.only in (None, "speed"):
            found["speed"] = speed(installed, sender, server_core, given, documents)
        if given.only in (None, "hostile"):
            found["hostile"] = harm(installed, sender, server_core, given, documents)
        return found


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short runs, one cold start, one round")
    parser.add_argument("--only", choices=["speed", "hostile"], help="one of the two parts")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measured run (6)")
    parser.add_argument(
        "--connections", type=int, action="append", help=f"repeatable; {', '.join(map(str, CONNECTIONS))} otherwise"
    )
    parser.add_argument("--rounds", type=int, default=5, help="of honest traffic without and with hostile requests (5)")
    parser.add_argument("--load", type=float, default=0.3, help="honest traffic, as a share of what is possible (0.3)")
    parser.add_argument("--port", type=int, default=21510, help="a free port, and six from 10 above it (21510)")
    parser.add_argument("--before", type=Path, help="an earlier gateway.json, for ratios")
    parser.add_argument("--out", type=Path, default=HERE / "results", help="folder for gateway.json and gateway.md")
    given = parser.parse_args()
    given.connections = given.connections or CONNECTIONS
    given.starts, given.repeats = COLD_STARTS, hostile.REPEATS
    if given.quick:
        given.seconds, given.rounds, given.starts, given.repeats = 1.0, 1, 1, 3
    return given


def main() -> int:
    """Everything, one after the other."""
    given = arguments()
    stoppable()
    try:
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            say(f"load average before: {os.getloadavg()[0]:.2f} (results need a quiet machine)")
            found = asyncio.run(measure(given, Path(name)))
        before = json.loads(given.before.read_text()) if given.before else {}
        for path in gateway_report.write(given.out, found, before):
            say(f"wrote {path}")
    except Trouble as trouble:
        print(f"bench/graphql: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
