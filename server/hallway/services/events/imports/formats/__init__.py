"""Reads the schedules that conferences publish: frab/pentabarf XML and schedule JSON (pretalx, frab).

Pure functions; a file comes from anybody, so nothing in it is believed. See `values` for what comes out.
"""

from hallway.services.events.schedule.read import read_schedule
from hallway.services.events.schedule.values import (
    LIMITS,
    Limits,
    Note,
    Room,
    Schedule,
    Session,
    Skipped,
    Speaker,
    Track,
)

__all__ = [
    "LIMITS",
    "Limits",
    "Note",
    "Room",
    "Schedule",
    "Session",
    "Skipped",
    "Speaker",
    "Track",
    "read_schedule",
]
