"""`make test`: every suite, then one summary. The last line is `N passed, N failed, N skipped` over all of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

from steps import PYTHON, ROOT, STATE, Trouble

SERVER, WEB, REPORTS = ROOT / "server", ROOT / "web", STATE / "reports"
LONGEST = 40 * 60  # seconds for one suite: the whole is to stay below 90 minutes on a slow machine
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Suite(NamedTuple):
    """Tests that one program runs; it writes a JUnit report, which is all that we believe."""

    name: str
    argv: list[str]
    cwd: Path

    @property
    def report(self) -> Path:
        return REPORTS / (self.name + ".xml")


class Outcome(NamedTuple):
    """What came of a suite; `note` says what the report does not."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    note: str = ""


def suites() -> list[Suite]:
    """All there are. Every playwright.config.ts below web/ is a suite of its own."""
    pytest = [str(PYTHON), "-m", "pytest", "-p", "no:cacheprovider", "--color=auto"]
    found = [
        Suite("server", [*pytest, "tests", "--ignore=tests/scenarios"], SERVER),
        Suite("scenarios", [*pytest, "tests/scenarios"], SERVER),
        Suite("web", ["npx", "vitest", "run", "--reporter=default", "--reporter=junit"], WEB),
    ]
    for config in sorted(WEB.glob("**/playwright.config.ts")):
        if "node_modules" in config.parts:
            continue
        place = config.parent.relative_to(WEB)
        name = "browser" if place in (Path(), Path("e2e")) else "browser-" + "-".join(place.parts[1:])
        argv = ["npx", "playwright", "test", "--config", str(config), "--reporter=list,junit"]
        found.append(Suite(name, argv, WEB))
    return found


def run_suite(suite: Suite, env: dict[str, str]) -> Outcome:
    """Run one suite to its end and read its report."""
    print(f"\n── {suite.name} " + "─" * (70 - len(suite.name)), flush=True)
    suite.report.unlink(missing_ok=True)
    argv, env = list(suite.argv), {**env, "PLAYWRIGHT_JUNIT_OUTPUT_FILE": str(suite.report)}
    if "pytest" in argv:
        argv.append(f"--junitxml={suite.report}")
    if "vitest" in argv:
        argv.append(f"--outputFile.junit={suite.report}")
    started = time.monotonic()
    process = subprocess.Popen(argv, cwd=suite.cwd, env=env, stdin=subprocess.DEVNULL)
    note = ""
    try:
        code = process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        code, note = 1, f"stopped after {LONGEST // 60} minutes"
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    passed, failed, skipped = counts(suite.report)
    if passed + failed == 0:
        failed, note = 1, note or "ran no test"
    elif code and not failed:
        failed, note = 1, note or f"ended with code {code}"
    return Outcome(suite.name, passed, failed, skipped, time.monotonic() - started, note)


def counts(report: Path) -> tuple[int, int, int]:
    """How many test cases of a JUnit report passed, failed (or broke), were skipped; zeros if there is none."""
    passed = failed = skipped = 0
    try:
        cases = list(ET.parse(report).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        return 0, 0, 0
    for case in cases:
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            failed += 1
        elif "skipped" in kinds:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


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


def summary(outcomes: list[Outcome]) -> int:
    """Print the closing lines; 0 if nothing failed."""
    print("\n── summary " + "─" * 63)
    for one in outcomes:
        mark = "✗" if one.failed else "✓"
        note = f"  ({one.note})" if one.note else ""
        numbers = f"{one.passed:5} passed {one.failed:4} failed {one.skipped:4} skipped {one.seconds:7.1f} s"
        print(f"  {mark} {one.name:<22}{numbers}{note}")
    passed, failed, skipped = (sum(one[index] for one in outcomes) for index in (1, 2, 3))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


def main(names: list[str]) -> int:
    """Run the named suites, or all."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    REPORTS.mkdir(parents=True, exist_ok=True)
    every = suites()
    chosen = [suite for suite in every if suite.name in names] if names else every
    if names and len(chosen) != len(set(names)):
        print(f"  No such suite; there are: {', '.join(suite.name for suite in every)}", file=sys.stderr)
        return 2
    env, outcomes = {**os.environ, "PYTHONPATH": str(SERVER), "NEXT_TELEMETRY_DISABLED": "1"}, []
    env.pop("NODE_ENV", None)
    for suite in chosen:
        try:
            if suite.name.startswith("browser"):
                env["HALLWAY_CHROMIUM"] = chromium()
            outcomes.append(run_suite(suite, env))
        except (Trouble, OSError) as trouble:
            outcomes.append(Outcome(suite.name, 0, 1, 0, 0.0, str(trouble)))
    return summary(outcomes)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
