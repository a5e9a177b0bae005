"""All of Hallway under an event: people come, look around and talk, as in the scenario that Venueless publishes.

    .hallway/venv/bin/python bench/realtime/venue.py [--clients 2500] [--search] [--hold 60] [--port 4750]

Hallway runs as `hallway serve` in one process with its real settings, with PostgreSQL (fsync on) and Valkey from their
wheels. 33 people come each second; each loads the event's page (GraphQL over HTTP), connects with a token, watches and
enters the event, joins the lobby (history), and asks for the profiles of those who spoke. 1 % of them say something
every 15 s on average. Latency is from sending to each arrival at anybody. Hallway's process has one core; PostgreSQL,
Valkey and the load client (C) share the other. With --search people keep coming until p95 passes 250 ms for 20 s.

Ends with an error when a message was lost, came twice or in another order, or when anything timed out (except in a
search). Writes venue.json and venue.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import cast

import server_path  # noqa: F401  # pyright: ignore[reportUnusedImport]  (first: Hallway is found by it)
from tools import (
    CLIENT_CORE,
    HERE,
    ROOT,
    SERVER_CORE,
    Trouble,
    build,
    free,
    group_cpu,
    machine,
    prepare,
    say,
    serving,
)
from venue_seed import Stage, bodies, prepare_event

from hallway.bootstrap.registry import SERVICES
from hallway.commands.migrate import migrate_all
from hallway.embedded.servers import start_servers
from hallway.kernel.settings import Settings

TARGET_P95 = 250.0
MOST = 6000
SECRET = "a secret of the benchmark, of no use to anybody"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=None, help=f"2500; with --search the most to try ({MOST})")
    parser.add_argument("--search", action="store_true", help=f"find where p95 passes {TARGET_P95:.0f} ms")
    parser.add_argument("--rate", type=float, default=33.0, help="people who come each second")
    parser.add_argument("--every", type=float, default=15.0, help="seconds between two messages of a talker")
    parser.add_argument("--hold", type=float, default=60.0, help="seconds that all are there")
    parser.add_argument("--port", type=int, default=4750)
    parser.add_argument("--out", type=Path, default=HERE / "results")
    return parser.parse_args()


def environment(settings: Settings) -> dict[str, str]:
    """Hallway's settings: its own defaults, and where things are. There are no pages, so nobody asks for them."""
    return {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "HALLWAY_SECRET": settings.secret,
        "HALLWAY_PORT": str(settings.port),
        "HALLWAY_WEB_URL": settings.web_url,
    }


async def load(stage: Stage, given: argparse.Namespace, pid: int, folder: Path) -> dict[str, object]:
    """Run the client; gives its figures, with the CPU of PostgreSQL and Valkey."""
    (folder / "tokens").write_text("\n".join(stage.tokens) + "\n")
    (folder / "bodies").write_text("\n".join(bodies(stage)) + "\n")
    words: dict[str, object] = {
        "--ports": given.port, "--pids": pid, "--clients": given.clients, "--tokens": folder / "tokens",
        "--bodies": folder / "bodies", "--event": stage.event_id, "--room": stage.room_id, "--rate": given.rate,
        "--every": given.every, "--hold": given.hold, "--stop-at": TARGET_P95 if given.search else 0,
    }  # fmt: skip
    argv = ["taskset", "-c", str(CLIENT_CORE), str(build("venue"))]
    argv += [str(word) for pair in words.items() for word in pair]
    before = {name: group_cpu(name) for name in ("postgres", "valkey")}
    within = given.clients / given.rate + given.hold + 150
    client = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE, limit=1 << 20)
    try:
        async with asyncio.timeout(within):
            said, _ = await client.communicate()
    except TimeoutError as error:
        raise Trouble(f"The load client was not through after {within:.0f} s.") from error
    finally:
        if client.returncode is None:
            client.kill()
            await client.wait()
    if client.returncode:
        raise Trouble("The load client ended with an error (above).")
    figures = json.loads(said)
    for name, used in before.items():
        figures[f"{name}_cpu"] = round((group_cpu(name) - used) / figures["seconds"], 3)
    return figures


def faults(figures: dict[str, object]) -> list[str]:
    """What must not have happened."""
    wrong = ("timeouts", "late_messages", "refused_sends", "failed_requests", "dropped", "gaps", "twice", "missing")
    found = [f"{figures[name]} {name.replace('_', ' ')}" for name in wrong if figures[name]]
    if figures["acknowledged"] != figures["messages"]:
        found.append("messages without an answer")
    if found and figures["first_trouble"]:
        found.append(f"the first of them: {figures['first_trouble']}")
    return found


def found_at(figures: dict[str, object]) -> float:
    """How many were there when the last window with a good p95 ended."""
    timeline = cast(list[dict[str, float]], figures["timeline"])
    return max((each["here"] for each in timeline if 0 <= each["p95_ms"] <= TARGET_P95), default=0)


def table(figures: dict[str, object], where: dict[str, str], search: bool) -> str:
    """The result as Markdown."""

    def ms(prefix: str) -> str:
        return " / ".join(f"{float(str(figures[f'{prefix}{name}_ms'])):,.0f}" for name in ("p50", "p95", "p99"))

    def share(name: str) -> str:
        return f"{float(str(figures[name])):.0%}"

    rows = {
        "people": f"{figures['here']:,} of {figures['clients']:,}, {figures['seconds']} s",
        "messages, deliveries": f"{figures['messages']:,}, {figures['deliveries']:,}",
        "chat, sent to arrived: p50 / p95 / p99": f"{ms('')} ms",
        "the same when all are there": f"{ms('full_')} ms",
        "sent to acknowledged: p50 / p95 / p99": f"{ms('ack_')} ms",
        "GraphQL requests: count, p50, p99": (
            f"{figures['requests']:,}, {figures['request_p50_ms']} ms, {figures['request_p99_ms']} ms"
        ),
        "from coming to being there: p50, p99": f"{figures['arrival_p50_ms']} ms, {figures['arrival_p99_ms']} ms",
        "time-outs, lost, twice": f"{figures['timeouts']}, {figures['missing']}, {figures['twice']}",
        "CPU of a core: Hallway, PostgreSQL, Valkey, client": ", ".join(
            share(f"{name}_cpu") for name in ("server", "postgres", "valkey", "client")
        ),
    }
    if search:
        rows[f"most people with p95 below {TARGET_P95:.0f} ms"] = f"{found_at(figures):,}"
    lines = ["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows.items())]
    return "\n".join(lines) + f"\n\n{where['processor']}, {where['taken']}, commit {where['commit']}.\n"


async def run(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="hallway-venue-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL may run as another user
        async with start_servers(folder / "data") as servers:
            settings = Settings.from_env(
                {
                    "DATABASE_URL": servers.database,
                    "REDIS_URL": servers.redis,
                    "HALLWAY_SECRET": SECRET,
                    "HALLWAY_PORT": str(given.port),
                    "HALLWAY_WEB_URL": f"http://127.0.0.1:{given.port + 1}",
                },
                SERVICES,
            )
            say("migrating")
            await migrate_all(settings.database_url)
            say(f"{given.clients:,} accounts, sessions and registrations")
            stage = await prepare_event(settings, given.clients)
            argv = [sys.executable, "-m", "hallway", "serve"]
            say("starting Hallway")
            with serving(argv, SERVER_CORE, b"Waiting for pages", env=environment(settings), cwd=ROOT / "server") as pid:
                figures = await load(stage, given, pid, folder)
    where, suffix = machine(), "-search" if given.search else ""
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / f"venue{suffix}.json").write_text(json.dumps({"machine": where, **figures}, indent=1) + "\n")
    (given.out / f"venue{suffix}.md").write_text(table(figures, where, given.search))
    print(f"\n{table(figures, where, given.search)}\n  Written to {given.out}")
    wrong = faults(figures)
    if wrong:
        print(f"\n  {'Seen on the way' if given.search else 'FAILED'}: {'; '.join(wrong)}")
    return 1 if wrong and not given.search else 0


def main() -> int:
    given = arguments()
    given.clients = given.clients or (MOST if given.search else 2500)
    prepare(2 * given.clients + 1000)
    free([given.port])
    build("venue")
    os.sched_setaffinity(0, {CLIENT_CORE})  # and with us PostgreSQL and Valkey
    return asyncio.run(run(given))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"\n  {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
