"""HTML to plain text that reads well: paragraphs, lists, preformatted lines, links."""

import re
from html.parser import HTMLParser

import nh3

_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h1|h2|h3|h4|h5|h6"
    "|header|hr|i|iframe|img|ins|kbd|li|mark|object|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub"
    "|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video"
)
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCKS = {
    "blockquote",
    "div",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
}
_ROWS = {"dd", "dt", "figcaption", "tr"}
_MOST_TAGS = 1_000  # past these a text is an attack on the parser, whose work grows with the square of open tags
_MOST_OPEN = 60
_STEP = re.compile(r"<(/?)(?!br|hr|img)[a-z][^<>]*(?<!/)>", re.IGNORECASE)

_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _ROWS | {"a", "br", "code", "li", "td", "th", "tbody", "thead"},
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "svg",
        "math",
        "template",
        "noscript",
        "title",
    },
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=None,
)


def looks_like_html(text: str) -> bool:
    """Whether the text has a tag that people write in abstracts; 'a < b and c > d' and '<T>' are not."""
    return _HTML.search(text) is not None


def html_to_text(markup: str) -> str:
    """Plain text: blocks are parted by an empty line, items start with '- ' or '1. ', links become 'text (url)'."""
    if markup.count("<") > _MOST_TAGS or _most_open(markup) > _MOST_OPEN:
        return _ANY_TAG.sub(" ", markup)
    reader = _Text()
    reader.feed(_cleaner.clean(markup))
    reader.close()
    return reader.text()


def _most_open(markup: str) -> int:
    """About how many tags are open at once."""
    now = most = 0
    for step in _STEP.finditer(markup):
        now = max(0, now - 1) if step[1] else now + 1
        most = max(most, now)
    return most


class _Text(HTMLParser):
    """Reads markup that nh3 has made well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._gap = 0  # line breaks owed before the next text
        self._lists: list[int | None] = []  # the number of the last item, None in a list without numbers
        self._links: list[tuple[str, int]] = []
        self._pre = 0
        self._mark_ends = -1  # how many parts there were after the last item's mark

    def text(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._gap = max(self._gap, 1 if tag in ("ul", "ol") and self._lists else 2)
        elif tag in _ROWS or tag == "br":
            self._gap = self._gap + 1 if tag == "br" else max(self._gap, 1)
        if tag == "pre":
            self._pre += 1
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag in ("td", "th"):
            self._write(" ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._gap = max(self._gap, 2 if not self._lists or tag not in ("p", "ul", "ol") else 1)
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._gap = max(self._gap, 1 if self._lists else 2)
        elif tag == "a" and self._links:
            url, since = self._links.pop()
            said = "".join(self._parts[since:]).strip()
            if url and said.rstrip("/") != url.rstrip("/"):
                self._write(f" ({url})" if said else url)

    def handle_data(self, data: str) -> None:
        if self._pre:
            self._write(data)
            return
        text = re.sub(r"\s+", " ", data)
        starts_line = self._gap or not self._parts or self._parts[-1].endswith((" ", "\n"))
        self._write(text.lstrip() if starts_line else text)

    def _item(self) -> None:
        self._gap = max(self._gap, 1)
        mark = "- "
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}. "
        self._write("  " * min(8, max(0, len(self._lists) - 1)) + mark)
        self._mark_ends = len(self._parts)

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._gap and self._parts and self._mark_ends != len(self._parts):
            self._parts.append("\n" * min(2, self._gap))
        self._gap = 0
        self._parts.append(text)
