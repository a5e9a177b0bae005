"""HTML to Markdown: paragraphs, lists, quotes, code, headings, emphasis and links; the rest of it to text.

What looks like Markdown in the text of the HTML is escaped, so that it shows as itself. nh3 makes the HTML well-formed
first, and drops scripts and everything that is not asked for."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

from hallway.kernel.markup.writing import Frame, Mark, code_block, code_span, escaped, link

_BLOCKS: Final = {
    *("blockquote", "center", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "section"),
    *("table", "ul", "article", "header", "footer", "figure", "details", "summary", "main", "aside"),
}
_ROWS: Final = {"dd", "dt", "figcaption", "tr", "caption"}
_MARKS: Final = {"b": "**", "strong": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
_CODE: Final = {"code", "kbd", "samp", "tt"}
_TAGS: Final = (
    "a|abbr|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h1|h2|h3|h4|h5|h6"
    "|header|hr|i|iframe|img|ins|kbd|li|mark|object|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub"
    "|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video"
)
_TAG: Final = re.compile(rf"(?<!\\)</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(
    r"(?<!\\)</?(?:blockquote|dd|div|dl|dt|h[1-6]|hr|iframe|li|object|ol|p|pre|script|section|style|svg|t(?:able|body|d|h"
    r"|r)|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CODE_IN_MARKDOWN: Final = re.compile(r"```[^`]*```|`[^`\n]*`")
_MARKDOWN: Final = re.compile(r"\*\*|__|\]\(|`|^(?:#{1,6}|[-*+]|\d{1,9}[.)]|>) ", re.MULTILINE)
_ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_STEP: Final = re.compile(r"<(/?)(?!br|hr|img)[a-z][^<>]*(?<!/)>", re.IGNORECASE)
_MOST_TAGS: Final = 1_000  # past these a text is an attack on the parser, whose work grows with the square of open tags
_MOST_OPEN: Final = 60

_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _ROWS | _CODE | set(_MARKS) | {"a", "br", "img", "li", "td", "th", "tbody", "thead", "tfoot"},
    clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template", "noscript", "title"},
    attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)


def has_html(text: str) -> bool:
    """Whether the text is HTML rather than Markdown with a tag here and there; 'a < b and c > d' and '<T>' are neither.

    Markdown may have tags such as <b> and <br> within its lines: a tag of a block, or no sign of Markdown, makes it
    HTML. What stands in `code` does not count."""
    if "<" not in text:
        return False
    said = _CODE_IN_MARKDOWN.sub("", text) if "`" in text else text
    return bool(_BLOCK_TAG.search(said) or (_TAG.search(said) and not _MARKDOWN.search(text)))


def html_to_markdown(markup: str) -> str:
    """The HTML as Markdown; `blocks_of` has all of its text. Links lead to http, https and mailto. Never fails."""
    if markup.count("<") > _MOST_TAGS or _most_open(markup) > _MOST_OPEN:
        return escaped(_ANY_TAG.sub(" ", markup), True)
    reader = _Reader()
    reader.feed(_cleaner.clean(markup))
    reader.close()
    return reader.markdown()


def _most_open(markup: str) -> int:
    """About how many tags are open at once."""
    now = most = 0
    for step in _STEP.finditer(markup):
        now = max(0, now - 1) if step[1] else now + 1
        most = max(most, now)
    return most


class _Reader(HTMLParser):
    """Reads markup that nh3 has made well-formed. `_raw` gathers what is kept as it is, within code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._frames = [Frame("")]
        self._lists: list[int | None] = []  # the number of the next item, None in a list without numbers
        self._links: list[tuple[str, Frame, int]] = []
        self._marks: list[tuple[Mark | None, Frame]] = []
        self._raw: list[str] | None = None
        self._pre = 0
        self._heading = False
        self._cells = 0

    def markdown(self) -> str:
        while len(self._frames) > 1:
            self._end_frame()
        return self._frames[0].text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._raw is not None:  # within code there is nothing but text
            self._in_code(tag)
        elif tag in _MARKS:
            self._open_mark(_MARKS[tag])
        elif tag in _CODE:
            self._raw = []
        elif tag == "a":
            self._links.append((given.get("href") or "", self._frames[-1], len(self._frames[-1].parts)))
        elif tag == "img":
            self._image(given)
        else:
            self._open_block(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if self._raw is not None:
            if (self._pre and tag == "pre") or (not self._pre and tag in _CODE):
                self._end_code()
        elif tag in _MARKS:
            self._end_mark()
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        else:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._raw is not None:
            self._raw.append(data)
        else:
            self._frames[-1].say(_single_blanks(data), bool(self._links))

    def _in_code(self, tag: str) -> None:
        assert self._raw is not None
        if tag == "br" or (tag in ("div", "p", "li") and self._raw):
            self._raw.append("\n")

    def _end_code(self) -> None:
        text, self._raw = "".join(self._raw or ()), None
        frame = self._frames[-1]
        if not self._pre:
            frame.write(code_span(text))
        elif body := text.strip("\n"):
            frame.block(code_block(body))
        self._pre = 0

    def _open_block(self, tag: str, given: dict[str, str | None]) -> None:
        frame = self._frames[-1]
        if tag == "br":
            frame.gap = " " if self._heading else "\n" + frame.gap
        elif tag == "hr":
            frame.block("---")
        elif tag == "pre":
            self._raw, self._pre = [], 1
        elif tag in ("ul", "ol"):
            first = _number(given.get("start")) if tag == "ol" else None
            # A list that does not begin with 1 begins only after an empty line.
            frame.part("\n" if self._lists and frame.tag == "li" and first in (None, 1) else "\n\n")
            self._lists.append(first)
        elif tag in ("li", "blockquote"):
            self._frames.append(Frame(tag))
        elif tag in ("td", "th"):
            if self._cells:
                frame.write(" | ")
            self._cells += 1
        elif tag in _ROWS:
            self._cells = 0
            frame.part("\n")
        elif tag in _BLOCKS:
            frame.part("\n\n")
            if tag[0] == "h" and tag[1:].isdigit():
                self._heading = True
                frame.prefix = "### "

    def _end_block(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._frames[-1].part("\n" if self._lists and self._frames[-1].tag == "li" else "\n\n")
        elif tag in ("li", "blockquote") and len(self._frames) > 1:
            self._end_frame()
        elif tag in _ROWS:
            self._frames[-1].part("\n")
        elif tag in _BLOCKS:
            if self._heading and not self._frames[-1].prefix:
                self._frames[-1].end_heading()
            self._frames[-1].prefix = ""
            self._frames[-1].part("\n\n")
            self._heading = False

    def _end_frame(self) -> None:
        done = self._frames.pop()
        text, frame = done.text(), self._frames[-1]
        if done.tag == "blockquote":
            if text:
                frame.block("> " + text.replace("\n", "\n> "))
            return
        mark = "- "
        if self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            mark = f"{number}. "
        if text:
            frame.part("\n")
            frame.write(mark + text.replace("\n", "\n" + " " * len(mark)))
            frame.part("\n")

    def _open_mark(self, sign: str) -> None:
        frame = self._frames[-1]
        twice = any(mark and mark.sign == sign for mark, _ in self._marks)
        self._marks.append((None if twice else frame.open(sign), frame))

    def _end_mark(self) -> None:
        if self._marks:
            mark, frame = self._marks.pop()
            if mark and frame is self._frames[-1]:
                frame.close(mark)

    def _end_link(self, url: str, frame: Frame, since: int) -> None:
        if url and frame is self._frames[-1]:
            frame.into_link(url, since)

    def _image(self, given: dict[str, str | None]) -> None:
        alt, url = " ".join((given.get("alt") or "").split()), given.get("src") or ""
        frame = self._frames[-1]
        if self._links or not url.startswith("http"):
            frame.say(alt, bool(self._links))
        else:
            frame.write(link(url, escaped(alt, False, True) or escaped(url, False, True)))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1


def _single_blanks(text: str) -> str:
    """White space as single blanks, at both ends too."""
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"
