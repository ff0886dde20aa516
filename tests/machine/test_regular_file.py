"""Something else in place of a file that we read is named; it does not count as a file that is missing."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from envs.load import load, load_account
from errors import CounterPromoError
from imports.files import ids_file, pins_file
from machine.regular_file import is_there
from tests.conftest import ENVS, write_envs


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


PUT: tuple[tuple[Callable[[Path], None], str], ...] = (
    (Path.mkdir, "must be a file, but is a folder"),
    (os.mkfifo, "must be a file, but is a device, socket or pipe"),
    (link_to_itself, "must be a file, but is a symbolic link that leads to itself"),
    (link_to_nothing, "must be a file, but is a symbolic link to nowhere, which does not exist"),
)
READ: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("dev.toml", lambda folder: load("dev", folder)),
    ("account.toml", load_account),
    ("dev.imports.json", lambda folder: ids_file.read("dev", folder)),
    ("dev.pins.json", lambda folder: pins_file.read_pins("dev", folder)),
    ("dev.gaps.json", lambda folder: pins_file.read_gaps("dev", folder)),
)


def refusal(doing: Callable[[], object]) -> CounterPromoError:
    with pytest.raises(CounterPromoError) as stopped:
        doing()
    assert stopped.value.cure
    return stopped.value


@pytest.mark.parametrize(("put", "what"), PUT)
@pytest.mark.parametrize(("name", "read"), READ)
def test_what_is_in_place_of_a_file_is_named(
    name: str, read: Callable[[Path], object], put: Callable[[Path], None], what: str, tmp_path: Path
) -> None:
    write_envs(tmp_path)
    (tmp_path / name).unlink(missing_ok=True)
    put(tmp_path / name)
    assert f"{tmp_path / name} {what}" in refusal(lambda: read(tmp_path)).message


def test_a_file_a_link_to_one_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    assert [is_there(tmp_path / name) for name in ("file", "link", "other")] == [True, True, False]


@pytest.mark.parametrize("put", [Path.touch, link_to_itself, lambda path: None])
def test_a_folder_of_settings_that_is_none_is_named(put: Callable[[Path], None], tmp_path: Path) -> None:
    put(tmp_path / "envs")
    error = refusal(lambda: load("dev", tmp_path / "envs"))
    assert f"the folder of the settings, {tmp_path / 'envs'}, " in error.message
    assert "--envs" in error.cure


@pytest.mark.parametrize("text", ["[]", "{}", "3", '"x"', '{"ids": 3}', '{"account": 1, "region": 2, "ids": []}', "{"])
def test_a_file_of_another_form_is_one_line_without_words_of_python(text: str, tmp_path: Path) -> None:
    for name, read in READ[2:]:
        (tmp_path / name).write_text(text)
        said = message(partial(read, tmp_path))
        assert not said or str(tmp_path / name) in said
        assert not {"object", "indices", "attribute"} & set(said.split())


def message(doing: Callable[[], object]) -> str:
    """Returns the message of the error, or nothing where there is none."""
    try:
        doing()
    except CounterPromoError as error:
        return error.message
    return ""


def test_the_settings_of_this_repository_are_files() -> None:
    assert is_there(ENVS / "dev.toml")
