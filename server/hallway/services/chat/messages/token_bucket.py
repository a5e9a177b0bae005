"""Token buckets: how fast one person may write in one room."""

from collections import OrderedDict
from collections.abc import Hashable
from math import ceil
from typing import Final

from hallway.kernel.errors import Problem

BURST: Final = 30
"""Messages at once: enough for what was typed during a break in the connection."""
PER_SECOND: Final = 3.0
"""Messages from then on: faster than anybody types, slow enough that nobody fills a screen alone."""
REMEMBERED: Final = 50_000
"""People times rooms; the bucket used longest ago is forgotten first, and is full again anyway."""


class TokenBucket:
    """A bucket of tokens for each key, in this process: a round trip to Redis for each message would cost more than the
    message. With several chat processes a person who reaches all of them is that much faster, which a room bears."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND, remembered: int = REMEMBERED) -> None:
        self._burst = burst
        self._per_second = per_second
        self._remembered = remembered
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, now: float) -> None:
        """One token for `key` at `now` (seconds). `too_many` with `retry_after` in seconds when there is none."""
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + max(0.0, now - since) * self._per_second)
        enough = tokens >= 1
        self._buckets[key] = (tokens - 1 if enough else tokens, now)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        if not enough:
            wait = ceil((1 - tokens) / self._per_second)
            raise Problem("too_many", "writingFast", retry_after=wait)
