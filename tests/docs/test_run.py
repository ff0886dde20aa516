"""Types the pages in: real bash, terraform, provider and AWS CLI, with an emulated account behind them.

Pages that take minutes run in `make soak`. `test_blocks` checks the form of every block.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.conftest import PROJECT
from tests.docs import blocks
from tests.docs.stories import STORIES, Story
from tests.docs.typing_in import Typed, check_out, type_in, unseen

needed = pytest.mark.skipif(not (which("aws") and which("jq")), reason="needs the AWS CLI and jq")


def _cases() -> list[object]:
    return [
        pytest.param(story, page, id=page, marks=[needed, pytest.mark.soak])
        for story in STORIES
        for page in story.pages
    ]


@pytest.fixture(scope="module")
def type_page(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Callable[[Story, str], Typed]]":
    """Types a page. The pages of a story share an account and a checkout, made for the first of them."""
    places: dict[str, tuple[Path, dict[str, str]]] = {}
    with ExitStack() as open_:

        def run(story: Story, page: str) -> Typed:
            if story.name not in places:
                sandbox = open_.enter_context(Sandbox.start(account_id=story.account, region=story.region))
                if story.handmade:
                    make_dev(sandbox.environment())
                checkout = check_out(tmp_path_factory.mktemp("story") / "checkout")
                places[story.name] = checkout, sandbox.isolated_environment()
            checkout, environ = places[story.name]
            return type_in(page, checkout=checkout, environ=environ)

        yield run


@pytest.mark.parametrize(("story", "page"), _cases())
def test_a_page_does_and_prints_what_it_says(
    story: Story, page: str, type_page: "Callable[[Story, str], Typed]"
) -> None:
    typed = type_page(story, page)
    said = "\n".join(typed.printed.values())
    assert typed.surprises == [], said
    run: list[int] = []
    for block in blocks.of_page(page):
        if blocks.is_run(block):
            run.append(block.line)
        elif block.language == "text" and run:
            missing = unseen(block.text, typed.printed[run[-1]])
            assert missing == [], f"{block}\n{typed.printed[run[-1]]}"
    assert run == list(typed.printed)


@pytest.mark.soak
def test_the_demo_ends_as_the_readme_says() -> None:
    """Runs `make demo` without installing again."""
    demo = subprocess.run(["make", "-o", "install", "demo"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert demo.returncode == 0, demo.stderr
    assert "103 to import, 0 to add, 0 to change, 0 to destroy" in demo.stdout
    assert "no changes" in demo.stdout


def test_cdktf_synth_writes_the_stacks(tmp_path: Path) -> None:
    """Runs `npx cdktf synth`, as the README names it."""
    command = ["npx", "--no-install", "cdktf", "synth", "--output", str(tmp_path)]
    quiet = {"CHECKPOINT_DISABLE": "1", "CI": "1"}
    ran = subprocess.run(command, cwd=PROJECT, env=os.environ | quiet, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (tmp_path / "stacks" / "dev" / "cdk.tf.json").is_file()


@pytest.mark.parametrize(
    ("shown", "printed", "missing"),
    [
        ("dev: no changes\n", "dev:  no changes\n", []),
        ("a … c\n", "a b c", []),
        ("two\none\n", "one\ntwo\n", ["one"]),
        ("dev: no changes", "dev: 1 to add", ["dev: no changes"]),
    ],
)
def test_a_line_that_was_not_printed_is_missed(shown: str, printed: str, missing: list[str]) -> None:
    assert unseen(shown, printed) == missing


def test_an_unexpected_exit_code_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit codes as promised, other than promised, and promised in vain; the next block is typed in any case."""
    first, second = "false\ntrue  # 2: no\n(exit 3)  # 3: yes\n", "x=$(exit 4)\nread answer; echo said $answer\n"
    text = f"```sh\n{first}```\n\n```sh\n{second}```\n"
    monkeypatch.setattr(blocks, "of_page", lambda page: list(blocks.blocks_of(text, page=page)))
    (tmp_path / "checkout").mkdir()
    typed = type_in("any.md", checkout=tmp_path / "checkout", environ={"PATH": os.environ["PATH"]})
    assert [each.split(" ended with ")[1] for each in typed.surprises] == [
        "1, and 0 was promised",
        "0, and 2 was promised",
        "4, and 0 was promised",
    ]
    assert unseen("said y", typed.printed[7]) == []
