"""`make test`: every suite, then one summary. The last line is `N passed, N failed, N skipped` over all of them.

Two suites run side by side, each with its own servers and browsers; when one is over, the next begins. What a suite
says goes to a log, which is printed whole when the suite is over; a suite that runs alone says it at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clocks import CLOCKS, at_clock, moment
from reports import Outcome, Report, believed, read_report, summary
from steps import LOGS, PYTHON, ROOT, STATE, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SERVER, WEB, REPORTS = ROOT / "server", ROOT / "web", STATE / "reports"
LONGEST = 80 * 60  # seconds for all suites: four times what a slow machine needs
TO_END = 30  # seconds in which an interrupted suite stops its servers and browsers
STILL = 60  # seconds between two signs of life where no terminal shows the time
MEMORY, ENOUGH = (
    Path("/dev/shm"),
    10 << 30,
)  # bytes: two suites' databases, browsers and copies of builds take some 4 GB
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Suite(NamedTuple):
    """Tests that one program runs; it writes a JUnit report."""

    name: str
    argv: list[str]
    cwd: Path

    @property
    def report(self) -> Path:
        return REPORTS / (self.name + ".xml")


def suites() -> list[Suite]:
    """All there are, the longest first. Every playwright.config.ts below web/ is a suite of its own."""
    pytest = [str(PYTHON), "-m", "pytest", "-p", "no:cacheprovider", "--color=auto"]
    apart = ("access", "fuzz", "scenarios")
    others = [f"--ignore=tests/{name}" for name in apart]
    found = [
        Suite("server", [*pytest, "tests", *others], SERVER),
        *(Suite(name, [*pytest, f"tests/{name}"], SERVER) for name in apart),
        Suite("web", ["npx", "vitest", "run", "--reporter=default", "--reporter=junit"], WEB),
    ]
    for config in sorted(WEB.glob("**/playwright.config.ts")):
        if "node_modules" in config.parts:
            continue
        place = config.parent.relative_to(WEB)
        name = "browser" if place in (Path(), Path("e2e")) else "browser-" + "-".join(place.parts[1:])
        argv = ["npx", "playwright", "test", "--config", str(config), "--reporter=list,junit"]
        found.insert(1 if name == "browser" else len(found), Suite(name, argv, WEB))
    return found


class Run:
    """One suite that has been started. It leads a process group of its own, so that nothing of it outlives it."""

    def __init__(self, suite: Suite, env: dict[str, str], clock: str, alone: bool) -> None:
        self.suite, self.name = suite, f"{suite.name} {clock}".strip()
        suite.report.unlink(missing_ok=True)
        argv = list(suite.argv)
        reported = {"PLAYWRIGHT_JUNIT_OUTPUT_FILE": str(suite.report), "PLAYWRIGHT_JUNIT_INCLUDE_RETRIES": "1"}
        if "pytest" in argv:
            argv.append(f"--junitxml={suite.report}")
        if "vitest" in argv:
            argv.append(f"--outputFile.junit={suite.report}")
        self.log = None if alone else LOGS / f"tests-{suite.name}.log"
        self.started = time.monotonic()
        if alone:
            self.title()
        with self.log.open("wb") if self.log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen(
                argv,
                cwd=suite.cwd,
                env={**at_clock(env, clock), **reported},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )

    def title(self) -> None:
        print(f"\n── {self.name} " + "─" * (70 - len(self.name)), flush=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def outcome(self, note: str = "") -> Outcome:
        """Print what it said and read its report; it is over, or is ended now."""
        code = self.end()
        if self.log:
            self.title()
            sys.stdout.buffer.write(self.log.read_bytes())
            sys.stdout.flush()
        report, note = believed(read_report(self.suite.report), code, note)
        return Outcome(self.name, report, self.seconds, note)

    def end(self) -> int:
        """Ask it to end if it runs, as Ctrl-C would, and kill what is left of its group; its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(TO_END)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()


def run_all(chosen: Sequence[Suite], env: dict[str, str], clock: str = "") -> list[Outcome]:
    """Run them in this order, two at a time."""
    waiting = list(chosen)
    running: list[Run | None] = [None, None]
    outcomes: list[Outcome] = []
    progress, until = Progress(), time.monotonic() + LONGEST
    try:
        while waiting or any(running):
            for place, run in enumerate(running):
                late = time.monotonic() > until
                if run and (late or run.process.poll() is not None):
                    progress.clear()
                    outcomes.append(run.outcome(f"stopped after {LONGEST // 60} minutes" if late else ""))
                    running[place] = None
                elif not run and waiting:
                    suite = waiting.pop(0)
                    try:
                        running[place] = Run(suite, with_browser(suite, env), clock, alone=len(chosen) == 1)
                    except (Trouble, OSError) as trouble:
                        outcomes.append(Outcome(suite.name, Report(failed=1), 0.0, str(trouble)))
            progress.show([run for run in running if run and run.log])
            time.sleep(0.2)
    finally:
        progress.clear()
        for run in running:
            if run:
                run.end()
    return outcomes


@contextlib.contextmanager
def folder_in_memory() -> Iterator[dict[str, str]]:
    """The environment that has suites keep their databases and browsers' profiles in memory, if there is enough of it:
    a database for each of two thousand tests is made there in a tenth of the time."""
    if free_memory() < ENOUGH:
        yield {}
        return
    folder = MEMORY / f"hallway-{zlib.crc32(str(ROOT).encode()):08x}"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir()
    try:
        yield {"TMPDIR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_memory() -> int:
    """Bytes that files in memory may take; 0 where there is no place for them."""
    try:
        available = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"))
        return min(shutil.disk_usage(MEMORY).free, int(available[1]) << 10 if available else 0)
    except OSError:
        return 0


class Progress:
    """What runs, and since when: in one line on a terminal, elsewhere in a line now and then."""

    def __init__(self) -> None:
        self.live, self.said = sys.stdout.isatty(), 0.0

    def show(self, running: Sequence[Run]) -> None:
        if running and (self.live or time.monotonic() - self.said > STILL):
            self.said = time.monotonic()
            text = "  · " + ", ".join(f"{run.name} {run.seconds:.0f} s" for run in running)
            print(f"\r{text}\033[K" if self.live else text, end="" if self.live else "\n", flush=True)

    def clear(self) -> None:
        if self.live:
            print("\r\033[K", end="", flush=True)


def with_browser(suite: Suite, env: dict[str, str]) -> dict[str, str]:
    """The environment, with a browser for the suites that need one."""
    return {**env, "HALLWAY_CHROMIUM": chromium()} if suite.name.startswith("browser") else env


def chromium() -> str:
    """The path of a Chromium; on Debian and its kin it is installed if we may."""
    named = os.environ.get("HALLWAY_CHROMIUM") or os.environ.get("CHROMIUM")
    found = named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        print("  Installing Chromium (apt-get) …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", *words], env=quiet, stdin=subprocess.DEVNULL, check=False, stdout=subprocess.DEVNULL
            )
        found = shutil.which("chromium")
    if not found:
        raise Trouble(
            "The browser tests need Chromium. On Debian:  sudo apt-get install chromium\n"
            "  Elsewhere install Chromium or Chrome and say where:  HALLWAY_CHROMIUM=/path/to/it make test"
        )
    return found


def main(words: list[str]) -> int:
    """Run the named suites, or all; at the named clock, or at all of them."""
    every = suites()
    parser = argparse.ArgumentParser(prog="suites.py", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="suite", help=", ".join(suite.name for suite in every))
    parser.add_argument("--clock", default="", help="such as 2028-02-29T12:00+01:00, or `every`")
    given = parser.parse_args(words)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for folder in (REPORTS, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    chosen = [suite for suite in every if not given.names or suite.name in given.names]
    if unknown := set(given.names) - {suite.name for suite in chosen}:
        parser.error(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(suite.name for suite in every)}")
    clocks = CLOCKS if given.clock == "every" else [given.clock]
    if given.clock and given.clock != "every":
        moment(given.clock)
    env = {**os.environ, "PYTHONPATH": str(SERVER), "NEXT_TELEMETRY_DISABLED": "1"}
    env.pop("NODE_ENV", None)
    with folder_in_memory() as quick:
        return summary([outcome for clock in clocks for outcome in run_all(chosen, {**env, **quick}, clock)])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except Trouble as trouble:
        sys.exit(f"\n  {trouble}\n")
