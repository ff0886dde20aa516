"""Faults of `[schedules]`: a queue that is not there, a queue with a key of KMS, values that AWS does not take."""

from pathlib import Path
from typing import Any

import pytest

from envs.load import SettingsError, load
from envs.new_environment import copied
from tests.conftest import write_envs
from tests.synth.test_schedules import NIGHTLY, switch_on

QUEUES = "must be a key of [queues] without kms_key:"


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("queue", "nope", f"{QUEUES} devlocal_jobs, jobs"),
        ("expression", "every night", "must be cron(...), rate(...) or at(...)"),
        ("name", "a/b", "must be at most 64 letters, digits and . _ -"),
        ("time_zone", "London time", "must be a time zone such as Europe/London"),
        ("state", "on", "must be 'ENABLED' or 'DISABLED'"),
    ],
)
def test_a_wrong_value_is_a_fault(tmp_path: Path, key: str, value: str, rule: str) -> None:
    def change(settings: Any) -> None:
        settings["schedules"] = {"nightly": {**NIGHTLY, key: value}}

    with pytest.raises(SettingsError) as caught:
        load("dev", write_envs(tmp_path / "envs", change))
    assert [(fault.key, fault.value, fault.rule) for fault in caught.value.faults] == [
        (f"schedules.nightly.{key}", value, rule)
    ]


def test_a_queue_with_a_kms_key_is_a_fault(tmp_path: Path) -> None:
    def change(settings: Any) -> None:
        switch_on(settings)
        settings["queues"]["jobs"]["kms_key"] = "alias/jobs"

    with pytest.raises(SettingsError, match=r"schedules.nightly.queue = jobs: must be a key of \[queues\] without kms"):
        load("dev", write_envs(tmp_path / "envs", change))


def test_a_copy_for_a_new_environment_has_names_of_its_own(tmp_path: Path) -> None:
    folder = write_envs(tmp_path / "envs", switch_on)
    text = (folder / "dev.toml").read_text(encoding="utf-8")
    copy = copied(text, load("dev", folder), name="qa", host=None, taken=["10.10.0.0/16"])
    assert 'role = "counterpromo-qa-nightly"' in copy
