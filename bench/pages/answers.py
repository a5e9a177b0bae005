"""Small answers through the whole gateway: what one request costs, of nobody and of somebody signed in, on a real
installation with PostgreSQL and Valkey, everything on one core.

    make bench WHAT=pages/answers                          about a minute on a quiet machine with two cores
    make bench WHAT=pages/answers ARGS="--against CHECKOUT"    the code of another checkout first, on the same data
    make bench WHAT=pages/answers ARGS="--profile me"          one row, and where the gateway's own time goes

Each row says how many answers a second there are, and the processor's time for one of them: of Hallway's process, and
apart from it of PostgreSQL and Valkey, which have the same core."""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import psutil

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
sys.path[1:1] = [str(ROOT / "server"), str(HERE.parent / "graphql")]

from contenders import Server, Trouble, cpu_of, stoppable  # noqa: E402
from installation import SLUG, Installation, installation, request  # noqa: E402
from load import Load, Sender, compiled, cores  # noqa: E402

HEALTHZ: Final = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
HEAD: Final = """id slug name kind tagline description status visibility startsAt endsAt timeZone location capacity
registeredCount codeOfConduct credit version"""
DOCUMENTS: Final = {
    "me": "query Me { me { id email name } }",
    "event": f"query Head($slug: String!) {{ event(slug: $slug) {{ {HEAD} nowNext {{ eventId now next }} }} }}",
    "cover": """query Cover($slug: String!) { event(slug: $slug) { version agenda {
        stages { id position } sessions { startsAt endsAt stageId } } } }""",
    "agenda": """query Agenda($slug: String!) { event(slug: $slug) { agenda { version published
        stages { id name position } tracks { id name hue position } speakers { id name userId }
        sessions { id stageId trackId title subtitle kind startsAt endsAt day speakerIds } } } }""",
    "mine": f"""query Mine($slug: String!) {{ event(slug: $slug) {{ {HEAD} stars
        membership {{ registered roles {{ role }} }} }} }}""",
}
"""Parts of what pages ask. `me` and `mine` are personal; the others are the same for everybody."""
NOBODY: Final = "nobody"
PERSON: Final = "somebody"


class Row(NamedTuple):
    """What is asked, and by whom."""

    name: str
    who: str
    request: bytes

    @property
    def title(self) -> str:
        return f"{self.name}, {self.who}" if self.who else self.name


def rows_of(installed: Installation, server: Server) -> list[Row]:
    """All there is to be measured, `/healthz` first."""
    rows = [Row("healthz", "", HEALTHZ)]
    cookie = {"cookie": installed.member(server)}
    for name, query in DOCUMENTS.items():
        for who, headers in ((NOBODY, {}), (PERSON, cookie)):
            if who == NOBODY and name in ("me", "mine"):
                continue
            asked = {"query": query} if name == "me" else {"query": query, "variables": {"slug": SLUG}}
            body = json.dumps(asked).encode()
            rows.append(Row(name, who, request(body, {"accept-encoding": "gzip, deflate, br", **headers})))
    return rows


class Used(NamedTuple):
    """Seconds of processor: of Hallway, and of the databases."""

    hallway: float
    postgres: float
    valkey: float


def used(server: Server) -> Used:
    """So far. The databases are this process's children's children, whatever they are called here."""
    children = psutil.Process().children(recursive=True)
    postgres = sum(cpu_of(one.pid) for one in children if "postgres" in _name(one))
    valkey = sum(cpu_of(one.pid) for one in children if "valkey" in _name(one))
    return Used(cpu_of(server.process.pid), postgres, valkey)


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


def told(row: Row, size: int, found: Load, cost: Used) -> str:
    """One line of the table."""
    times = [seconds / found.requests * 1e3 for seconds in cost]
    return (
        f"  {row.title:<20}{size / 1e3:>7.1f} kB{found.rate:>8,.0f} a second   CPU ms: Hallway {times[0]:>6.3f}"
        f"  PostgreSQL {times[1]:>6.3f}  Valkey {times[2]:>6.3f}   p50 {found.p50:>6.2f}  p99 {found.p99:>6.2f} ms"
    )


def measured(row: Row, server: Server, sender: Sender, given: argparse.Namespace) -> str:
    """One row: warmed up, then measured."""
    status, body = server.ask(row.request)
    if status != 200 or b'"errors"' in body:
        raise Trouble(f"{row.title} is answered {status}: {body[:300]!r}")
    files = sender.files([row.request])
    sender.finish(sender.start(server.port, files, given.connections, given.seconds / 3, status=200))
    if given.profile:
        server.process.send_signal(signal.SIGUSR1)
    before = used(server)
    found = sender.finish(sender.start(server.port, files, given.connections, given.seconds, status=200))
    cost = Used(*(now - then for now, then in zip(used(server), before, strict=True)))
    if given.profile:
        server.process.send_signal(signal.SIGUSR1)
        server.ask(HEALTHZ)  # it has told
    return told(row, len(body), found, cost)


def side(installed: Installation, sender: Sender, core: int, given: argparse.Namespace, checkout: Path) -> None:
    """All rows with the code of one checkout."""
    more = {"HALLWAY_FREE_QUERIES": "1", "PYTHONPATH": str(checkout / "server")}
    if given.profile:
        more |= {"HALLWAY_SAMPLED": "1", "PYTHONPATH": f"{HERE / 'sampled'}:{checkout / 'server'}"}
    installed.forget()
    with installed.serving(core, **more) as server:
        for row in rows_of(installed, server):
            if given.only in (None, row.name):
                print(measured(row, server, sender, given), flush=True)
    if given.profile:
        print((installed.folder / f"hallway-{given.port}.log").read_text().rpartition("SAMPLES\n")[2])


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Each checkout, one after the other, on the same data."""
    server_core, load_core = cores()
    os.sched_setaffinity(0, {load_core})
    sender = Sender(compiled(folder), folder, load_core)
    async with installation(folder, given.port, server_core) as installed:
        for checkout in (*given.against, ROOT):
            print(f"  {checkout}" if given.against else "", flush=True)
            side(installed, sender, server_core, given, checkout)


def main() -> int:
    """Everything, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=lambda given: [Path(given).resolve()], metavar="CHECKOUT", default=[])
    parser.add_argument("--only", choices=["healthz", *DOCUMENTS], help="one row")
    parser.add_argument("--profile", choices=["healthz", *DOCUMENTS], help="one row, and where its time goes")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measured run (4)")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--port", type=int, default=21710, help="a free port, and some above it (21710)")
    given = parser.parse_args()
    given.only = given.profile or given.only
    stoppable()
    try:
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            print(f"  load average before: {os.getloadavg()[0]:.2f} (results need a quiet machine)", flush=True)
            asyncio.run(measure(given, Path(name)))
    except Trouble as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
