"""Edits of a settings file read as a person's: comments, order and blank lines survive."""

import tomllib
from typing import Any

import pytest

from settings.edit_toml import difference, edited
from tests.conftest import ENVS

FILE = """\
# What this is.
[database]
days = 7            # how long
size = 20

# --- the next part
[queues.jobs]
name = "jobs"

[parameters]
host = { name = "/host" }
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"database.days": 14}, "-days = 7            # how long\n+days = 14           # how long\n"),
        ({"database.days": "as long as anybody asks for it"}, '+days = "as long as anybody asks for it"  # how long\n'),
        ({"database.kind": "gp3"}, ' size = 20\n+kind = "gp3"\n'),
        ({"database.size": None}, "-size = 20\n"),
        ({"queues.mail": {"name": "mail"}}, '+[queues.mail]\n+name = "mail"\n+\n'),
        ({"database.tags": {"a": "b"}}, '+[database.tags]\n+a = "b"\n'),
        ({"queues.jobs": None}, '-[queues.jobs]\n-name = "jobs"\n'),
        ({"database.policy": '{\n  "a": 1\n}\n'}, "+policy = '''\n+{\n+  \"a\": 1\n+}\n+'''\n"),
        ({"parameters.host.tags": {"a": "b"}}, '+host = { name = "/host", tags = { a = "b" } }\n'),
        ({"parameters.host.text": "of it"}, '+host = { name = "/host", text = "of it" }\n'),
        ({"parameters.port": {"name": "/port"}}, '+[parameters.port]\n+name = "/port"\n'),
        ({"queues.words.first": "a", "queues.words.last": "b"}, '+[queues.words]\n+first = "a"\n+last = "b"\n+\n'),
    ],
)
def test_an_edit_changes_one_place(changes: dict[str, Any], expected: str) -> None:
    diff = difference(FILE, edited(FILE, changes), "dev.toml")
    assert expected in diff, diff
    assert diff.count("\n-") + diff.count("\n+") <= 2 + expected.count("\n") + 1, diff


def test_a_heading_comment_stays_with_its_table() -> None:
    text = edited(FILE, {"database.tags": {"a": "b"}})
    assert text.index("[database.tags]") < text.index("# --- the next part") < text.index("[queues.jobs]")


def test_removed_tables_leave_no_extra_blank_lines() -> None:
    text = edited(FILE, {"tables.private": {}, "tables.main": {"main": True}, "database.tags": {"a": "b"}})
    assert "\n\n\n" not in text
    words = {"database.words": "one\n\n\ntwo\n"}
    assert tomllib.loads(edited(FILE, words))["database"]["words"] == words["database.words"]


def test_no_edit_leaves_the_file_unchanged() -> None:
    text = (ENVS / "dev.toml").read_text(encoding="utf-8")
    assert edited(text, {}) == text
    assert difference(text, edited(text, {"project": "counterpromo"}), "dev.toml") == ""


def test_written_values_are_read_back() -> None:
    text = (ENVS / "dev.toml").read_text(encoding="utf-8")
    changes = {
        "network.subnets.public_c": {"cidr": "10.10.2.0/24", "zone": "eu-west-2c", "tier": "public"},
        "services.api.circuit_breaker": False,
        "buckets.uploads.lifecycle": {'Old "things"': {"expire_days": 5}},
        "services.web.environment": {"KEY": '${x} %{y} "quoted" ü'},
        "services.api.subnets": ["private_b"],
    }
    document = tomllib.loads(edited(text, changes))
    for key, value in changes.items():
        found: Any = document
        for part in key.split("."):
            found = found[part]
        assert found == value, key
