"""The opening minute as one picture (SVG, readable on light and on dark): what a person waits for, by part."""

import math
from html import escape
from typing import Final

from opening_report import PARTS, TITLES, Run

WIDTH, LEFT, BAR, GAP, ROOM = 760, 150, 20, 6, 500
COLOURS: Final = {"html": "#2f6fdd", "files": "#12a594", "data": "#e5a000", "socket": "#8e4ec6", "join": "#e5484d"}


def chart(runs: list[Run], within: float) -> str:
    """For each run what a person waits for: within this time one of two is there, and 95 of a hundred."""
    parts: list[str] = []
    y = 34
    x = 8.0
    for part in PARTS:
        parts.append(f'<rect x="{x:.0f}" y="{y}" width="12" height="12" rx="2" fill="{COLOURS[part]}"/>')
        parts.append(_text(x + 17, y + 11, TITLES[part]))
        x += 40 + 6.6 * len(TITLES[part])
    y += 34
    several = len({run.checkout for run in runs}) > 1
    longest = max((sum(run.bars["p95"].values()) for run in runs), default=1.0) or 1.0
    for run in runs:
        beside = ", beside" if run.figures["beside"] else ""
        who = "1 person alone" if run.size == 1 else f"{run.size:,} people within {within:.0f} s{beside}"
        title = f"{run.checkout}: {who}" if several else who
        out = "" if run.there == run.came else f" ({run.came - run.there:,} of {run.came:,} did not get there)"
        parts.append(_text(8, y + 4, title + out, "600"))
        y += 14
        for name, label in (("p50", "one of two"), ("p95", "95 of a hundred")):
            parts += _bar(y, label, run, name, longest)
            y += BAR + GAP
        y += 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" role="img"'
        ' aria-label="From the click to being in the lobby" font-family="system-ui, sans-serif" font-size="12">'
        "<style>text{fill:#1f2937}@media(prefers-color-scheme:dark){text{fill:#e5e7eb}}</style>"
        f"{_text(8, 18, 'From the click to being in the lobby, by part', '700')}{''.join(parts)}</svg>\n"
    )


def _bar(y: int, label: str, run: Run, name: str, longest: float) -> list[str]:
    found = [_text(8, y + 14, label)]
    x = float(LEFT)
    for part, added in run.bars[name].items():
        width = added / longest * ROOM
        if width >= 0.2:
            found.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[part]}"/>')
        x += width
    whole = run.parts["whole"][0 if name == "p50" else 1]
    found.append(
        _text(
            x + 6,
            y + 14,
            "nobody" if math.isnan(whole) else f"{whole:,.0f} ms" if whole < 10_000 else f"{whole / 1000:,.1f} s",
        )
    )
    return found


def _text(x: float, y: float, words: str, weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}">{escape(words)}</text>'
