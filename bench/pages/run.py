"""Pages, kept ones and such as are made anew, and the files that they load, as somebody who is not signed in gets them,
and an event's pages as somebody who takes part in it: from a real installation with its page server, PostgreSQL and
Valkey, all on one core.

    .hallway/venv/bin/python bench/pages/run.py            about a minute on a quiet machine with two cores
    .hallway/venv/bin/python bench/pages/run.py --quick    to see that everything works

Needs Node.js and a build of the web (`make setup`). Each row says how many answers a second, and their share of what
`/healthz` gives in the same run, which is what a request costs before anything is done for it; and how much of the
processor an answer takes, of the gateway and of the page server, which other work on the machine changes least."""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import psutil

HERE: Final = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parents[1] / "server"), str(HERE.parent / "graphql")]

from contenders import Server, Trouble, cpu_of, stoppable  # noqa: E402
from installation import SLUG, Installation, installation, request  # noqa: E402
from load import Load, Sender, compiled, cores  # noqa: E402

PAGES: Final = ("/", "/login", f"/e/{SLUG}", f"/e/{SLUG}/agenda")
INSIDE: Final = ("lobby", "agenda", "matches", "people")
REGISTER: Final = "mutation ($id: ID!) { registerForEvent(eventId: $id) { id } }"
FEW: Final = 4
"""Connections that ask for what is slow."""
ANEW: Final = "?anew"
"""No page that is kept has this in its address."""
SESSION: Final = re.compile(rb"/sessions/[0-9a-f-]{36}")
SCRIPT: Final = re.compile(rb"/_next/static/[\w./-]+\.js")
CODINGS: Final = ("br", "gzip", "identity")


class Row(NamedTuple):
    """What was asked, of which port, and how."""

    what: str
    path: str
    coding: str = "br"
    direct: bool = False
    """Of the page server itself, past the gateway."""
    slow: bool = False
    """So slow that it is asked by few, for longer."""
    cookie: str = ""
    """Of whoever asks, if they are signed in."""


def asked(path: str, coding: str, cookie: str = "") -> bytes:
    """A browser's request, as far as it matters."""
    head = f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: {coding}\r\n"
    return (head + (f"cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()


def attendee(installed: Installation, server: Server) -> str:
    """The cookies of somebody who takes part in the event."""
    cookie = installed.member(server)

    def graph(query: str, **variables: str) -> dict[str, dict[str, str]]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        status, answer = server.ask(request(body, {"cookie": cookie}))
        if status != 200 or b'"errors"' in answer:
            raise Trouble(f"Nobody can take part in the event: {status} {answer[:300]!r}")
        return json.loads(answer)["data"]

    event = graph("query ($slug: String!) { event(slug: $slug) { id } }", slug=SLUG)["event"]["id"]
    graph(REGISTER, id=event)
    return f"hallway_somebody=1; {cookie}"


def page_server(server: Server) -> int:
    """The port on which Hallway's own page server listens."""
    for child in server.process.children(recursive=True):
        if "node" in child.name() or "next" in child.name():
            for one in child.net_connections("inet"):
                if one.status == psutil.CONN_LISTEN:
                    return one.laddr.port
    raise Trouble("Hallway has started no page server: is the web built?")


def largest_script(server: Server) -> str:
    """Of those that the first page loads."""
    _, page = server.ask(asked("/", "identity"))
    sizes = {path.decode(): len(server.ask(asked(path.decode(), "identity"))[1]) for path in set(SCRIPT.findall(page))}
    return max(sizes, key=lambda path: sizes[path])


def session_page(server: Server) -> str:
    """Of a session of the event."""
    _, page = server.ask(asked(f"/e/{SLUG}/agenda", "identity"))
    found = SESSION.search(page)
    if found is None:
        raise Trouble("The agenda has no session in it: is the demo's event there?")
    return f"/e/{SLUG}{found[0].decode()}"


def rows_of(script: str, session: str, cookie: str) -> list[Row]:
    """All there is to be measured; `/healthz` first."""
    inside = [f"/e/{SLUG}/{page}" for page in INSIDE]
    pages = [(path, path) for path in PAGES] + [("a session's page", session)]
    return [
        Row("/healthz", "/healthz"),
        *(Row(f"a script, {coding}", script, coding) for coding in CODINGS),
        *(Row(f"a script, {coding}, from Node.js", script, coding, direct=True) for coding in CODINGS[1:]),
        *(Row(what, path) for what, path in pages),
        *(Row(f"{path}, signed in", path, "gzip", cookie=cookie) for path in inside),
        Row(f"{inside[0]}, without answers", inside[0], cookie="hallway_somebody=1"),
        *(Row(f"{what}, made anew", path + ANEW, slow=True) for what, path in pages),
    ]


def told(row: Row, found: Load, ours: float, whole: float, alive: float) -> str:
    """One line of the table; `ours` and `whole` are seconds of CPU, of the gateway and of all of Hallway."""
    gateway, pages = (one * 1000 / found.requests for one in (ours, max(0.0, whole - ours)))
    return (
        f"  {row.what:<34}{found.rate:>8,.0f} a second {found.rate / alive:>6.2f} of /healthz"
        f"   p50 {found.p50:>8.2f} ms   p99 {found.p99:>8.2f} ms"
        f"   CPU {gateway:>7.3f} + {pages:>7.3f} ms"
    )


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Every row, one after the other."""
    server_core, load_core = cores()
    os.sched_setaffinity(0, {load_core})
    sender = Sender(compiled(folder), folder, load_core)
    async with installation(folder, given.port, server_core) as installed:
        with installed.serving(server_core, HALLWAY_WEB_URL="", HALLWAY_FREE_QUERIES="1") as server:
            node, alive = page_server(server), 1.0
            cookie = attendee(installed, server)
            for row in rows_of(largest_script(server), session_page(server), cookie):
                files = sender.files([asked(row.path, row.coding, row.cookie)])
                port = node if row.direct else server.port
                connections = FEW if row.slow else given.connections
                seconds = given.seconds * (2 if row.slow else 1)
                server.ask(asked(row.path, row.coding, row.cookie))  # made once, however slow
                sender.finish(sender.start(port, files, connections, seconds / 2, status=200))
                before = cpu_of(server.process.pid), server.cpu()
                found = sender.finish(sender.start(port, files, connections, seconds, status=200))
                ours = cpu_of(server.process.pid) - before[0]
                whole = server.cpu() - before[1]
                alive = found.rate if row.path == "/healthz" else alive
                print(told(row, found, ours, whole, alive), flush=True)


def main() -> int:
    """Everything, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="runs of one second")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measured run (5)")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--port", type=int, default=21610, help="a free port, and some above it (21610)")
    given = parser.parse_args()
    given.seconds = 1.0 if given.quick else given.seconds
    stoppable()
    try:
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            print(
                f"  load average before: {os.getloadavg()[0]:.2f} (results need a quiet machine)",
                flush=True,
            )
            asyncio.run(measure(given, Path(name)))
    except Trouble as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
