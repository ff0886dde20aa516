"""A live value that breaks a rule of the settings is not captured, whichever key the rule names."""

from pathlib import Path
from shutil import copy

import pytest

from envs.load import load
from imports.capture import Captured
from operations.adopt import capture_and_pin
from operations.adopt.record import Record
from operations.workspace import Workspace
from tests.conftest import ENVS, PROJECT

SCALING = """[services.api.autoscaling]
minimum = 1
maximum = 4
cpu_percent = 60

[services.worker]
"""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("services.api.autoscaling.minimum", 9),
        ("services.api.autoscaling.cpu_percent", 0),
        ("database.backup_days", 99),
    ],
)
def test_forbidden_value_is_left_out_and_the_others_are_written(key: str, value: int, tmp_path: Path) -> None:
    draft = Workspace(root=PROJECT, envs=tmp_path, out=tmp_path / "out")
    copy(ENVS / "account.toml", tmp_path)
    text = (ENVS / "dev.toml").read_text(encoding="utf-8").replace("[services.worker]\n", SCALING, 1)
    (tmp_path / "dev.toml").write_text(text, encoding="utf-8")
    record = Record(settings=load("dev", tmp_path), uncaptured=text)
    written = {"database.port": 5433, key: value}
    record.captured = tuple(
        Captured(key=each, old=None, new=new, address="aws_x.y", attribute="z") for each, new in written.items()
    )
    capture_and_pin._write(record, draft=draft)
    assert [each.key for each in record.captured] == ["database.port"]
    assert record.rejected == {key}
    assert load("dev", tmp_path).database.port == 5433
