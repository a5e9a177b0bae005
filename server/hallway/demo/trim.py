"""Makes the small copy of a conference's schedule that the demo carries.

    python -m hallway.demo.trim path/to/fosdem-2025.xml hallway/demo/fosdem-2025.xml.gz

Keeps every session, speaker, room, track and time. Abstracts become Markdown of about 300 characters; links,
attachments and feedback addresses go. The same file in gives the same bytes out.
"""

import gzip
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml.ElementTree import fromstring

from hallway.kernel.markup import cut_markdown
from hallway.services.events.imports.formats.clean import paragraphs

ABSTRACT = 300  # characters: two lines more than a card shows
_KEPT = ("date", "start", "duration", "url", "title", "subtitle", "track", "type", "language")
_READ = 20_000  # characters of an abstract that are looked at


def trim(data: bytes) -> bytes:
    """The schedule (frab/pentabarf XML), as XML with short abstracts and without what the demo does not show."""
    schedule = fromstring(data, forbid_dtd=True)
    small = Element("schedule")
    for part in ("conference", "tracks"):
        small.extend(schedule.findall(part))
    for day in schedule.findall("day"):
        small_day = SubElement(small, "day", day.attrib)
        for room in day.findall("room"):
            small_room = SubElement(small_day, "room", room.attrib)
            small_room.extend(_trimmed(event) for event in room.findall("event"))
    indent(small, " ")
    return tostring(small, encoding="utf-8", xml_declaration=True)


def _trimmed(event: Element) -> Element:
    small = Element("event", event.attrib)
    for name in _KEPT:
        if text := event.findtext(name):
            SubElement(small, name).text = text
    if abstract := cut_markdown(paragraphs(event.findtext("abstract"), _READ), ABSTRACT):
        SubElement(small, "abstract").text = abstract
    small.extend(event.findall("persons"))
    return small


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(gzip.compress(trim(source.read_bytes()), 9, mtime=0))
