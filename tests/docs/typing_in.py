"""Types a page into one terminal, block after block, and returns what each block printed.

A line whose exit code is not 0 says so in its comment, `# 2: why`. Questions are answered with yes on a terminal.
"""

import datetime
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.conftest import PROJECT
from tests.docs import blocks
from tests.docs.blocks import Block

SECONDS = 900
_NOT_COPIED = ("node_modules", "cdktf.out", "mutants", ".git", ".*_cache", ".hypothesis")
_BEGIN = """set -uE
ended() { echo "$1 $2" >> "$ENDINGS"; }
trap 'ended "$?" "$LINENO"' ERR
"""
_MARK = "=== block "
_PROMISE = re.compile(r"#\s*(\d+): ")


def check_out(folder: Path) -> Path:
    """Copies the project as a clone would hold it, installs it there, and commits all of it.

    The Node packages are those of this checkout. `make install` makes a `.venv`: a command refuses another checkout.
    """
    copytree(PROJECT, folder, ignore=ignore_patterns(".venv", *_NOT_COPIED))
    (folder / "node_modules").symlink_to(PROJECT / "node_modules")
    subprocess.run(["make", "install", f"PYTHON={sys.executable}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
    for command in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The output of a page's blocks, and each exit code that differs from the promised one."""

    printed: Mapping[int, str]
    surprises: Sequence[str]


def type_in(page: str, *, checkout: Path, environ: Mapping[str, str]) -> Typed:
    """Types all blocks of `page` that are run, in one shell."""
    todo = blocks.of_page(page)
    script = _BEGIN + "".join(_typed(block) for block in todo)
    file, endings, out = (checkout.parent / f"{Path(page).stem}.{what}" for what in ("sh", "endings", "out"))
    file.write_text(script, encoding="utf-8")
    endings.write_text("")
    with out.open("wb") as printed:
        _run(
            file,
            cwd=checkout,
            environ=_environ(checkout, environ) | {"ENDINGS": str(endings)},
            printed=printed.fileno(),
        )
    return Typed(
        printed=_by_block(out.read_text(encoding="utf-8", errors="replace")),
        surprises=_surprises(script.splitlines(), endings.read_text().splitlines()),
    )


def _typed(block: Block) -> str:
    """Returns the shell lines for one block: an event, an addition to a file, or what is typed."""
    if into := block.marked("into"):
        return f"cat >> {shlex.quote(into)} <<'INTO'\n\n{_dated(block.text)}INTO\n"
    if not blocks.is_run(block):
        return ""
    meanwhile = block.marked("meanwhile")
    happens = f"{shlex.quote(sys.executable)} -m tests.docs.happenings {shlex.quote(meanwhile)}\n" if meanwhile else ""
    return f"{happens}printf '\\n%s\\n' '{_MARK}{block.line}'\n{block.text}"


def _dated(text: str) -> str:
    """Moves the last day of a waiver two weeks ahead: the guard accepts ninety days at most."""
    later = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=14)
    return re.sub(r"(?m)^expires = \S+", f"expires = {later}", text)


def _environ(checkout: Path, environ: Mapping[str, str]) -> dict[str, str]:
    ours = {
        "PATH": f"{checkout / '.venv' / 'bin'}:{environ['PATH']}",
        "STRIPE_KEY": "made-up",
        "NO_COLOR": "1",
    }
    ours |= {f"GIT_{role}_{what}": "ana@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**environ, **ours}


def _run(file: Path, *, cwd: Path, environ: Mapping[str, str], printed: int) -> None:
    """Runs the script with a terminal for questions; what it prints is plain text."""
    ours, theirs = os.openpty()
    try:
        os.write(ours, b"y\n" * 20)
        subprocess.run(
            ["bash", str(file)], cwd=cwd, env=environ, stdin=theirs, stdout=printed, stderr=printed,
            timeout=SECONDS, check=False, start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)


def _by_block(text: str) -> dict[int, str]:
    parts = re.split(rf"(?m)^{_MARK}(\d+)\n", text)[1:]
    return {int(line): printed for line, printed in zip(parts[::2], parts[1::2], strict=True)}


def _surprises(lines: Sequence[str], endings: Sequence[str]) -> list[str]:
    ended = {int(number): int(code) for code, number in (each.split() for each in endings)}
    promised = {number: int(found[1]) for number, line in enumerate(lines, 1) if (found := _PROMISE.search(line))}
    return [
        f"{lines[number - 1]!r} ended with {ended.get(number, 0)}, and {promised.get(number, 0)} was promised"
        for number in sorted({*ended, *promised})
        if ended.get(number, 0) != promised.get(number, 0)
    ]


def unseen(shown: str, printed: str) -> list[str]:
    """Returns the lines of a page that were not printed in this order; an ellipsis stands for anything."""
    rest, missing = printed, []
    for line in filter(str.strip, shown.splitlines()):
        pattern = ".*".join(r"\s+".join(map(re.escape, part.split(" "))) for part in line.strip().split("…"))
        if found := re.search(pattern, rest):
            rest = rest[found.end() :]
        else:
            missing.append(line)
    return missing
