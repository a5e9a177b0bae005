"""A bar chart as SVG, readable on light and dark pages."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

WIDTH, LABEL, BAR, GAP, GROUP = 760, 230, 18, 4, 34
ROOM: Final = WIDTH - LABEL - 90


class Bar(NamedTuple):
    """`value` decides its length within its group; `text` is written beside it."""

    label: str
    value: float
    text: str
    colour: str


def bars(title: str, groups: Mapping[str, Sequence[Bar]]) -> str:
    """Horizontal bars; the longest of each group fills the width."""
    parts: list[str] = []
    y = 30
    for name, group in groups.items():
        y += 24
        parts.append(_text(8, y - 6, name, weight="600"))
        longest = max(bar.value for bar in group) or 1.0
        for bar in group:
            length = max(bar.value / longest * ROOM, 1)
            parts.append(_text(LABEL - 8, y + 13, bar.label, anchor="end"))
            parts.append(f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" fill="{bar.colour}"/>')
            parts.append(_text(LABEL + length + 6, y + 13, bar.text))
            y += BAR + GAP
        y += GROUP - 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 6}" viewBox="0 0 {WIDTH} {y + 6}"'
        f' role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="12">'
        "<style>text{fill:#1f2937}@media(prefers-color-scheme:dark){text{fill:#e5e7eb}}</style>"
        f"{_text(8, 20, title, weight='700')}{''.join(parts)}</svg>\n"
    )


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
