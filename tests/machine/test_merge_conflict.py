"""A file that a merge left with git's marks is named as such, with the line, by every reader of our files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from envs.load import load, load_account
from errors import CounterPromoError
from imports.files import ids_file, pins_file, strays_file
from machine import merge_conflict
from operations.plan_apply.judge import read_waivers
from operations.workspace import Workspace
from terraform import provider

CONFLICT = "<<<<<<< HEAD\nours = 1\n=======\nours = 2\n>>>>>>> other\n"
READ: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("dev.toml", lambda folder: load("dev", folder)),
    ("account.toml", load_account),
    ("dev.imports.json", lambda folder: ids_file.read("dev", folder)),
    ("dev.pins.json", lambda folder: pins_file.read_pins("dev", folder)),
    ("dev.gaps.json", lambda folder: pins_file.read_gaps("dev", folder)),
    ("dev.strays.json", lambda folder: strays_file.read("dev", folder)),
    (
        "waivers.toml",
        lambda folder: read_waivers("dev", workspace=Workspace.of(envs=folder), file=folder / "waivers.toml"),
    ),
)


@pytest.mark.parametrize(("name", "read"), READ, ids=[name for name, _ in READ])
def test_conflict_is_named_with_its_line(name: str, read: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"\n\n{CONFLICT}")
    with pytest.raises(CounterPromoError) as refused:
        read(tmp_path)
    assert refused.value.message == f"{tmp_path / name} has a merge conflict at line 3"
    assert refused.value.cure == f"resolve the conflict in {tmp_path / name}, and run the same command again"


def test_conflict_in_the_lock_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, stack = tmp_path / "aws.lock.hcl", tmp_path / "dev"
    lock.write_text(provider.LOCK_FILE.read_text() + CONFLICT)
    monkeypatch.setattr(provider, "lock_file_of", lambda version: lock)
    stack.mkdir()
    with pytest.raises(CounterPromoError, match="has a merge conflict at line "):
        provider.lay(stack)
    assert not list(stack.iterdir())


@pytest.mark.parametrize("content", [b"", b"a = 1\n", b"<<<<<<<<<< eight\n", b'x = " <<<<<<< HEAD"\n', b"=======\n"])
def test_other_content_has_no_conflict(content: bytes) -> None:
    assert merge_conflict.line_of(content) is None
