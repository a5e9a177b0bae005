"""What can be shown of a text: paragraphs, lists, links and so on, and nothing else. On the wire each part is an object
whose `is` says what it is, and a text without anything is a string."""

from typing import TypeAlias

from msgspec import Struct


class Bold(Struct, frozen=True, tag="bold", tag_field="is"):
    of: "list[Inline]"


class Italic(Struct, frozen=True, tag="italic", tag_field="is"):
    of: "list[Inline]"


class Struck(Struct, frozen=True, tag="struck", tag_field="is"):
    of: "list[Inline]"


class Snippet(Struct, frozen=True, tag="code", tag_field="is"):
    """Code within a line."""

    text: str


class Anchor(Struct, frozen=True, tag="link", tag_field="is"):
    """A link. `url` begins with http://, https:// or mailto:."""

    url: str
    of: "list[Inline]"


class Paragraph(Struct, frozen=True, tag="paragraph", tag_field="is"):
    of: "list[Inline]"


class Heading(Struct, frozen=True, tag="heading", tag_field="is"):
    """One size for all of them: the page around it has its own order of headings."""

    of: "list[Inline]"


class CodeBlock(Struct, frozen=True, tag="codeBlock", tag_field="is"):
    text: str


class Quote(Struct, frozen=True, tag="quote", tag_field="is"):
    of: "list[Block]"


class Listing(Struct, frozen=True, tag="list", tag_field="is"):
    """`start` is the number of the first item, None in a list without numbers."""

    start: int | None
    items: "list[list[Block]]"


class Rule(Struct, frozen=True, tag="rule", tag_field="is"):
    """A line across."""


Inline: TypeAlias = str | Bold | Italic | Struck | Snippet | Anchor
"""Part of a line. In a string, a newline is a line break."""
Block: TypeAlias = Paragraph | Heading | CodeBlock | Quote | Listing | Rule
