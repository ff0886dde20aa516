"""Parts of Markdown: code spans, in which text of strangers is harmless, and the end of a list that is cut."""

from __future__ import annotations

from collections.abc import Iterator

from guard.formats.text import clean


def code(text: str) -> str:
    """Returns a code span, in which nothing is a mention, a link or a tag. A bar would end the cell of a table."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`" if text else ""


def and_more(number: int, *, listed: int) -> Iterator[str]:
    """Yields how many of a list are left out after `listed` of them; nothing if all are shown."""
    if number > listed:
        yield from ("", f"and {number - listed} more")
