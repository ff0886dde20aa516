"""The blocks of our pages: README.md and docs/**/*.md. Out: what a reader is told to type, to put in, or will see.

A ```sh block is typed by `test_run`, unless a comment right above its fence says why not: `<!-- needs: WHAT: why -->`
or `<!-- run by: tests/... -->`. A ```text block below one is what it prints, an ellipsis standing for what differs.
`<!-- into: FILE -->` adds a ```toml block to that file at this point. `<!-- meanwhile: ... -->`: see `happenings`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.conftest import PROJECT

PAGES = sorted([PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```(\w*)[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--\s*(needs|run by|into|meanwhile):\s*((?:(?!-->).)*?)\s*-->[ \t]*\n\Z", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block; `marker` is the comment above it, as its kind and its words."""

    page: str
    line: int
    language: str
    text: str
    marker: tuple[str, str] | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def marked(self, kind: str) -> str | None:
        """What the marker of this kind says, if the block has one."""
        return self.marker[1] if self.marker and self.marker[0] == kind else None


def blocks_of(text: str, *, page: str) -> Iterator[Block]:
    """In the page's order."""
    for found in _FENCE.finditer(text):
        marker = _COMMENT.search(text[: found.start()])
        yield Block(
            page=page,
            line=text[: found.start()].count("\n") + 1,
            language=found[1],
            text=found[2],
            marker=(marker[1], marker[2]) if marker else None,
        )


def all_blocks() -> list[Block]:
    """Of every page."""
    return [
        block
        for path in PAGES
        for block in blocks_of(path.read_text(encoding="utf-8"), page=path.relative_to(PROJECT).as_posix())
    ]


def to_type(language: str = "sh") -> list[Block]:
    """What a reader is told to type."""
    return [block for block in all_blocks() if block.language == language]


def of_page(name: str) -> list[Block]:
    """All of one page."""
    return [block for block in all_blocks() if block.page == name]


def is_run(block: Block) -> bool:
    """Typed here, and not marked as run elsewhere, or nowhere."""
    return block.language == "sh" and not (block.marker and block.marker[0] in ("needs", "run by"))
