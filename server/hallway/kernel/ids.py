"""Ids that sort by the time they were made."""

import os
from datetime import UTC, datetime
from uuid import UUID


def uuid7(now: datetime | None = None) -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds of `now`, then 74 random bits."""
    milliseconds = int((now or datetime.now(UTC)).timestamp() * 1000) & (1 << 48) - 1
    random = int.from_bytes(os.urandom(10)) & (1 << 74) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & (1 << 62) - 1)
