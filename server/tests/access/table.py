"""Reads `table.txt`: who may ask what, and who is sent what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

TABLE: Final = Path(__file__).with_name("table.txt")
CODES: Final = {
    "+": "ok",
    ".": "empty",
    "?": "unauthenticated",
    "-": "forbidden",
    "0": "not_found",
    "x": "conflict",
    "!": "invalid",
}
"""What the characters in its cells stand for."""


class Row(msgspec.Struct, frozen=True):
    """What comes of one operation on one kind of object, or of one push after one trigger, for each of the cast."""

    name: str
    object: str
    codes: dict[str, str]


def section(name: str) -> list[Row]:
    """The rows of the section `[name]`."""
    rows: list[Row] = []
    roles: list[str] = []
    within = False
    for words in _lines():
        if words[0].startswith("["):
            within = words[0] == f"[{name}]"
        elif words[0] == "operation":
            roles = words[2:]
        elif within:
            operation, object, *cells = words
            assert len(cells) == len(roles), f"{operation} {object} has {len(cells)} cells, not {len(roles)}"
            rows.append(Row(operation, object, {role: CODES[cell] for role, cell in zip(roles, cells, strict=True)}))
    return rows


def _lines() -> Iterator[list[str]]:
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split()
