"""What came of the suites: read from the JUnit report of each, which is all that we believe, and summed up."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


MOST = 40  # failed tests of a suite that the summary names
REASON = 200  # characters of why a test failed that the summary tells
COLOURS = re.compile(r"\x1b?\[[\d;]*m")
PLACE = re.compile(r"[\w./-]*?([\w-]+(?:\.spec|\.test)\.tsx?:\d+|test_\w+\.py:\d+)")


class Report(NamedTuple):
    """How many test cases passed, failed (or broke), were skipped.

    `flaky` passed, but only when tried again; `broken` failed, each with where and why.
    """

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What came of a suite; `note` says what the report does not."""

    name: str
    report: Report
    seconds: float
    note: str = ""


def read_report(path: Path) -> Report:
    """The numbers of a JUnit report; zeros if there is none."""
    passed = failed = skipped = 0
    flaky: list[str] = []
    broken: list[str] = []
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        return Report()
    for case in cases:
        kinds = {child.tag: child for child in case}
        name = f"{case.get('classname', '')} › {case.get('name', '')}"
        trouble = kinds.get("failure", kinds.get("error"))
        if trouble is not None:
            failed += 1
            broken.append(f"{name}: {reason(trouble)}")
        elif "skipped" in kinds:
            skipped += 1
        else:
            passed += 1
            if kinds.keys() & {"flakyFailure", "flakyError"}:
                flaky.append(name)
    return Report(passed, failed, skipped, tuple(flaky), tuple(broken))


def reason(trouble: ET.Element) -> str:
    """Why a test failed and in which line of it, in one line."""
    text = COLOURS.sub("", trouble.text or "")
    why = " ".join(COLOURS.sub("", trouble.get("message") or text).split())[:REASON]
    places = PLACE.findall(text)
    return f"{why} ({places[-1]})" if places else why


def believed(report: Report, code: int, note: str) -> tuple[Report, str]:
    """The report, but for a suite that ended badly, or without a word: that has failed, whatever was written."""
    if report.passed + report.failed == 0:
        return report._replace(failed=1), note or "ran no test"
    if code and not report.failed:
        return report._replace(failed=1), note or f"ended with code {code}"
    return report, note


def summary(outcomes: Sequence[Outcome]) -> int:
    """Print the closing lines; 0 if nothing failed."""
    print("\n── summary " + "─" * 63)
    width = max([22, *(len(one.name) for one in outcomes)])
    for name, (passed, failed, skipped, flaky, broken), seconds, note in outcomes:
        numbers = f"{passed:5} passed {failed:4} failed {skipped:4} skipped {seconds:7.1f} s"
        print(f"  {'✗' if failed else '✓'} {name:<{width}}{numbers}" + (f"  ({note})" if note else ""))
        for test in flaky:
            print(f"    flaky: {test}")
        for test in broken[:MOST]:
            print(f"    failed: {test}")
        if len(broken) > MOST:
            print(f"    failed: {len(broken) - MOST} more, which the log above tells")
    passed, failed, skipped = (sum(one.report[index] for one in outcomes) for index in (0, 1, 2))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0
