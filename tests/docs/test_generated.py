"""Generated files are what the code generates; the JSON Schemas accept and refuse what the loader does."""

import copy
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft7Validator
from pydantic import BaseModel, ValidationError

from docs.generate.files import FILES
from docs.generate.setting_meanings import meanings, models_of
from guard.waivers import WaiverFaults, parse
from modules.settings import AccountSettings, Settings
from tests.conftest import ENVS, PROJECT

MODELS: dict[str, type[BaseModel]] = {"environment.json": Settings, "account.json": AccountSettings}
SETTINGS_FILES = [path for path in sorted(ENVS.glob("*.toml")) if path.suffixes == [".toml"]]


@pytest.mark.parametrize("name", FILES)
def test_a_generated_file_is_what_the_code_generates(name: str) -> None:
    assert (PROJECT / name).read_text(encoding="utf-8") == FILES[name](), "run: make docs"


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.__name__)
def test_every_setting_has_a_meaning(model: type[BaseModel]) -> None:
    """The meaning is the string below the field in its model."""
    found = meanings(model)
    for part in models_of(model):
        explained = found[part.__name__]
        missing = [key for name, field in part.model_fields.items() if (key := field.alias or name) not in explained]
        assert missing == [], f"{part.__module__}.{part.__name__}: write a string below each of these fields"


def schema_of(path: Path) -> Path:
    """The schema that the first line of a settings file names."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#:schema ./"), f"{path} names no schema in its first line"
    return path.parent / first.removeprefix("#:schema ")


def validator(path: Path) -> Draft7Validator:
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def leaves(value: Any, key: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every value in a settings file that is no table."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, (*key, name))
    else:
        yield key


def with_value(document: dict[str, Any], key: tuple[str, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    table = changed
    for name in key[:-1]:
        table = table[name]
    table[key[-1]] = value
    return changed


def is_sound(model: type[BaseModel], document: dict[str, Any]) -> bool:
    try:
        model.model_validate(document)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("path", sorted((ENVS / "schema").glob("*.json")), ids=lambda path: path.name)
def test_a_schema_is_one_of_draft_4_and_of_draft_7(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    Draft4Validator.check_schema({key: value for key, value in schema.items() if key != "$schema"})


@pytest.mark.parametrize("path", SETTINGS_FILES, ids=lambda path: path.name)
def test_a_settings_file_passes_the_schema_it_names(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(validator(schema_of(path)).iter_errors(document)) == []


@pytest.mark.parametrize("path", SETTINGS_FILES, ids=lambda path: path.name)
def test_a_wrong_type_an_unknown_key_and_a_missing_section_are_refused_by_both(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    schema = validator(schema_of(path))
    model = MODELS[schema_of(path).name]
    wrong = [with_value(document, key, [[0.5]]) for key in leaves(document)]
    wrong += [with_value(document, (*key[:-1], "no_such_key"), {"a": 0.5}) for key in leaves(document) if len(key) == 2]
    wrong += [{key: value for key, value in document.items() if key != left_out} for left_out in ("aws", "state")]
    for each in wrong:
        assert not is_sound(model, each)
        assert not schema.is_valid(each)


@pytest.mark.parametrize(
    "value", ["", "A b", "/x", "a", -1, 0, 1, 7, 300, 10**9, True, [], ["a"], {}, {"A": "b"}], ids=repr
)
@pytest.mark.parametrize("path", SETTINGS_FILES, ids=lambda path: path.name)
def test_a_schema_refuses_nothing_that_the_loader_accepts(path: Path, value: Any) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    schema = validator(schema_of(path))
    model = MODELS[schema_of(path).name]
    for key in leaves(document):
        changed = with_value(document, key, value)
        assert not is_sound(model, changed) or schema.is_valid(changed), key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("database.backup_days", 36),
        ("database.storage_type", "gp9"),
        ("services.api.cpu", 300),
        ("cluster.name", "two words"),
        ("network.subnets.public_a.zone", "eu-west-2"),
        ("aws.account_id", "1"),
        ("queues.jobs.name", ""),
    ],
)
def test_a_rule_of_one_value_is_in_the_schema(key: str, value: Any) -> None:
    document = tomllib.loads((ENVS / "dev.toml").read_text(encoding="utf-8"))
    changed = with_value(document, tuple(key.split(".")), value)
    assert not is_sound(Settings, changed)
    assert not validator(ENVS / "schema" / "environment.json").is_valid(changed)


@pytest.mark.parametrize(("action", "sound"), [("loss", True), ("plan-unreadable", False), ("no-such-rule", False)])
def test_the_schema_of_waivers_knows_the_rules_that_can_be_waived(action: str, sound: bool) -> None:
    text = f'[[waiver]]\naddress = "a.b"\naction = "{action}"\nreason = "r"\nwho = "w"\nexpires = 2026-12-07\n'
    document = tomllib.loads(text)
    document["waiver"][0]["expires"] = document["waiver"][0]["expires"].isoformat()  # as an editor hands it on
    assert validator(ENVS / "schema" / "waivers.json").is_valid(document) is sound
    try:
        parse(text, today=tomllib.loads(text)["waiver"][0]["expires"])
    except WaiverFaults:
        assert not sound
    else:
        assert sound
