"""Schedules that are at an address."""

from http import HTTPStatus
from typing import Final

from hallway.kernel.egress import Egress
from hallway.kernel.errors import Problem
from hallway.services.events.schedule import LIMITS

SECONDS: Final = 60
"""Some servers write the whole schedule anew for each who asks."""


async def download(egress: Egress, url: str) -> bytes:
    """What is at the address; a Problem unless the answer is 200. Private addresses are refused (`egress.py`)."""
    got = await egress.fetch(url, max_bytes=LIMITS.file_bytes, seconds=SECONDS)
    if got.status != HTTPStatus.OK:
        raise Problem("unavailable", "noScheduleThere", url=url, status=str(got.status))
    return got.body
