"""How names of the schema are said in Python."""

import re
from functools import lru_cache

CAPITAL = re.compile(r"(?<!^)([A-Z])")


@lru_cache(10_000)
def snake(name: str) -> str:
    """`startsAt` as Python says it: `starts_at`."""
    return CAPITAL.sub(r"_\1", name).lower()
