"""The terminal: results on stdout, progress, questions and errors on stderr.

On a terminal a running step shows a spinner and its latest news; elsewhere, plain lines. rich honours NO_COLOR.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from errors import CounterPromoError, Refused
from guard.formats.text import clean
from machine.masking import mask
from terraform.progress import News

if TYPE_CHECKING:
    from rich.console import Console

SHOWN_FROM_SECONDS = 1.0
DIGITS = 4  # of the largest size of a terminal
_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


@lru_cache
def stdout() -> Console:
    return _console(stderr=False)


@lru_cache
def stderr() -> Console:
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    _drop_unusable_size(os.environ)
    return Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False)


def _drop_unusable_size(environ: MutableMapping[str, str]) -> None:
    """Takes away COLUMNS and LINES where they are no size: rich prints nothing at all in a width of zero."""
    for name in ("COLUMNS", "LINES"):
        given = environ.get(name, "")
        if given and not (given.isascii() and given.isdigit() and len(given) <= DIGITS and int(given) > 0):
            del environ[name]


def say(line: str, *, style: str = "") -> None:
    """Prints a line of a result on stdout."""
    stdout().print(printable(line), style=style or None, markup=False)


@contextmanager
def step(doing: str) -> Iterator[News]:
    """Shows a step on stderr while it runs, and its duration if that is a second or more.

    Yields a function that takes news of the step; news are shown on a terminal only.
    """
    console, start = stderr(), time.monotonic()
    if console.is_terminal:
        with console.status(f"{doing}…") as status:
            yield lambda news: status.update(f"{doing}… [dim]{_one_line(news, room=console.width - len(doing) - 8)}")
    else:
        console.print(f"{doing}…", markup=False)
        yield lambda news: None
    seconds = time.monotonic() - start
    if seconds >= SHOWN_FROM_SECONDS:
        console.print(f"{doing}: {seconds:.1f} s", style="dim", markup=False)


def printable(text: str) -> str:
    """Returns a text in which nothing that a stranger wrote can act on a terminal or on a runner of GitHub.

    Control and direction characters become `?`. A line that starts with `::`, or holds `##[`, is a command to the
    runner: a space breaks it.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    shown = clean(text, keep="\n\t")
    return _COMMAND.sub(r"\1: :", shown).replace("##[", "# #[")


def check_answerable(*, yes: bool) -> None:
    """Raises Refused before a command starts, if the command will ask and nobody can answer."""
    if not yes and not sys.stdin.isatty():
        raise Refused("the command asks before it writes, and there is no terminal to ask on", cure="add --yes")


def confirm(question: str, *, yes: bool) -> None:
    """Asks a question, unless `--yes` was given. Raises Refused if the answer is not yes."""
    check_answerable(yes=yes)
    if yes:
        return
    stderr().print(f"{question} [y/N] ", end="", markup=False)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refused("not confirmed, and nothing was written")


def show_identity() -> None:
    """Shows whose credentials a command uses, on stderr, as soon as `aws.identity` has asked."""
    log = logging.getLogger("counterpromo.identity")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(_OnStderr())


class _OnStderr(logging.Handler):
    """Log records as plain lines of stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        _tell(record.getMessage(), style="dim")


def print_error(error: CounterPromoError) -> None:
    """Prints an error and its cure on stderr."""
    kind = "refused" if isinstance(error, Refused) else "error"
    _tell(f"{kind}: {error.message}", style="red")
    if error.cure:
        _tell(f"try: {error.cure}")


def _tell(text: str, *, style: str = "") -> None:
    """Prints a text on stderr, in which credentials are masked."""
    stderr().print(printable(mask(text)), style=style or None, markup=False)


def _one_line(text: str, *, room: int) -> str:
    from rich.markup import escape

    return escape(printable(" ".join(text.split()))[: max(room, 0)])
