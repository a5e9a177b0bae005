"""Results as JSON, as a Markdown table for docs/performance.md, and as a chart."""

import json
import os
import platform
import statistics
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from chart import Bar, bars
from contenders import Contender
from load import Sample

TITLES: Final = {
    "list": "50 events × 10 fields + 2 speakers",
    "messages": "50 messages + sender",
    "event": "one event",
    "me": "me",
}
PLACES: Final = {"memory": "in memory", "database": "from PostgreSQL, application and database on one core"}
COLOURS: Final = ("#9a3412", "#1d4ed8", "#60a5fa", "#9ca3af", "#15803d", "#d1d5db")
GOALS: Final = {  # what quickgraph is to be faster than, and how many times
    ("memory", "list"): {"nestjs": 10.0, "mercurius-jit": 1.5},
    ("memory", "messages"): {"nestjs": 8.0},
    ("memory", "event"): {"nestjs": 8.0},
    ("memory", "me"): {"nestjs": 8.0},
    ("database", "list"): {"nestjs": 4.0, "mercurius-jit": 1.3},
    ("database", "messages"): {"nestjs": 4.0, "mercurius-jit": 1.3},
    ("database", "event"): {"nestjs": 3.0, "mercurius-jit": 1.3},
    ("database", "me"): {"nestjs": 3.0, "mercurius-jit": 1.3},
}
Samples = Mapping[tuple[str, str, str], Sequence[Sample]]
Numbers = dict[str, float]


def medians(samples: Sequence[Sample]) -> Numbers:
    """Of the rounds, each number by itself; the least and most requests per second beside the median."""

    def middle(values: Sequence[float]) -> float:
        return statistics.median(values)

    rates = [sample.load.rate for sample in samples]
    return {
        "rate": middle(rates),
        "rate_least": min(rates),
        "rate_most": max(rates),
        "p50_ms": middle([sample.load.p50 for sample in samples]),
        "p99_ms": middle([sample.load.p99 for sample in samples]),
        "cpu_ms_per_request": middle([sample.cpu_per_request * 1000 for sample in samples]),
        "database_cpu_ms_per_request": middle([sample.database_cpu_per_request * 1000 for sample in samples]),
        "load_core_share": middle([sample.load.cpu / sample.load.seconds for sample in samples]),
    }


def write(
    out: Path, samples: Samples, memory: Mapping[str, int], chosen: Sequence[Contender], given: Namespace
) -> list[Path]:
    """results.json, results.md and one chart per place in the folder `out`; answers their paths."""
    out.mkdir(parents=True, exist_ok=True)
    found = {key: medians(rounds) for key, rounds in samples.items()}
    facts = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "settings": {name: getattr(given, name) for name in ("rounds", "seconds", "warmup", "connections")},
        "results": [
            {"place": place, "document": document, "server": key, **numbers}
            for (place, document, key), numbers in found.items()
        ],
        "rss_bytes": memory,
        "ratios": ratios(found),
    }
    paths = [out / "results.json", out / "results.md"]
    paths[0].write_text(json.dumps(facts, indent=1) + "\n")
    places = list(dict.fromkeys(place for place, _, _ in found))
    paths[1].write_text("\n\n".join([*(table(place, found, memory, chosen) for place in places), goals(found)]) + "\n")
    for place in places:
        paths.append(out / f"{place}.svg")
        paths[-1].write_text(chart(place, found, chosen))
    return paths


def table(
    place: str, found: Mapping[tuple[str, str, str], Numbers], memory: Mapping[str, int], chosen: Sequence[Contender]
) -> str:
    """Requests per second, p50 / p99 and processor time per request."""
    documents = [document for document in TITLES if any(key[:2] == (place, document) for key in found)]
    lines = [
        f"| {PLACES[place]}: req/s · p50 / p99 ms · CPU ms | {' | '.join(TITLES[d] for d in documents)} | RSS |",
        "|---" * (len(documents) + 2) + "|",
    ]
    for contender in chosen:
        if (place, documents[0], contender.key) not in found:
            continue
        cells = [cell(found[place, document, contender.key]) for document in documents]
        lines.append(f"| {contender.title} | {' | '.join(cells)} | {memory[f'{place}/{contender.key}'] / 1e6:.0f} MB |")
    return "\n".join(lines)


def cell(numbers: Numbers) -> str:
    """One server's numbers for one document."""
    base = numbers["database_cpu_ms_per_request"]
    cpu = f"{numbers['cpu_ms_per_request']:.2f}" + (f" + {base:.2f}" if base else "")
    return f"**{numbers['rate']:,.0f}** · {numbers['p50_ms']:.1f} / {numbers['p99_ms']:.1f} · {cpu}"


def ratios(found: Mapping[tuple[str, str, str], Numbers]) -> list[dict[str, object]]:
    """How many times as many requests per second quickgraph answers, with the goal where there is one."""
    lines: list[dict[str, object]] = []
    for (place, document, other), numbers in found.items():
        ours = found.get((place, document, "quickgraph"))
        if ours and other != "quickgraph":
            goal = GOALS[place, document].get(other)
            line = {"place": place, "document": document, "over": other, "goal": goal}
            lines.append({**line, "ratio": ours["rate"] / numbers["rate"], "cpu_ratio": cpu(numbers) / cpu(ours)})
    return lines


def cpu(numbers: Numbers) -> float:
    """Milliseconds of processor for one answer, the database's share included."""
    return numbers["cpu_ms_per_request"] + numbers["database_cpu_ms_per_request"]


def goals(found: Mapping[tuple[str, str, str], Numbers]) -> str:
    """The ratios that have a goal, as a table. What a processor-second answers is the same thing on a quiet machine,
    and still says something on a busy one."""
    lines = ["| quickgraph over | place | document | req/s | goal | | per CPU-second |", "|---" * 7 + "|"]
    for line in ratios(found):
        ratio, goal = line["ratio"], line["goal"]
        if isinstance(ratio, float) and isinstance(goal, float):
            met = "met" if ratio >= goal else "**missed**"
            cells = (line["over"], line["place"], line["document"], f"{ratio:.1f}×", f"≥ {goal:g}×", met)
            lines.append(f"| {' | '.join(map(str, cells))} | {line['cpu_ratio']:.1f}× |")
    return "\n".join(lines)


def chart(place: str, found: Mapping[tuple[str, str, str], Numbers], chosen: Sequence[Contender]) -> str:
    """Requests per second; each document on its own scale, since they differ fiftyfold."""
    groups: dict[str, list[Bar]] = {}
    for (at, document, key), numbers in found.items():
        if at == place:
            index, title = next((i, one.title) for i, one in enumerate(chosen) if one.key == key)
            bar = Bar(title, numbers["rate"], f"{numbers['rate']:,.0f}", COLOURS[index % len(COLOURS)])
            groups.setdefault(TITLES[document], []).append(bar)
    return bars(f"Requests per second, {PLACES[place]}", groups)
