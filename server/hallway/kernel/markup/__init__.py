"""Markdown that others wrote: HTML made into it, and the safe part of it as a tree that can be shown."""

from hallway.kernel.markup.from_html import has_html, html_to_markdown
from hallway.kernel.markup.plain import cut_markdown, plain_of
from hallway.kernel.markup.reading import MOST_MARKS, blocks_of
from hallway.kernel.markup.tree import Block, Inline

__all__ = ["MOST_MARKS", "Block", "Inline", "blocks_of", "cut_markdown", "has_html", "html_to_markdown", "plain_of"]
