"""frab/pentabarf XML into a RawSchedule."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring
from xml.parsers.expat import XMLParserType

from defusedxml import DTDForbidden
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.raw import (
    Fields,
    RawDay,
    RawRoom,
    RawSchedule,
    unknown,
    unreadable,
)
from hallway.services.events.schedule import Limits

# Not read, so not kept in memory either.
_IGNORED = {"answers", "logo", "avatar", "feedback_url", "origin_url", "downloads"}
_LISTS = {"links": "link", "attachments": "attachment"}


def read_xml(data: bytes, limits: Limits) -> RawSchedule:
    """The schedule in an XML file. Problem("invalid") if it is broken, hostile, or something else than a schedule."""
    root = _parse(data, limits)
    if root.tag != "schedule":
        raise unknown(sentence("reading.outermostElement", name=root.tag[:40]))
    header = root.find("conference")
    conference: Fields = {child.tag: _text(child) for child in header} if header is not None else {}
    conference["tracks"] = [_named(track) for track in root.findall("tracks/track")]
    conference["rooms"] = [_named(room) for room in root.findall("rooms/room")]
    days = [_day(index, day) for index, day in enumerate(root.findall("day"), 1)]
    return RawSchedule(conference=conference, days=days, skipped=[], format="frab")


def _parse(data: bytes, limits: Limits) -> Element:
    tree = _Tree(limits)
    parser = DefusedXMLParser(target=tree, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    tree.listen(parser.parser)
    try:
        parser.feed(data)
        root: Element = parser.close()
        return root
    except DTDForbidden as problem:
        raise unreadable(sentence("reading.documentType")) from problem
    except DefusedXmlException as problem:
        raise unreadable(sentence("reading.entities")) from problem
    except ParseError as problem:
        line, column = problem.position
        raise unreadable(
            sentence("reading.badXml"), sentence("reading.column", line=str(line), column=str(column))
        ) from problem
    except (LookupError, ValueError) as problem:
        raise unreadable(sentence("reading.badEncoding"), sentence("reading.line", number="1")) from problem


class _Tree:
    """Builds the tree, leaves out what is never read, and gives up on files that are too deep or too large."""

    def __init__(self, limits: Limits) -> None:
        self._tree = TreeBuilder()
        self._limits = limits
        self._depth = 0
        self._elements = 0
        self._ignored_since = 0  # the depth at which what is ignored began

    def listen(self, expat: XMLParserType) -> None:
        """Hear from the parser itself: what ElementTree does to names and attributes on the way takes as long as all
        the rest."""
        self._expat = expat
        expat.ordered_attributes = False
        expat.StartElementHandler = self.start
        expat.EndElementHandler = self.end
        expat.CharacterDataHandler = self._tree.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise unreadable(sentence("reading.nestedDeeper", limit=self._limits.depth))
        if self._ignored_since:
            return
        name = tag.rpartition("}")[2] if "}" in tag else tag
        if name in _IGNORED:
            self._ignored_since = self._depth
            self._expat.CharacterDataHandler = self.data
            return
        self._elements += 1
        if self._elements > self._limits.elements:
            raise unreadable(sentence("reading.manyElements", limit=self._limits.elements))
        self._tree.start(name, attributes)

    def end(self, tag: str) -> None:
        if not self._ignored_since:
            self._tree.end(tag.rpartition("}")[2] if "}" in tag else tag)
        elif self._ignored_since == self._depth:
            self._ignored_since = 0
            self._expat.CharacterDataHandler = self._tree.data
        self._depth -= 1

    def data(self, text: str) -> None:
        """Text of what is ignored."""

    def close(self) -> Element:
        return self._tree.close()


def _day(index: int, day: Element) -> RawDay:
    rooms = [
        RawRoom(
            name=room.get("name") or room.get("slug"),
            sessions=[_session(event) for event in room.findall("event")],
        )
        for room in day.findall("room")
    ]
    roomless = [_session(event) for event in day.findall("event")]
    if roomless:
        rooms.append(RawRoom(name=None, sessions=roomless))
    return RawDay(
        index=index,
        date=day.get("date"),
        start=day.get("start"),
        end=day.get("end"),
        rooms=rooms,
    )


def _session(event: Element) -> object:
    found: Fields = {}
    persons: list[object] = []
    for child in event:
        tag = child.tag
        if tag == "persons":
            persons += [_person(person) for person in child.findall("person")]
        elif tag in _LISTS:
            found[tag] = [_link(link) for link in child.findall(_LISTS[tag])]
        elif tag == "recording" and len(child):
            found[tag] = {part.tag: _text(part) for part in child}
        else:
            found[tag] = _text(child)
    found["persons"] = persons
    found["guid"] = event.get("guid") or found.get("guid")
    found["id"] = event.get("id") or found.get("id")
    return found


def _link(link: Element) -> object:
    """A link: its address as an attribute, its title as the text; an address alone may be the text."""
    title, href = _text(link), link.get("href") or link.get("url")
    return {"title": title, "url": href, "type": link.get("type")} if href else {"url": title}


def _person(person: Element) -> object:
    found: Fields = {child.tag: _text(child) for child in person}
    found.update(person.attrib)
    if not (found.get("public_name") or found.get("name")):
        found["name"] = (person.text or "").strip()
    return found


def _named(element: Element) -> object:
    return {"name": element.get("name") or _text(element), **element.attrib}


def _text(element: Element) -> str:
    """The text of an element; if somebody put XHTML in it, its markup (no deeper than the depth limit)."""
    if not len(element):
        return element.text or ""
    return (element.text or "") + "".join(tostring(child, encoding="unicode", method="html") for child in element)
