"""What a person waits for, in a real Chromium: from a click to the picture, a slow phone's page loads, what an action
takes, scrolling, and a chat in which much is said.

    make bench WHAT=pages/views                              three rounds, about ten minutes on two cores
    make bench WHAT=pages/views ARGS=--quick                 one round
    make bench WHAT=pages/views ARGS="--only phone grid --verbose"
    make bench WHAT=pages/views ARGS="--against CHECKOUT"    in turn with another checkout, which has a build too
    make bench WHAT=pages/views BASE="http://localhost:3000"          one that runs already, in demo mode
    make bench WHAT=pages/views BASE="http://a:3000 http://b:3000"    two, in turn: before and after

Each round goes through all parts, on one side after the other, and every other round the other way about. Of each row
there are the first number, the median of all, and with two sides the ratio of the medians. A phone is 390 px wide, its
processor four times as slow as this one, its network 1.6 Mbit/s down and 750 kbit/s up with 150 ms; everything in it
is new. A desktop is 1440 px wide. Blocked is what tasks took beyond 50 ms each after the first paint.

Hallway, its page server and its databases have one core; the browser takes what it gets of both. Chat and grid say the
processor's time, which other work on the machine changes least; the rest is what the clock says."""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
sys.path[1:1] = [str(ROOT / "server"), str(HERE.parent / "graphql")]

from contenders import Trouble, stoppable  # noqa: E402
from installation import SLUG, installation  # noqa: E402
from load import cores  # noqa: E402

PARTS: Final = {
    "desktop": "On a desktop, from the click to the first that is wanted",
    "phone": "A page load on a slow phone with a slow network",
    "actions": "The longest interaction of an action, processor four times as slow (goal: 200 ms)",
    "grid": "Scrolling the agenda's grid, of the processor's time (goals: 8 ms for each frame, no task over 50 ms)",
    "chat": "A lobby with 20 messages a second, of the processor's time (goal: 3 ms for each message)",
}
APART: Final = 10
"""Ports between two sides."""


class Sample(NamedTuple):
    """One number that the browser said."""

    part: str
    row: str
    side: int
    value: float
    unit: str
    note: str


@asynccontextmanager
async def sides(given: argparse.Namespace, folder: Path) -> AsyncGenerator[dict[str, str]]:
    """Addresses by what they are called: those that run already, or of checkouts, each with data of its own."""
    if given.base:
        yield {base: base.rstrip("/") for base in given.base}
        return
    core = cores()[0]
    found: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        for checkout in (*given.against, ROOT):
            name, port = str(checkout), given.port + APART * len(found)
            print(f"  {name} is made and started", flush=True)
            own = folder / str(port)
            own.mkdir(mode=0o755)
            installed = await stack.enter_async_context(installation(own, port, core, checkout))
            stack.enter_context(installed.serving(core, HALLWAY_WEB_URL="", HALLWAY_DEMO="1"))
            found[name] = f"http://localhost:{port}"
        yield found


def samples(given: argparse.Namespace, bases: list[str]) -> Iterator[Sample]:
    """What the browser says, as it says it."""
    wanted = {"sides": bases, "slug": SLUG, "rounds": given.rounds, "parts": given.only}
    argv = ["node", str(HERE / "views" / "main.mjs"), json.dumps(wanted)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as browser:
        try:
            for line in browser.stdout or ():
                yield Sample(**json.loads(line))
        finally:
            browser.terminate()  # it is over, or shall be
    if browser.returncode:
        raise Trouble("The browser did not come to the end; what is wrong stands above.")


def number(value: float, unit: str) -> str:
    """As many digits as say something."""
    if not unit:
        return f"{value:.3f}"
    return f"{value:,.0f} {unit}" if value >= 20 else f"{value:.1f} {unit}"


def table(found: list[Sample], names: list[str], verbose: bool) -> str:
    """In Markdown: each row's first and median of each side, and what the second is of the first."""
    lines: list[str] = []
    for part in dict.fromkeys(one.part for one in found):
        heads = "".join(f" {name} first | median |" for name in (names if len(names) > 1 else [""]))
        ratio = " ratio |" if len(names) > 1 else ""
        lines += ["", f"| {PARTS[part]} |{heads}{ratio}", f"|---|{'---|---|' * len(names)}{'---|' if ratio else ''}"]
        for row in dict.fromkeys(one.row for one in found if one.part == part):
            each = [
                [one for one in found if (one.part, one.row, one.side) == (part, row, i)] for i in range(len(names))
            ]
            lines.append(f"| {row} |{cells(each)}")
            notes = dict.fromkeys(one.note for side in each for one in side if one.note)
            lines += [f"|   {note} |" for note in notes] if verbose else []
    return "\n".join(lines)


def cells(each: list[list[Sample]]) -> str:
    """Of one row."""
    medians = [statistics.median(one.value for one in side) for side in each]
    said = "".join(
        f" {number(side[0].value, side[0].unit)} | {number(median, side[0].unit)} |"
        for side, median in zip(each, medians, strict=True)
    )
    if len(medians) < 2:
        return said
    return f"{said} {medians[1] / medians[0]:.2f} |" if medians[0] else f"{said} |"


async def measure(given: argparse.Namespace, folder: Path) -> str:
    """Everything; the table."""
    async with sides(given, folder) as bases:
        found: list[Sample] = []
        for one in samples(given, list(bases.values())):
            found.append(one)
            print(f"    {one.part}: {one.row}, {number(one.value, one.unit)}", file=sys.stderr, flush=True)
        return table(found, list(bases), given.verbose)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="some of the parts")
    parser.add_argument("--rounds", type=int, default=3, help="of each part (3)")
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--verbose", action="store_true", help="what the largest element was, what shifted, and more")
    parser.add_argument("--against", type=lambda name: [Path(name).resolve()], metavar="CHECKOUT", default=[])
    parser.add_argument(
        "--base", nargs="+", default=os.environ.get("BASE", "").split(), help="one address, or two, in demo mode"
    )
    parser.add_argument("--port", type=int, default=21760, help="a free port, and some above it (21760)")
    given: Any = parser.parse_args()
    given.rounds = 1 if given.quick else given.rounds
    return given


def main() -> int:
    """Everything, one after the other."""
    given = arguments()
    stoppable()
    print(f"  load average before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores (results need a quiet machine)")
    try:
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as name:
            os.chmod(name, 0o755)  # PostgreSQL may run under another account
            print(asyncio.run(measure(given, Path(name))))
    except Trouble as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
