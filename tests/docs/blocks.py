"""Reads the fenced blocks of the pages: `*.md` in the root folder and `docs/**/*.md`.

`test_run` types a ```sh block, unless a comment directly above its fence names another test or a reason:
`<!-- run by: tests/... -->`, `<!-- needs: WHAT: why -->`. A ```text block below it holds what the block prints; an
ellipsis stands for what differs between runs. `<!-- into: FILE -->` appends a ```toml block to that file at this point.
`<!-- meanwhile: EVENT -->` lets something happen first; see `happenings`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.conftest import PROJECT

PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```(\w*)[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--\s*(needs|run by|into|meanwhile):\s*((?:(?!-->).)*?)\s*-->[ \t]*\n\Z", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block. `marker` is the comment above it: its kind and its text."""

    page: str
    line: int
    language: str
    text: str
    marker: tuple[str, str] | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def marked(self, kind: str) -> str | None:
        """Returns the text of the marker if it is of this kind."""
        return self.marker[1] if self.marker and self.marker[0] == kind else None


def blocks_of(text: str, *, page: str) -> Iterator[Block]:
    """Yields the blocks in the order of the page."""
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
    """Returns the blocks of every page."""
    return [
        block
        for path in PAGES
        for block in blocks_of(path.read_text(encoding="utf-8"), page=path.relative_to(PROJECT).as_posix())
    ]


def to_type(language: str = "sh") -> list[Block]:
    """Returns the blocks of one language: by default those that a reader types."""
    return [block for block in all_blocks() if block.language == language]


def of_page(name: str) -> list[Block]:
    """Returns the blocks of one page."""
    return [block for block in all_blocks() if block.page == name]


def is_run(block: Block) -> bool:
    """Returns whether `test_run` types the block: it has no marker that names another test or a reason."""
    return block.language == "sh" and not (block.marker and block.marker[0] in ("needs", "run by"))
