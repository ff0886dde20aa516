"""Code spans of Markdown, in which text of strangers is harmless."""

from __future__ import annotations

from guard.formats.text import clean


def code(text: str) -> str:
    """Returns a code span, in which nothing is a mention, a link or a tag. A bar would end the cell of a table."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`" if text else ""
