"""Markdown as plain text, and cut where nothing of it breaks."""

import re
from collections.abc import Iterable
from typing import Final

from hallway.kernel.markup.reading import blocks_of
from hallway.kernel.markup.tree import (
    Anchor,
    Block,
    CodeBlock,
    Inline,
    Listing,
    Quote,
    Rule,
    Snippet,
)

_HALF_LINK: Final = re.compile(r"!?\[[^\[\]\n]{0,2000}(?:\](?:\([^()\s]{0,2000})?)?$")
_NEAR: Final = 4_100
"""No link is longer that a cut takes away."""


def plain_of(markdown: str, addresses: bool = True) -> str:
    """The text without its marks, blocks parted by empty lines; links as 'text (https://…)', or their text alone."""
    return "\n\n".join(filter(None, (_block(block, addresses) for block in blocks_of(markdown))))


def cut_markdown(text: str, limit: int) -> str:
    """The text, ended by '…' at the last blank before the limit if it is longer; a link is whole or goes."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    near = head[-_NEAR:]
    if half := _HALF_LINK.search(near):
        head = head[: len(head) - len(near) + half.start()]
    else:
        last = max(head.rfind(" "), head.rfind("\n"))
        head = head[:last] if last > limit // 2 else head
    return head.rstrip().removesuffix("\\") + "…"


def _block(block: Block, addresses: bool) -> str:
    if isinstance(block, CodeBlock):
        return block.text
    if isinstance(block, Quote):
        return "\n\n".join(_block(inner, addresses) for inner in block.of)
    if isinstance(block, Listing):
        return "\n".join(_items(block, addresses))
    return "" if isinstance(block, Rule) else _line(block.of, addresses)


def _items(listing: Listing, addresses: bool) -> Iterable[str]:
    for place, item in enumerate(listing.items):
        mark = "- " if listing.start is None else f"{listing.start + place}. "
        text = "\n".join(filter(None, (_block(inner, addresses) for inner in item)))
        yield mark + text.replace("\n", "\n  ")


def _line(of: Iterable[Inline], addresses: bool) -> str:
    return "".join(_inline(part, addresses) for part in of)


def _inline(part: Inline, addresses: bool) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Snippet):
        return part.text
    said = _line(part.of, addresses)
    if not addresses or not isinstance(part, Anchor):
        return said
    url = part.url.removeprefix("mailto:")
    return said if said.rstrip("/") == url.rstrip("/") else f"{said} ({url})"
