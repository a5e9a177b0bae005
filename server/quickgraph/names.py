"""How names of the schema are said in Python."""

import re

CAPITAL = re.compile(r"(?<!^)([A-Z])")


def snake(name: str) -> str:
    """`startsAt` as Python says it: `starts_at`."""
    return CAPITAL.sub(r"_\1", name).lower()
