"""The lines of an iCalendar file (RFC 5545): unfolded, taken apart, put together as components.

Our own, because what is known of the format is small, and a reader for strangers' files must cost little and never
give up on a whole file for one broken line. (The `icalendar` library takes 1.2 s for FOSDEM's 2 MB, this 0.1 s.)
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.encoding import text_of
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.raw import unreadable
from hallway.services.events.schedule import Limits

_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=("[^"]*"|[^;:"]*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_CARET = re.compile(r"\^(['n^])")
_CARETS = {"'": '"', "n": "\n", "^": "^"}
_LINES = 1_000_000  # of a file: fifty for each of the sessions that are read at most
_LONGEST = 200_000  # characters of a line that are looked at
_MOST_VALUES = 500  # of one property in one component
COMPONENTS = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})


class Property(Struct):
    """One line: its value as it is written, and its parameters by their names in capitals."""

    value: str
    parameters: dict[str, str] = {}

    def text(self) -> str:
        """The value of a property that is text."""
        return unescaped(self.value)


class Component(Struct):
    """What stands between BEGIN and END: the properties by their names in capitals, and the components inside."""

    name: str
    properties: dict[str, list[Property]] = {}
    components: list["Component"] = []

    def first(self, *names: str) -> Property | None:
        """The first property of these names that there is."""
        return next((found[0] for name in names if (found := self.properties.get(name))), None)

    def text(self, *names: str) -> str:
        """The text of the first property of these names, or ''."""
        found = self.first(*names)
        return found.text() if found else ""


def unescaped(text: str) -> str:
    r"""The text without the marks before commas, semicolons, backslashes, and with line breaks for `\n`."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text) if "\\" in text else text


def parts(text: str) -> list[str]:
    """The texts of a list that commas part, where no backslash is before the comma."""
    return [unescaped(part) for part in re.findall(r"(?:[^,\\]|\\.?)+", text, re.DOTALL)]


def calendars(data: bytes, names: frozenset[str], notes: Notes, limits: Limits) -> list[Component]:
    """The calendars in a file, with the properties of these names only.

    What stands outside a component that is known, and lines that make no sense, are left out.
    Problem("invalid") if it is too long, nested too deep, or ends too early.
    """
    if data.count(b"\n") + data.count(b"\r") > 2 * _LINES:
        raise unreadable(sentence("reading.manyLines", limit=_LINES))
    # Before it is decoded: some programs fold in the middle of a letter.
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    text = text_of(data, notes)
    found: list[Component] = []
    open_: list[Component] = []
    for name, line in _lines(text):
        if name == "BEGIN":
            component = Component(name=_value(line, 5).value.strip().upper()[:60])
            if open_ and component.name in COMPONENTS:
                open_[-1].components.append(component)
            elif component.name == "VCALENDAR":
                found.append(component)
            open_.append(component)
            if len(open_) > limits.depth:
                raise unreadable(sentence("reading.nestedDeeper", limit=limits.depth))
        elif name == "END":
            ends = _value(line, 3).value.strip().upper()
            if open_ and open_[-1].name == ends:
                open_.pop()
        elif name in names and open_ and open_[-1].name in COMPONENTS:
            values = open_[-1].properties.setdefault(name, [])
            if len(values) < _MOST_VALUES:
                values.append(_value(line, len(name)))
    if open_:
        raise unreadable(sentence("reading.noEnd"))
    return found


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for whole in text.split("\n"):
        line = whole[:_LONGEST]
        named = _NAME.match(line)
        if named and line[named.end() : named.end() + 1] in (":", ";"):
            yield named[0].upper(), line


def _value(line: str, at: int) -> Property:
    """The property in a line whose name ends at `at`."""
    if line[at] == ":":
        return Property(value=line[at + 1 :])
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(line, at):
        value = found[2].strip('"')
        parameters.setdefault(found[1].upper(), _CARET.sub(lambda mark: _CARETS[mark[1]], value))
        at = found.end()
    if line[at : at + 1] != ":":  # a parameter that is broken: the value is what comes after the last of them
        at = line.find(":", at)
    return Property(value=line[at + 1 :] if at >= 0 else "", parameters=parameters)
