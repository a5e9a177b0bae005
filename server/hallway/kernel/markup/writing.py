"""How Markdown is written: what is escaped, and where marks of emphasis may stand."""

import re
from dataclasses import dataclass, field
from typing import Final

_ANY_SPECIAL: Final = re.compile(r"[\\`*_~<&]")
# Each begins with a letter of its own, which lets the search skip what is none of them: half the time of an import.
_SPECIAL: Final = re.compile(
    r"https?://[^\s<>`]+"  # an address stays as it is
    r"|\\|`|\*(?<! \*)|\*(?! )|_(?<!\w_)|_(?!\w)|~(?=~)|~(?<=~~)|<(?=[a-zA-Z/])|&(?=#?\w{1,32};)"
)
_IN_LINK: Final = re.compile(r"(?<!\\)[\[\]]")
_LINE: Final = re.compile(r"(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[=-]+\s*$)|(\d{1,9})([.)](?=\s|$))")
_RUNS: Final = re.compile("`+")
_RUNS_AT_START: Final = re.compile("^`{3,}", re.MULTILINE)
_IN_URL: Final = re.compile(r"\([^()\s<>\\`]*\)|[\s<>()\\`]|&(?=#?\w{1,32};)")
_TAGS: Final = {"**": "b", "*": "i", "~~": "s"}


def escaped(text: str, starts_line: bool, in_link: bool = False, after: str = "") -> str:
    """Text of one line so that it shows as itself; `after` is the character before it."""
    if _ANY_SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    text = text.replace("](", "]\\(")
    if after == "]" and text[0] == "(":
        text = "\\" + text
    if in_link:
        text = _IN_LINK.sub(r"\\\g<0>", text)
    if starts_line and (start := _LINE.match(text)):
        at = start.end(2) if start[2] else 0
        text = f"{text[:at]}\\{text[at:]}"
    return text


def _escape(found: re.Match[str]) -> str:
    special = found[0]
    return special.replace("\\", "\\\\") if len(special) > 1 else "\\" + special


def code_span(text: str) -> str:
    """Code within a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    fence = "`" * (max((len(run) for run in _RUNS.findall(text)), default=0) + 1)
    blank = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def code_block(text: str) -> str:
    """Lines of code."""
    fence = "`" * max(3, *(len(run) + 1 for run in _RUNS_AT_START.findall(text)), 3)
    return f"{fence}\n{text}\n{fence}"


def link(url: str, said: str) -> str:
    """A link; `said` is Markdown already."""
    return f"[{said}]({_IN_URL.sub(_percent, url)})"


def _percent(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&amp;"
    # A pair of parentheses may stand in an address.
    return found[0] if len(found[0]) > 1 else "".join(f"%{byte:02X}" for byte in found[0].encode())


@dataclass(eq=False)
class Mark:
    """Where emphasis begins or ends. `kept` once both are in the same run of text, with something between them."""

    sign: str
    opens: bool
    kept: bool = False


@dataclass(eq=False)
class Frame:
    """The inside of an item or a quotation, or the whole: what was written, and the line breaks owed before more.

    `prefix` comes before the next text of a line, as in headings. `breaks` counts the parts, so that emphasis can tell
    whether it goes over more than one."""

    tag: str
    parts: list[str | Mark] = field(default_factory=list[str | Mark])
    gap: str = ""
    prefix: str = ""
    breaks: int = 0
    last: str = "\n"  # the last character that was written
    opened: dict[Mark, tuple[int, int]] = field(default_factory=dict[Mark, tuple[int, int]])

    def part(self, gap: str) -> None:
        """What comes next is parted by this gap at least."""
        self.gap = gap if len(gap) > len(self.gap) else self.gap
        self.breaks += 1

    def block(self, text: str) -> None:
        """A block of its own."""
        self.part("\n\n")
        self.write(text)
        self.part("\n\n")

    def say(self, text: str, in_link: bool) -> None:
        """Text, in which white space is single blanks."""
        if self.gap or self.last in " \n":
            text = text.lstrip()
        if text:
            starts = bool(self.gap.strip(" ")) or self.last == "\n"
            after = "" if starts else self.last
            self._flush()
            if text[0] == " " and self._pull_blank():
                text = text[1:]
            if text:
                self.write(escaped(text, starts and not self.prefix, in_link, after))

    def write(self, text: str) -> None:
        """Markdown."""
        if text:
            self._flush()
            self.parts.append(self.prefix + text)
            self.prefix = ""
            self.last = text[-1]

    def open(self, sign: str) -> Mark:
        """Emphasis begins."""
        self._flush()
        mark = Mark(sign, True)
        self.opened[mark] = len(self.parts), self.breaks
        self.parts.append(mark)
        return mark

    def close(self, mark: Mark) -> None:
        """Emphasis ends: it is kept if it is within one part and not empty."""
        at, breaks = self.opened.pop(mark)
        inside = "".join(part for part in self.parts[at + 1 :] if isinstance(part, str))
        if breaks != self.breaks or not inside.strip() or "\n" in self.gap:
            return
        blank = " " if inside.endswith(" ") else ""
        if blank:
            self._strip_blank()
        mark.kept = True
        self.parts.append(Mark(mark.sign, False, True))
        if blank:
            self.parts.append(blank)

    def into_link(self, url: str, since: int) -> None:
        """What was written since then leads to this address."""
        said = _rendered(self.parts[since:]) if since < len(self.parts) else ""
        lead = said[: len(said) - len(said.lstrip())]
        trail = said[len(said.rstrip()) :] if said.strip() else ""
        said = said.strip()
        if not said or "\n\n" in said or "\n- " in said or "```" in said:
            return
        plain = re.sub(r"\\(.)", r"\1", said)
        self.parts[since:] = [
            lead,
            url if plain.rstrip("/") == url.rstrip("/") and ")" not in url else link(url, said),
            trail,
        ]
        self.last = trail[-1:] or ")"

    def end_heading(self) -> None:
        """What was written since the last line break is a heading, where a # at the end would be taken for a mark."""
        if self.last == "#" and self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] = self.parts[-1][:-1] + "\\#"

    def text(self) -> str:
        """All that was written."""
        return _rendered(self.parts).strip("\n").rstrip()

    def _flush(self) -> None:
        if self.gap and self.last != "\n":
            gap = self.gap if self.gap == " " else "\n" * min(2, self.gap.count("\n"))
            self.parts.append(gap)
            self.last = gap[-1]
        self.gap = ""

    def _pull_blank(self) -> bool:
        """A blank at the beginning of emphasis goes before it; whether there was any emphasis."""
        at = len(self.parts)
        while at and isinstance(part := self.parts[at - 1], Mark) and part.opens:
            at -= 1
        if at == len(self.parts):
            return False
        self.parts.insert(at, " ")
        for mark, (place, breaks) in self.opened.items():
            if place >= at:
                self.opened[mark] = place + 1, breaks
        return True

    def _strip_blank(self) -> None:
        for at in range(len(self.parts) - 1, -1, -1):
            part = self.parts[at]
            if isinstance(part, str) and part:
                self.parts[at] = part.rstrip(" ")
                return


def _rendered(parts: list[str | Mark]) -> str:
    """The parts with their marks: by tags where Markdown would not take the signs for emphasis."""
    out: list[str] = []
    open_: list[tuple[Mark, int, bool]] = []
    before = ""
    for at, part in enumerate(parts):
        if isinstance(part, str):
            out.append(part)
            before = part[-1:] or before
        elif part.kept and part.opens:
            open_.append((part, len(out), _holds(before, _next(parts, at))))
            out.append("")
            before = "*"
        elif part.kept and open_:
            mark, place, holds = open_.pop()
            tag = _TAGS[mark.sign]
            signs = holds and _holds(_next(parts, at), before)
            out[place], end = (mark.sign, mark.sign) if signs else (f"<{tag}>", f"</{tag}>")
            out.append(end)
            before = "*"
    return "".join(out)


def _next(parts: list[str | Mark], at: int) -> str:
    """The character after a place: '*' where that is another mark."""
    for part in parts[at + 1 :]:
        if isinstance(part, str):
            if part:
                return part[0]
        elif part.kept:
            return "*"
    return ""


def _holds(outside: str, inside: str) -> bool:
    """Whether a sign between these two is taken for emphasis, on the safe side."""
    return outside != "*" and not inside.isspace() and (inside.isalnum() or not outside or outside.isspace())
