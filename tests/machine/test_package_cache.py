"""The cache of jsii: its own folder where that can be written, else one of this user, else none."""

import os
import tempfile
from pathlib import Path

import pytest

from machine.package_cache import ROOT, SWITCH, is_writable, variables


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def home_of_nobody(tmp_path: Path) -> str:
    """A file where the home folder should be: root could write into any folder."""
    (tmp_path / "home").touch()
    return str(tmp_path / "home")


def test_a_home_folder_that_can_be_written_changes_nothing(tmp_path: Path) -> None:
    assert variables({"HOME": str(tmp_path)}) == {}


@pytest.mark.parametrize("set_by_a_person", [{ROOT: "/some/folder"}, {SWITCH: "disabled"}])
def test_the_variables_of_a_person_are_kept(set_by_a_person: dict[str, str]) -> None:
    assert variables(set_by_a_person) == {}


def test_a_home_folder_that_cannot_be_written_gives_way_to_a_private_one(home_of_nobody: str, temporary: Path) -> None:
    for environ in ({"HOME": home_of_nobody}, {"HOME": ""}, {}):
        folder = Path(variables(environ)[ROOT])
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_write_is_not_used(home_of_nobody: str, temporary: Path) -> None:
    folder = temporary / f"counterpromo_jsii_{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    assert variables({"HOME": home_of_nobody}) == {SWITCH: "disabled"}
    folder.rmdir()
    folder.symlink_to("/", target_is_directory=True)
    assert variables({"HOME": home_of_nobody}) == {SWITCH: "disabled"}


def test_a_package_that_another_user_has_unpacked_makes_a_cache_unfit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cache" / "@cdktf" / "provider-aws"
    package.mkdir(parents=True)
    assert is_writable(tmp_path / "cache")
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != package)
    assert not is_writable(tmp_path / "cache")
