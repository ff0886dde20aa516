"""A command works on its own checkout and refuses another one."""

from pathlib import Path

import pytest

from errors import Refused
from machine.checkout import MARKS, checkout_of, refuse_other_checkout
from tests.conftest import PROJECT


def make_checkout(folder: Path) -> Path:
    """The files by which a checkout is known, empty."""
    for mark in MARKS:
        (folder / mark).parent.mkdir(parents=True, exist_ok=True)
        (folder / mark).touch()
    return folder


def test_a_checkout_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    assert checkout_of(PROJECT / "envs" / "nested" / "not-there") == PROJECT
    assert checkout_of(tmp_path) is None
    nested = make_checkout(tmp_path / "a" / "worktrees" / "b")
    make_checkout(tmp_path / "a")
    assert checkout_of(nested / "envs") == nested


def test_another_checkout_is_refused_with_both_paths_and_a_command(tmp_path: Path) -> None:
    other = make_checkout(tmp_path / "other")
    with pytest.raises(Refused) as refused:
        refuse_other_checkout(PROJECT, places=[("the current folder", other / "envs")])
    assert str(PROJECT) in refused.value.message
    assert str(other) in refused.value.message
    assert f"{other}/.venv/bin/counterpromo" in refused.value.cure


def test_the_own_checkout_and_no_checkout_pass(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(PROJECT)
    refuse_other_checkout(PROJECT, places=[("here", PROJECT / "cli"), ("out", tmp_path / "out"), ("link", link)])
