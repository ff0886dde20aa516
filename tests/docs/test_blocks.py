"""Every block that a reader types is run by a test or says why not, and uses commands that exist."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.docs import blocks, commands, happenings
from tests.docs.blocks import Block
from tests.docs.stories import STORIES

TYPED = blocks.to_type()
SERVICES = {"the real AWS", "GitHub", "HCP Terraform", "the Terraform registry", "time"}
INLINE = re.compile(r"(?<!`)`(counterpromo [a-z][^`]*)`(?!`)")
GIVEN = re.compile(r"\bENV\b|\||\.\.\.|…|\[|NAME")


def claim(block: Block) -> str:
    """Returns what is wrong with the marker of a block; empty if nothing is."""
    if needs := block.marked("needs"):
        what, _, why = needs.partition(":")
        if what.strip() not in SERVICES or not why.strip():
            return f"needs: one of {', '.join(sorted(SERVICES))}, and why; got {needs!r}"
    elif files := block.marked("run by"):
        return _run_by(block, files.split())
    elif (meanwhile := block.marked("meanwhile")) and meanwhile not in happenings.KNOWN:
        return f"meanwhile: one of {', '.join(happenings.KNOWN)}; got {meanwhile!r}"
    elif block.marker and not meanwhile:
        return f"{block.marker[0]!r} says nothing, or is not for what is typed"
    elif block.page not in {page for story in STORIES for page in story.pages}:
        return f"is run by no test: put {block.page} into tests/docs/stories.py, or a marker above the block"
    return ""


def _run_by(block: Block, files: list[str]) -> str:
    paths = [PROJECT / name for name in files]
    if missing := [str(path) for path in paths if not path.is_file()]:
        return f"{', '.join(missing)} is not there"
    said = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    for command in commands.commands(block.text):
        word = _telling(command)
        if word and not re.search(word, said):
            return f"no file of {', '.join(files)} mentions {' '.join(command)}"
    return ""


def _telling(command: list[str]) -> str:
    """Returns a pattern that a test which runs this command contains."""
    match command:
        case ["counterpromo", name, *_] if name.startswith("--"):
            return rf"counterpromo {name}"
        case ["counterpromo", name, *_]:
            return rf'"{name}"'
        case ["npx", "cdktf", name, *_]:
            return rf'"cdktf", "{name}"'
        case ["make", target, *_]:
            return rf'"make", "{target}"|make {target}'
        case [program, *_] if program.endswith("pytest"):
            return "pytest"
    return ""


@pytest.mark.parametrize("block", TYPED, ids=str)
def test_a_block_is_run_by_a_test_or_says_why_not(block: Block) -> None:
    assert claim(block) == ""


@pytest.mark.parametrize("block", TYPED, ids=str)
def test_a_block_parses_and_its_commands_exist(block: Block) -> None:
    parsed = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
    assert parsed.returncode == 0, parsed.stderr
    faults = [fault for command in commands.commands(block.text) if (fault := commands.fault(command))]
    assert faults == []


@pytest.mark.parametrize("path", blocks.PAGES, ids=lambda path: path.name)
def test_a_command_in_the_text_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for command in INLINE.findall(text):
        if not GIVEN.search(command):
            for words in commands.commands(command):
                assert commands.fault(words) in ("", *_incomplete(words)), command


def _incomplete(words: list[str]) -> list[str]:
    """Returns the fault if it is only a missing argument: a text often names a command without its arguments."""
    fault = commands.fault(words)
    incomplete = fault.startswith(("Missing argument", "Missing option")) or fault.endswith("requires an argument.")
    return [fault] if incomplete else []


@pytest.mark.parametrize("block", blocks.to_type("toml"), ids=str)
def test_a_toml_block_names_a_folder_that_exists(block: Block) -> None:
    into = block.marked("into")
    assert into is None or (PROJECT / into).parent.is_dir()


@pytest.mark.parametrize("path", blocks.PAGES, ids=lambda path: path.name)
def test_a_block_is_fenced_so_that_these_tests_see_it(path: Path) -> None:
    """A block that is indented or called bash is visible to a reader and invisible to these tests."""
    text = path.read_text(encoding="utf-8")
    found = list(blocks.blocks_of(text, page=path.name))
    assert len(re.findall(r"^[ \t>]*(?:```|~~~)", text, re.MULTILINE)) == 2 * len(found)
    assert {block.language for block in found} <= {"", "sh", "text", "toml", "yaml", "mermaid"}


def test_a_block_without_test_or_reason_is_found() -> None:
    """Checks the check itself: each of these blocks is refused."""
    text = (
        "```sh\ntrue\n```\n<!-- needs: GitHub: -->\n```sh\ntrue\n```\n<!-- needs: luck: none -->\n```sh\ntrue\n```\n"
        "<!-- run by: tests/none.py -->\n```sh\ntrue\n```\n"
        "<!-- run by: tests/docs/blocks.py -->\n```sh\ncounterpromo plan dev\n```\n<!-- into: -->\n```sh\ntrue\n```\n"
    )
    assert all(claim(block) for block in blocks.blocks_of(text, page="docs/none.md"))
    assert len(list(blocks.blocks_of(text, page="docs/none.md"))) == 6


@pytest.mark.parametrize(
    "wrong",
    [
        "counterpromo plans dev",
        "counterpromo plan",
        "counterpromo plan dev --aply",
        "x=$(counterpromo pipeline rol dev plan)",
        "counterpromo policy guess --env dev | jq .",
        "aws ecs update-services --cluster x",
        "aws ecs update-service \\\n  --forced",
        "aws ecs wait services-happy",
        "make tests",
    ],
)
def test_a_command_that_does_not_exist_is_found(wrong: str) -> None:
    assert [fault for command in commands.commands(wrong) if (fault := commands.fault(command))]
