"""The types of settings say what a key names and where a name is unique; checks and permissions follow from that."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import tomlkit
from pydantic import BaseModel

from envs.load import SettingsError, load
from modules.settings import AccountSettings, Settings
from settings.references import Reference
from settings.types import Key
from settings.unique_names import Unique, names_of
from settings.walk import annotations_of, unwrap, walk
from tests.conftest import ENVS, write_envs
from tests.modules.reading import fields

ALL = [*fields(Settings), *fields(AccountSettings)]
DEV = load("dev", ENVS)
# Settings of type Key that name nothing: they are names themselves.
PLAIN_KEYS = {"project", "environment"}
# Names that are unique inside another resource, or that are no name of a resource: model and field -> the reason.
INSIDE = {
    ("DatabaseSettings", "name"): "a database inside the instance",
    ("FlowLogSettings", "name"): "a Name tag",
    ("FlowLogSettings", "policy"): "an inline policy of the role",
    ("GatewayEndpointSettings", "name"): "a Name tag",
    ("GroupSettings", "name"): "unique in the VPC",
    ("InlinePolicySettings", "name"): "an inline policy of the role",
    ("InterfaceEndpointSettings", "name"): "a Name tag",
    ("LoadBalancerSettings", "ssl_policy"): "a policy of AWS",
    ("NetworkSettings", "name"): "a Name tag",
    ("NotificationSettings", "display_name"): "a text",
    ("OptionalGroupSettings", "name"): "unique in the VPC",
    ("ParameterGroupSettings", "family"): "an engine of RDS",
    ("RoleSettings", "policy"): "an inline policy of the role",
    ("RouteTableSettings", "name"): "a Name tag",
    ("ScheduleSettings", "policy"): "an inline policy of the role",
    ("SchemaTaskSettings", "policy"): "an inline policy of the role",
    ("ServiceSettings", "name"): "unique in the cluster",
    ("ServiceSettings", "port_name"): "unique in the container",
    ("StateSettings", "bucket"): "shared by all environments of the account",
    ("StateSettings", "lock_table"): "shared by all environments of the account",
    ("SubnetSettings", "name"): "a Name tag",
}
NAME = re.compile(r"(^|_)(name|identifier|group|role|family|topic|table|bucket|policy)$")


def is_text(model: type[BaseModel], name: str) -> bool:
    return set(unwrap(annotations_of(model)[name])[0]) <= {str, type(None)}


def test_a_key_of_another_section_is_a_reference() -> None:
    is_key = get_args(Key)[1]
    plain = {key for key, _, _, marks in ALL if is_key in marks and not has(marks, Reference)}
    assert plain == PLAIN_KEYS, (
        "declare these settings as references, such as Annotated[Key, Ref('queues')]: "
        f"{', '.join(sorted(plain - PLAIN_KEYS))}"
    )


def test_a_name_says_where_it_is_unique() -> None:
    unmarked = {
        (model.__name__, name): key
        for key, name, model, marks in ALL
        if NAME.search(name) and is_text(model, name) and not has(marks, Unique) and not has(marks, Reference)
    }
    assert unmarked.keys() == INSIDE.keys(), (
        "declare these names as Annotated[Name, Unique('queue')], or add them to INSIDE with the reason: "
        f"{', '.join(unmarked[each] for each in sorted(unmarked.keys() - INSIDE.keys()))}"
    )


def has(marks: tuple[Any, ...], mark: type) -> bool:
    return any(isinstance(each, mark) for each in marks)


def wrong(value: Any) -> Any:
    """Returns the value with a key that names nothing in the place of the first one."""
    if isinstance(value, list):
        return ["nope", *value[1:]]
    if isinstance(value, dict):
        return dict.fromkeys(value, "nope")
    return "nope"


def references() -> list[str]:
    """Returns the key of every reference that DEV's file holds a value for."""
    found = {field.key for field in walk(DEV, Settings) if has(field.marks, Reference) and field.value is not None}
    return sorted(found)


@pytest.mark.parametrize("key", references())
def test_a_reference_to_nothing_is_a_fault_with_key_value_and_known_keys(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load("dev", write_envs(tmp_path / "envs", change(key)))
    rules = {fault.key: (fault.value, fault.rule) for fault in caught.value.faults}
    value, rule = rules[key]
    assert value == "nope"
    assert re.match(r"must be (a key of \[\w+(\.\w+)?\]|one of) ?", rule), rule
    assert ": " in rule or "one of " in rule


def change(key: str) -> Callable[[Any], None]:
    def apply(settings: Any) -> None:
        *path, last = key.split(".")
        for part in path:
            settings = settings[part]
        settings[last] = wrong(tomlkit.item(settings[last]).unwrap())

    return apply


def test_a_reference_into_a_section_with_faults_is_not_reported(tmp_path: Path) -> None:
    def break_it(settings: Any) -> None:
        settings["network"]["cidr"] = "nowhere"

    with pytest.raises(SettingsError) as caught:
        load("dev", write_envs(tmp_path / "envs", break_it))
    assert {fault.key for fault in caught.value.faults} == {"network.cidr"}


def test_names_are_read_from_the_settings_by_kind() -> None:
    assert names_of(DEV, "role") == (
        DEV.identity.task.name,
        DEV.identity.execution.name,
        DEV.identity.deployer.name,
    )
    assert set(names_of(DEV, "queue")) == {
        name for queue in DEV.queues.values() for name in (queue.name, queue.dead_letter_name)
    }
