"""Names of the schema in Python's convention."""

import re
from functools import lru_cache

CAPITAL = re.compile(r"(?<!^)([A-Z])")


@lru_cache(10_000)
def snake_case(name: str) -> str:
    """`startsAt` as `starts_at`."""
    return CAPITAL.sub(r"_\1", name).lower()
