"""Edits of a settings file whose tables are in any order, as TOML allows."""

import re
from typing import Any

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from settings.edit_toml import edited
from tests.conftest import ENVS

HEAD, *TABLES = re.split(r"(?m)^(?=\[)", (ENVS / "dev.toml").read_text(encoding="utf-8"))
CHANGES: dict[str, Any] = {
    "services.api.subnets": ["private_a"],
    "services.api.autoscaling": {"minimum": 1, "maximum": 4},
    "services.api.autoscaling.minimum": 2,
    "services.web.image": None,
    "services.new": {"name": "x"},
    "network.flow_logs": {"name": "x", "tags": {"a": "b"}},
    "database.parameter_group.parameters": {"rds.force_ssl": "1"},
}


def _changed(document: dict[str, Any]) -> dict[str, Any]:
    for key, value in CHANGES.items():
        *path, last = key.split(".")
        table = document
        for part in path:
            table = table.setdefault(part, {})
        if value is None:
            table.pop(last, None)
        else:
            table[last] = value
    return document


@settings(deadline=None, max_examples=12)
@given(st.permutations(TABLES))
def test_every_change_is_made_whatever_the_order_of_the_tables(tables: list[str]) -> None:
    text = HEAD + "".join(table if table.endswith("\n") else f"{table}\n" for table in tables)
    wanted = _changed(tomlkit.parse(text).unwrap())
    assert tomlkit.parse(edited(text, CHANGES)).unwrap() == wanted
