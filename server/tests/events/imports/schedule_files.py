"""Schedule files for tests: small ones made here, and the real ones where they are."""

import json
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from hallway.demo.schedule import packaged
from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_file
from hallway.services.events.schedule import LIMITS, READING, Limits, Reading

FOSDEM = packaged()
HERE = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[4].parent / "shared" / "data"

FILES = {
    "frab.json": (HERE / "frab.json").read_bytes(),
    "pretalx.json": (HERE / "pretalx.json").read_bytes(),
    "fosdem-2025.xml": FOSDEM,
}
"""Real ones, one of each format."""
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the full real schedules are not beside this repository")


def outcome(data: bytes, reading: Reading = READING, limits: Limits = LIMITS) -> str:
    """'read', or the code of the problem; anything else that is raised is a mistake."""
    try:
        read_file(data, reading=reading, limits=limits)
    except Problem as problem:
        return problem.code
    return "read"


def event_xml(*, attributes: str | None = 'guid="g1" id="1"', persons: str | None = "", **changes: str | None) -> str:
    """A session; a change of None leaves the element out. Texts are escaped."""
    fields: dict[str, str | None] = {
        "date": "2025-02-01T10:00:00+01:00",
        "start": "10:00",
        "duration": "00:30",
        "title": "A talk",
        **changes,
    }
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items() if text is not None)
    return f"<event {attributes or ''}>{inside}<persons>{persons or ''}</persons></event>"


def schedule_xml(
    *events: str,
    room: str = "Main",
    zone: str | None = "Europe/Brussels",
    day: str = 'date="2025-02-01"',
    head: str = "",
) -> bytes:
    named = f"<time_zone_name>{escape(zone)}</time_zone_name>" if zone is not None else ""
    return (
        f"<schedule><conference><title>Conf</title><acronym>c</acronym>{named}{head}</conference>"
        f'<day index="1" {day}><room name={quoteattr(room)}>{"".join(events)}</room></day></schedule>'
    ).encode()


def event_json(**changes: object) -> dict[str, object]:
    event: dict[str, object] = {
        "id": 1,
        "guid": "g1",
        "date": "2025-02-01T10:00:00+01:00",
        "start": "10:00",
        "duration": "00:30",
        "title": "A talk",
        "persons": [],
        **changes,
    }
    return {name: value for name, value in event.items() if value is not None}


def schedule_json(*events: object, **conference: object) -> bytes:
    header = {"title": "Conf", "acronym": "c", "time_zone_name": "Europe/Brussels", **conference}
    header.setdefault("days", [{"date": "2025-02-01", "rooms": {"Main": list(events)}}])
    return json.dumps({"schedule": {"conference": header}}).encode()
