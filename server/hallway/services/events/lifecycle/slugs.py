"""The part of an event's address that comes from its name."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 60


def slug_of(name: str) -> str:
    """The name in lower-case letters, digits and hyphens; `event` when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "event"


def free_slug(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number that nobody has."""
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
