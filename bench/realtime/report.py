"""The results as a Markdown table and as a chart (SVG, written by hand, readable on light and on dark)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from measures import NEST, NODE, OURS

Medians = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True)
class Row:
    """One line of the table, one panel of the chart: a figure of a measure, written by `form`."""

    measure: str
    key: str
    title: str
    form: Callable[[float], str]
    more_is_better: bool = False


def _many(value: float) -> str:
    return f"{value / 1000:,.0f} k" if value >= 10_000 else f"{value:,.0f}"


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"


def _share(value: float) -> str:
    return f"{value:.0%}"


ROWS = (
    Row("flight8", "deliveries_per_cpu_second", "1,000 in a room, 8 in flight: deliveries per CPU-second", _many, True),
    Row("flight1", "deliveries_per_cpu_second", "1,000 in a room, 1 in flight: deliveries per CPU-second", _many, True),
    Row("paced", "server_cpu", "1,000 in a room, 20 messages/s: CPU of a core", _share),
    Row("paced", "server_own", "… of it in the server itself, the rest being the kernel's writes", _share),
    Row("paced", "p50_ms", "… p50", _ms),
    Row("paced", "p99_ms", "… p99", _ms),
    Row("paced5000", "server_cpu", "5,000 in a room, 20 messages/s: CPU of a core", _share),
    Row("paced5000", "p50_ms", "… p50", _ms),
    Row("paced5000", "p99_ms", "… p99", _ms),
    Row("storm", "connects_per_second", "5,000 connect: connects per second", _many, True),
    Row("storm", "connects_per_cpu_second", "… connects per CPU-second", _many, True),
    Row("storm", "bytes_per_client", "… memory per idle client", lambda value: f"{value / 1000:.1f} kB"),
    Row("storm", "back_seconds", "… all dropped at once: until all are back", lambda value: f"{value:.1f} s"),
    Row("storm", "failures", "… connections that failed meanwhile", lambda value: f"{value:.0f}"),
    Row("cluster8", "deliveries_per_cpu_second", "two processes, 8 in flight: deliveries per CPU-second", _many, True),
    Row("cluster16", "deliveries_per_cpu_second", "… 8 in flight at each: deliveries per CPU-second", _many, True),
    Row("clusterpaced", "p50_ms", "two processes, 20 messages/s: p50", _ms),
    Row("clusterpaced", "p99_ms", "… p99", _ms),
)
CHARTED = [
    row
    for row in ROWS
    if row.key not in ("failures", "p50_ms", "connects_per_cpu_second", "server_own") and row.measure != "clusterpaced"
]


def table(medians: Medians, machine: dict[str, str], rounds: int, quick: bool) -> str:
    """A row for each figure, a column for each server, and how we compare with Node's own server."""
    servers = [name for name in (NODE, NEST, OURS) if any(name in each for each in medians.values())]
    lines = [f"| | {' | '.join(servers)} | {OURS} against {NODE} |", "|---|" + "---|" * (len(servers) + 1)]
    for row in ROWS:
        found = medians.get(row.measure, {})
        if any(row.key in figures for figures in found.values()):
            cells = [row.form(found[name][row.key]) if row.key in found.get(name, {}) else "" for name in servers]
            lines.append(f"| {row.title} | {' | '.join(cells)} | {_against(row, found)} |")
    lines += _clusters(medians)
    shares = [
        figures["client_cpu"] for each in medians.values() for figures in each.values() if "client_cpu" in figures
    ]
    versions = f"{machine['processor']}; Node {machine['node']}, Python {machine['python']}"
    used = (
        f"The client used at most {max(shares, default=0):.0%} of its own core. Load before: {machine['load_before']}."
    )
    lines += ["", f"Medians, {rounds} alternating rounds; {versions}. {used}"]
    if quick:
        lines.append("**Quick run, a fifth of the clients: not to be quoted.**")
    return "\n".join(lines) + "\n"


def _against(row: Row, found: dict[str, dict[str, float]]) -> str:
    ours, node = found.get(OURS, {}).get(row.key), found.get(NODE, {}).get(row.key)
    if ours is None or not node or ours <= 0:
        return ""
    return f"{ours / node:.1f}× as many" if row.more_is_better else f"{ours / node:.2f}×"


def _clusters(medians: Medians) -> list[str]:
    """What a second process brings: both share one core here, so throughput is compared by CPU spent per delivery."""
    lines: list[str] = []
    for name in (NODE, OURS):
        for cluster, load in (("cluster8", "the same eight in flight"), ("cluster16", "eight in flight at each")):
            one, two = medians.get("flight8", {}).get(name), medians.get(cluster, {}).get(name)
            if one and two:
                ratio = 2 * two["deliveries_per_cpu_second"] / one["deliveries_per_cpu_second"]
                lines.append(f"* {name}: two processes, {load}: {ratio:.2f}× what one delivers without Valkey")
        one, two = medians.get("paced", {}).get(name), medians.get("clusterpaced", {}).get(name)
        if one and two:
            lines.append(
                f"* {name}: added by the second process at 20 messages/s: p99 {two['p99_ms'] - one['p99_ms']:+.1f} ms"
            )
    why = "Both share the server's core, so throughput is computed: 2 × deliveries per CPU-second of two ÷ that of one."
    return ["", *lines, "", why] if lines else []


WIDTH, LABEL, BAR, GAP, HEAD = 760, 90, 16, 5, 26
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2430 }
.title { font-weight: 600 } .soft { fill: #5b6475 }
.ours { fill: #2f6fdd } .other { fill: #a9b2c3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e8ebf2 } .soft { fill: #a3acbd } .ours { fill: #6ea2ff } .other { fill: #5a6375 }
}"""


def chart(medians: Medians) -> str:
    """One panel of bars for each figure; the title says which direction is better."""
    parts: list[str] = []
    y = 10
    lead = ""
    for row in CHARTED:
        if not row.title.startswith("…"):
            lead = row.title.partition(":")[0]
        figures = {name: each[row.key] for name, each in medians.get(row.measure, {}).items() if row.key in each}
        if figures:
            title = f"{lead}: {row.title.removeprefix('… ')}" if row.title.startswith("…") else row.title
            parts.append(_panel(y, title, row, figures))
            y += HEAD + len(figures) * (BAR + GAP) + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img" '
        f'aria-label="Socket.IO servers compared"><style>{STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _panel(y: int, title: str, row: Row, figures: dict[str, float]) -> str:
    better = "more is better" if row.more_is_better else "less is better"
    aside = f'<tspan class="soft" font-weight="400"> ({better})</tspan>'
    parts = [f'<text class="title" x="0" y="{y + 13}">{escape(title)}{aside}</text>']
    largest = max(figures.values()) or 1
    room = WIDTH - LABEL - 90
    for number, (name, value) in enumerate(figures.items()):
        top = y + HEAD + number * (BAR + GAP)
        length = max(1, round(room * max(0, value) / largest))
        kind = "ours" if name == OURS else "other"
        parts.append(f'<text x="0" y="{top + 13}">{escape(name)}</text>')
        parts.append(f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{length}" height="{BAR}" rx="3"/>')
        parts.append(f'<text x="{LABEL + length + 8}" y="{top + 13}">{escape(row.form(value))}</text>')
    return "".join(parts)
