"""What came of the opening minute: percentiles by part, errors by kind, processors; as a table."""

import argparse
import gzip
import importlib.util
import math
from collections import Counter
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

PARTS: Final = ("html", "files", "data", "socket", "join")
TITLES: Final = {
    "html": "the page",
    "files": "scripts, styles, fonts",
    "data": "data",
    "socket": "socket",
    "join": "joining the lobby",
}
KINDS: Final = ("before", *PARTS, "ahead")
NEAR: Final = 0.025
"""Whose parts are drawn: those whose whole wait is this near to the percentile."""


class Person(NamedTuple):
    """One line of the load client; times in ms from coming, -1 for what never was."""

    fate: str
    plan: int
    there: float
    begun: dict[str, float]
    ended: dict[str, float]

    @property
    def clicked(self) -> float:
        """When the lobby was asked for."""
        return self.begun["html"]

    @property
    def waited(self) -> float:
        """From the click to being there."""
        return self.there - self.clicked

    def took(self, part: str) -> float:
        """From a part's first request to its last answer; parts overlap."""
        return max(0.0, self.ended[part] - self.begun[part]) if self.ended[part] >= 0 else 0.0

    def added(self) -> dict[str, float]:
        """What each part added to the wait after those before it had ended."""
        at, found = self.clicked, dict[str, float]()
        for part in PARTS:
            found[part] = max(0.0, self.ended[part] - at)
            at = max(at, self.ended[part])
        return found


@dataclass(frozen=True)
class Run:
    """One size in one checkout."""

    size: int
    checkout: str
    came: int
    there: int
    late: int
    failed: int
    parts: dict[str, list[float]]
    """p50, p95, p99 in ms of each part and of the whole, of those who are there."""
    bars: dict[str, dict[str, float]]
    """By percentile: what each part added, of people near to it."""
    errors: dict[str, int]
    figures: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return asdict(self)

    def line(self) -> str:
        """In short."""
        p50, p95, p99 = self.parts["whole"]
        times = f"p50 {p50:,.0f}, p95 {p95:,.0f}, p99 {p99:,.0f} ms"
        return f"{self.there:,} of {self.came:,} there, {times}; {sum(self.errors.values()):,} errors"


def run_from(size: int, checkout: str, figures: dict[str, Any], files: dict[str, Path]) -> Run:
    """From what the load client wrote."""
    people = [_person(line) for line in files["out"].read_text().splitlines()]
    there = sorted((one for one in people if one.fate == "there"), key=lambda one: one.waited)
    parts = {part: _percentiles([one.took(part) for one in there]) for part in PARTS}
    before = [one.took("before") for one in there if one.begun["before"] >= 0]
    parts |= {"before": _percentiles(before), "whole": _percentiles([one.waited for one in there])}
    errors = Counter(_trouble(line) for line in files["wrong"].read_text().splitlines())
    errors.update(_hidden(files["answers"].read_bytes()))
    return Run(
        size=size,
        checkout=checkout,
        came=len(people),
        there=len(there),
        late=sum(one.fate == "late" for one in people),
        failed=sum(one.fate == "failed" for one in people),
        parts=parts,
        bars={name: _near(there, share) for name, share in (("p50", 0.5), ("p95", 0.95))},
        errors=dict(errors.most_common()),
        figures=figures,
    )


def _person(line: str) -> Person:
    fate, plan, _, there, *times = line.split(" ")
    begun = dict[str, float](zip(KINDS, map(float, times[::2]), strict=True))
    ended = dict[str, float](zip(KINDS, map(float, times[1::2]), strict=True))
    return Person(fate, int(plan), float(there), begun, ended)


def _percentiles(values: list[float]) -> list[float]:
    ordered = sorted(values)
    if not ordered:
        return [math.nan] * 3
    return [
        round(ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)], 1) for share in (0.5, 0.95, 0.99)
    ]


def _near(there: list[Person], share: float) -> dict[str, float]:
    """The mean of what each part added, of people about the percentile."""
    if not there:
        return dict.fromkeys(PARTS, 0.0)
    last = len(there) - 1
    low, high = math.floor(max(0.0, share - NEAR) * last), math.ceil(min(1.0, share + NEAR) * last)
    some = [one.added() for one in there[low : high + 1]]
    return {part: round(sum(one[part] for one in some) / len(some), 1) for part in PARTS}


def _trouble(line: str) -> str:
    kind, name, how = line.split("\t")
    return f"{kind}: {how}" if kind in ("files", "ahead", "before") else f"{kind}, {name}: {how}"


def _hidden(answers: bytes) -> Counter[str]:
    """Errors of the graph that came with status 200."""
    found: Counter[str] = Counter()
    while answers:
        head, _, rest = answers.partition(b"\n")
        name, length = head.decode().rsplit(" ", 1)
        body, answers = rest[: int(length)], rest[int(length) + 1 :]
        if b'"errors":' in _plain(body):
            found[f"data, {name}: errors in the answer"] += 1
    return found


def _plain(body: bytes) -> bytes:
    if body[:2] == b"\x1f\x8b":
        return gzip.decompress(body)
    if body[:1] in (b"{", b"[") or importlib.util.find_spec("brotli") is None:
        return body
    return import_module("brotli").decompress(body)


def table(runs: list[Run], where: dict[str, str], given: argparse.Namespace) -> str:
    """A column for each run, as Markdown."""
    several = len({run.checkout for run in runs}) > 1
    heads = [
        f"{run.checkout + ', ' if several else ''}{run.size:,}{', beside' if run.figures['beside'] else ''}"
        for run in runs
    ]
    rows = [("there, of those who came", [f"{run.there:,} of {run.came:,}" for run in runs])]
    rows.append(("**from the click to being there**: p50 / p95 / p99", [f"**{_times(run, 'whole')}**" for run in runs]))
    rows += [(f"{TITLES[part]}: p50 / p95 / p99", [_times(run, part) for run in runs]) for part in PARTS]
    rows.append(("the event's page before, for those who came by it", [_times(run, "before") for run in runs]))
    rows.append(
        (f"gave up after {given.patience:.0f} s, not let in", [f"{run.late:,}, {run.failed:,}" for run in runs])
    )
    rows.append(("errors", [_errors(run) for run in runs]))
    rows.append(("requests a second, kB a person", [_requests(run) for run in runs]))
    rows.append(("CPU, share of a core", [_cpu(run) for run in runs]))
    rows.append(("memory afterwards, MB: Hallway, page server", [_memory(run) for run in runs]))
    if any(run.figures["beside"] for run in runs):
        rows.append(("beside", [_beside(run) for run in runs]))
    lines = [f"| people within {given.within:.0f} s | {' | '.join(heads)} |", "|---|" + "---|" * len(runs)]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]
    files = "files from elsewhere" if given.cdn else f"{given.cached:.0%} with the files in their browser"
    how = f"{files}, {given.by_event_page:.0%} by the event's page; one person: {runs[0].came} in turn" if runs else ""
    cores = "Hallway and its page server on one core, databases and load on the other"
    if given.processes > 1:
        cores = f"{given.processes} processes of Hallway, their page server, databases and load on two cores"
    machine = f"{where['processor']}, {where['taken']}, commit {where['commit']}, load before {where['load_before']}"
    return (
        "\n".join(lines)
        + f"\n\n{how}. {cores}. {machine}.\n"
    )


def _times(run: Run, part: str) -> str:
    return "–" if math.isnan(run.parts[part][0]) else " / ".join(f"{one:,.0f}" for one in run.parts[part]) + " ms"


def _errors(run: Run) -> str:
    most = [f"{count:,} × {name}" for name, count in list(run.errors.items())[:4]]
    return "; ".join(most) + ("; …" if len(run.errors) > 4 else "") if most else "none"


def _requests(run: Run) -> str:
    figures = run.figures
    return f"{figures['requests'] / figures['seconds']:,.0f}, {figures['bytes'] / run.came / 1000:,.0f}"


def _cpu(run: Run) -> str:
    cpu, seconds = run.figures["cpu"], run.figures["seconds"]
    shares = {**cpu, "load": run.figures["client_cpu"]}
    return ", ".join(f"{name} {used / seconds:.0%}" for name, used in shares.items())


def _memory(run: Run) -> str:
    return ", ".join(f"{used / 1e6:,.0f}" for used in run.figures["memory"].values())


def _beside(run: Run) -> str:
    return "; ".join(
        f"{name}: " + ", ".join(f"{key} {value}" for key, value in found.items())
        for name, found in run.figures["beside"].items()
    )
