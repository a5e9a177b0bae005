"""Markdown to a tree that can be shown: CommonMark's everyday part, links to http, https and mailto alone.

A newline is a line break, as it has always been in what people type here. HTML is read as HTML: never shown, never
kept. The work is linear in the length of the text, and bounded (`MOST_MARKS`): a test measures it on the worst."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from hallway.kernel.markup.from_html import has_html, html_to_markdown
from hallway.kernel.markup.tree import (
    Anchor,
    Block,
    Bold,
    CodeBlock,
    Heading,
    Inline,
    Italic,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Snippet,
    Struck,
)
from hallway.kernel.text import strip_invisible

MOST_MARKS: Final = 2_500
"""Signs and lines of a text that is read as Markdown; past these it is shown as plain paragraphs. Ten times what the
longest honest abstracts have, and 40 ms of work."""
MOST_BRACKETS: Final = 700
"""Likewise; each may begin a link, which takes longer to see than other signs."""
MOST_LEVELS: Final = 4
"""How deep lists and quotations are shown within each other; what is deeper stands at this level."""
MOST_NESTED: Final = 12
"""Emphasis and links in each other."""
DEEPEST: Final = 40
"""Lists and quotations in each other before a text is plain paragraphs: the reading is recursive."""
_MARKS: Final = re.compile(r"[*_~`\[<&\\]|[:@]|^[ \t]*(?:[-+]|\d+[.)])|\n|>", re.MULTILINE)
_URL: Final = re.compile(r"https?://[^\s/?#@]|mailto:[^\s@]+@[^\s@]", re.IGNORECASE)
_LONGEST_URL: Final = 2_000
_ADDRESS: Final = re.compile(r"://[^\s<>\"`{}|\\^]{1,2000}")
_SCHEME: Final = re.compile(r"(?<![a-z0-9])https?$", re.IGNORECASE)
_LOCAL: Final = re.compile(r"[a-z0-9][a-z0-9._+-]{0,62}$", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"@(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}(?![\w@])", re.IGNORECASE)
_TRAILING: Final = ".,;:!?'\"*_~…。、，）」』"
_BRACKETS: Final = {")": "(", "]": "["}
_TAG: Final = re.compile(
    r"</?(a|abbr|b|big|br|center|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u)"
    r"((?:\s[^<>]{0,2000})?)/?>",
    re.IGNORECASE,
)
_HREF: Final = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_EMPHASIS: Final = {
    **dict.fromkeys(("strong_open", "b", "strong"), Bold),
    **dict.fromkeys(("em_open", "i", "em"), Italic),
    **dict.fromkeys(("s_open", "s", "del", "strike"), Struck),
}
_T = TypeVar("_T")


def _address_rule(state: StateInline, silent: bool) -> bool:
    """A bare web or mail address is a link."""
    at, character = state.pos, state.src[state.pos]
    if character not in ":@" or state.linkLevel or state.level >= MOST_NESTED:
        return False
    web = character == ":"
    begins = (_SCHEME if web else _LOCAL).search(state.pending[-64:])
    ends = (_ADDRESS if web else _DOMAIN).match(state.src, at, state.posMax)
    if not begins or not ends:
        return False
    rest = _without_end(ends[0]) if web else ends[0]
    said = begins[0] + rest
    if not _URL.match(said if web else f"mailto:{said}"):
        return False
    if not silent:
        state.pending = state.pending[: len(state.pending) - len(begins[0])]
        state.push("link_open", "a", 1).attrs = {"href": said if web else f"mailto:{said}"}
        state.push("text", "", 0).content = said
        state.push("link_close", "a", -1)
    state.pos = at + len(rest)
    return True


def _without_end(address: str) -> str:
    """An address without what belongs to the sentence around it."""
    end = len(address)
    surplus = {close: address.count(close) - address.count(open) for close, open in _BRACKETS.items()}
    while end:
        last = address[end - 1]
        if last in _BRACKETS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _tag_rule(state: StateInline, silent: bool) -> bool:
    """A tag within a line: what it means is kept (<b>, <a href>, <br>), the tag is not."""
    if state.src[state.pos] != "<" or not (found := _TAG.match(state.src, state.pos, state.posMax)):
        return False
    if not silent:
        token = state.push("tag", found[1].lower(), 0)  # they need not be balanced: the parser sees no nesting in them
        token.content, token.hidden = found[2], found[0][1] == "/"
    state.pos = found.end()
    return True


def _parser(nesting: int) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": nesting}).enable("strikethrough")
    # Indented lines are no code: plain text is often indented. Nothing disappears into references.
    made.disable(["code", "reference", "html_block", "html_inline"])
    made.inline.ruler.before("autolink", "tag", _tag_rule)
    made.inline.ruler.before("entity", "address", _address_rule)
    made.validateLink = lambda url: True  # `_anchor` decides: the text of a bad link is shown without its marks
    return made


def _inline_rule(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            _lines.inline.parse(token.content, _lines, state.env, token.children)


# Two, as what is nested too deep within a line shows as it was typed, but blocks would be lost.
_lines: Final = _parser(MOST_NESTED)
_blocks: Final = _parser(DEEPEST)
_blocks.core.ruler.at("inline", _inline_rule)


@lru_cache(maxsize=256)
def blocks_of(markdown: str) -> tuple[Block, ...]:
    """What is shown of the text. All of its text is there, but what makes it bold, a list and so on. Never fails."""
    if has_html(markdown):
        markdown = html_to_markdown(markdown)
    if markdown.count("[") > MOST_BRACKETS or len(_MARKS.findall(markdown)) > MOST_MARKS:
        return tuple(_plain(markdown))
    tokens = _blocks.parse(markdown)
    if any(token.level >= DEEPEST - 2 for token in tokens):
        return tuple(_plain(markdown))
    return tuple(_Reader(tokens).blocks())


def _plain(text: str) -> list[Block]:
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    kept = [*paragraphs[:99], "\n".join(paragraphs[99:])]  # a page stays small
    return [Paragraph([strip_invisible(paragraph)]) for paragraph in kept if paragraph]


class _Reader:
    """Goes through the parser's tokens once. `_levels` counts the lists and quotations that are open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._levels = 0

    def blocks(self, until: str = "") -> list[Block]:
        """The blocks up to the token that ends them."""
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == until:
                break
            self._add(found, token)
        return found

    def _add(self, found: list[Block], token: Token) -> None:
        match token.type:
            case "inline":
                if inside := _Line(token.children or ()).read():
                    heading = self._tokens[self._at - 2].type == "heading_open"
                    found.append(Heading(inside) if heading else Paragraph(inside))
            case "fence":
                found.append(CodeBlock(strip_invisible(token.content).rstrip("\n")))
            case "hr":
                found.append(Rule())
            case "blockquote_open":
                self._deeper(found, lambda: self.blocks("blockquote_close"), lambda inside: [Quote(inside)], list)
            case "bullet_list_open":
                self._deeper(found, lambda: self._items("bullet_list_close"), lambda of: _listing(None, of), _flat)
            case "ordered_list_open":
                start = int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0
                self._deeper(found, lambda: self._items("ordered_list_close"), lambda of: _listing(start, of), _flat)
            case _:
                pass  # where paragraphs and headings begin and end

    def _deeper(
        self,
        found: list[Block],
        read: Callable[[], _T],
        made: Callable[[_T], list[Block]],
        flat: Callable[[_T], list[Block]],
    ) -> None:
        self._levels += 1
        inside = read()
        self._levels -= 1
        found += (made if self._levels < MOST_LEVELS else flat)(inside)

    def _items(self, until: str) -> list[list[Block]]:
        items: list[list[Block]] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == until:
                break
            if token.type == "list_item_open":
                items.append(self.blocks("list_item_close"))
        return items


def _listing(start: int | None, items: list[list[Block]]) -> list[Block]:
    return [Listing(start, items)]


def _flat(items: list[list[Block]]) -> list[Block]:
    return [block for item in items for block in item]


class _Line:
    """Reads the tokens of one paragraph. `_open` has what is open around the text, each with the name that ends it."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._open: list[tuple[str, Callable[[list[Inline]], list[Inline]], list[Inline]]] = [("", list, [])]

    def read(self) -> list[Inline]:
        for token in self._tokens:
            self._read(token)
        while len(self._open) > 1:
            self._end()
        found = self._open[0][2]
        if found and isinstance(found[0], str):
            found[0] = found[0].lstrip()
        if found and isinstance(found[-1], str):
            found[-1] = found[-1].rstrip()
        return found if any(not isinstance(part, str) or part.strip() for part in found) else []

    def _read(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._say(strip_invisible(token.content))
            case "softbreak" | "hardbreak":
                self._say("\n")
            case "code_inline":
                self._say(Snippet(strip_invisible(token.content)))
            case "image":
                text = strip_invisible(token.content) or str(token.attrGet("src") or "")
                self._say(*_anchor(str(token.attrGet("src") or ""))([text]))
            case "link_open":
                self._begin("link_close", _anchor(str(token.attrGet("href") or "")))
            case "tag":
                self._tag(token)
            case "strong_open" | "em_open" | "s_open":
                self._begin(token.type.replace("open", "close"), _emphasis(_EMPHASIS[token.type]))
            case _:
                self._close(token.type)

    def _tag(self, token: Token) -> None:
        name = token.tag
        if token.hidden:  # it ends
            self._close(name)
        elif name == "br":
            self._say("\n")
        elif name in _EMPHASIS:
            self._begin(name, _emphasis(_EMPHASIS[name]))
        elif name == "a" and (href := _HREF.search(token.content)):
            self._begin(name, _anchor(href[1] or href[2] or ""))

    def _begin(self, name: str, made: Callable[[list[Inline]], list[Inline]]) -> None:
        self._open.append((name, made if len(self._open) < MOST_NESTED else list, []))

    def _say(self, *parts: Inline) -> None:
        inside = self._open[-1][2]
        for part in parts:
            if isinstance(part, str) and inside and isinstance(last := inside[-1], str):
                inside[-1] = last + part
            elif part:
                inside.append(part)

    def _close(self, name: str) -> None:
        """Ends what has this name, and all that was opened within it; nothing if it is not open."""
        if any(name == one for one, _, _ in self._open[:0:-1]):
            while len(self._open) > 1 and self._end() != name:
                pass

    def _end(self) -> str:
        name, made, inside = self._open.pop()
        self._say(*(made(inside) if inside else []))
        return name


def _emphasis(kind: type[Bold] | type[Italic] | type[Struck]) -> Callable[[list[Inline]], list[Inline]]:
    return lambda inside: [kind(inside)]


def _anchor(url: str) -> Callable[[list[Inline]], list[Inline]]:
    url = strip_invisible(url).strip()
    if len(url) > _LONGEST_URL or not _URL.match(url) or any(character.isspace() for character in url):
        return list
    return lambda inside: [Anchor(url, inside)]
