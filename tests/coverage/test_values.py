"""Any live value: captured or pinned, and then nothing differs. Hundreds of values in seconds, without terraform.

Capture, pins, overlay and proof are the product's own; the plans are those of `planned.py`, which follows the schema.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from envs.load import SettingsError, load
from imports.files.pins_file import Pin
from imports.overlay import adopted
from imports.pinning.left_to_aws import says_nothing
from imports.pins import owed
from main import synthesize
from modules import registry
from modules.stages import capture, owed_for_what_is_left_to_aws, prove
from settings.edit_toml import edited
from terraform.stack import STACK_FILE
from tests.conftest import ENVS
from tests.coverage.arguments import Block, settable
from tests.coverage.planned import SchemaPlanner, alike
from tests.coverage.recorded import read_base
from tests.coverage.strategies import live_value
from tests.recreate.unsaid import UNSAID, unsaid

PHASES = (Phase.explicit, Phase.generate)  # shrinking takes minutes, and the first example names the argument
DAY = "2026-01-31"
TRIES = 4
EXAMPLES = 2000 if os.environ.get("COUNTERPROMO_SOAK") == "1" else 20
# What the proof compares with the import id: another value is another resource, and the import refuses it.
IDENTITY = {
    *("id", "arn", "name", "bucket", "identifier", "alarm_name", "cluster", "repository", "role", "policy_arn"),
    *("type", "route_table_id", "subnet_id", "zone_id", "service_namespace", "resource_id", "scalable_dimension"),
    *("fqdn", "default_route_table_id", "set_identifier", "destination_cidr_block", "destination_ipv6_cidr_block"),
    "destination_prefix_list_id",
}


class World:
    """DEV as it was adopted: the stack without pins, its settings, the schema, the live values and the import ids."""

    def __init__(self, folder: Path, schema: Mapping[str, Block]) -> None:
        base = read_base()
        self.folder, self.schema, self.text = folder, schema, base["settings"]
        self.live: dict[str, dict[str, Any]] = base["live"]
        self.ids: dict[str, str] = base["ids"]
        (folder / "account.toml").write_bytes((ENVS / "account.toml").read_bytes())
        (folder / "dev.toml").write_text(self.text, encoding="utf-8")
        synthesize(envs=folder, outdir=folder / "out", only={"dev"})
        self.document = json.loads((folder / "out" / "stacks" / "dev" / STACK_FILE).read_text(encoding="utf-8"))
        self.settings = load("dev", folder)
        self.planned = self.plan(self.document, self.live)["resource_changes"]

    def plan(self, document: Mapping[str, Any], live: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        return SchemaPlanner(schema=self.schema, base=self.live, live=live).of(document)

    def alone(self, address: str) -> dict[str, Any]:
        """The stack of one resource."""
        type_, name = address.split(".")
        return {**self.document, "resource": {type_: {name: self.document["resource"][type_][name]}}, "output": {}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, schema: Mapping[str, Block]) -> World:
    return World(tmp_path_factory.mktemp("values"), schema)


def arguments(block: Block) -> list[str]:
    """The arguments of a resource that a person can set, without its blocks and what identifies it."""
    return sorted(
        name
        for name, attribute in block["attributes"].items()
        if (attribute.get("optional") or attribute.get("required"))
        and not attribute.get("sensitive")
        and not attribute.get("write_only")
        and name not in IDENTITY
        and name != "tags_all"
        and "object" not in json.dumps(attribute["type"])
    )


def drawn(data: st.DataObject, world: World, address: str) -> dict[str, Any]:
    """Up to four arguments of one resource, with the live values they get."""
    type_ = address.partition(".")[0]
    names = data.draw(st.lists(st.sampled_from(arguments(world.schema[type_])), min_size=1, max_size=4, unique=True))
    kinds = world.schema[type_]["attributes"]
    base = world.live[address]
    values = {
        name: data.draw(live_value(type_, name, kinds[name]["type"], base.get(name)), label=name) for name in names
    }
    lowest, highest = (values.get(name, base.get(name)) for name in ("min_capacity", "max_capacity"))
    assume(lowest is None or lowest <= highest)  # AWS refuses bounds the wrong way round
    return values


def held(
    world: World, document: Mapping[str, Any], live: Mapping[str, Any], ids: Mapping[str, str]
) -> tuple[dict[tuple[str, str], Pin], dict[str, Any]]:
    """The pins after which nothing differs, and the last plan."""
    pins: dict[tuple[str, str], Pin] = {}
    for _ in range(TRIES):
        laid = adopted(document, environment="dev", gaps=(), pins=list(pins.values()), ids=ids)
        plan = world.plan(laid, live)
        fresh = (
            *owed(laid, plan, today=DAY, stubborn=dict.fromkeys(pins, "held by its value in vain")),
            *owed_for_what_is_left_to_aws(laid, plan, today=DAY),
        )
        if not fresh:
            break
        pins |= {(pin.address, pin.attribute): pin for pin in fresh}
    return pins, plan


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_live_value_is_captured_or_pinned_and_then_nothing_differs(data: st.DataObject, world: World) -> None:
    address = data.draw(st.sampled_from(sorted(a for a in world.live if arguments(world.schema[a.partition(".")[0]]))))
    values = drawn(data, world, address)
    live = world.live | {address: world.live[address] | values}
    ids = {address: world.ids[address]}
    (changed,) = world.plan(world.alone(address), live)["resource_changes"]
    others = [one for one in world.planned if one["address"] != address]
    captured = [
        each
        for each in capture(world.document, {"resource_changes": [changed, *others]}, world.settings)
        if each.address == address
    ]
    pins, plan = held(world, world.alone(address), live, ids)
    proof = prove(plan, ids)
    assert proof.proven, [(one.address, one.reason, one.attributes) for one in proof.findings]
    planned = changed["change"]
    said = {each.attribute.split(".")[0].split(">")[0] for each in captured}
    for name in values:
        told = (address, name) in pins or name in said
        assert told or alike(planned["before"].get(name), planned["after"].get(name)), f"{address}.{name} is unsaid"
        assert told or name not in left_to_aws(world, address) or by_default(address, name, values[name]), name
    if captured:
        loads(world, {each.key: each.new for each in captured})


def left_to_aws(world: World, address: str) -> set[str]:
    """Returns the arguments of a resource that the code does not set, and that Terraform keeps as they are live."""
    type_, name = address.split(".")
    code = world.document["resource"][type_][name]
    said = {*code, *code.get("lifecycle", {}).get("ignore_changes", ()), "id", "tags_all"}
    kept = world.schema[type_]["attributes"].items()
    computed = {each for each, attribute in kept if attribute.get("optional") and attribute.get("computed")}
    return {each for each in computed - said if not each.endswith("_prefix")}


def by_default(address: str, argument: str, value: Any) -> bool:
    """Returns True if a value needs no words, or the argument has a reason for that."""
    type_ = address.partition(".")[0]
    given = registry.IMPORTED[type_].left_to_aws.get(argument)
    return says_nothing(value, given) if given is not None else unsaid(f"{type_}.{argument}") is not None


def test_each_argument_left_to_aws_has_a_default_or_a_reason(world: World) -> None:
    left = {f"{address.partition('.')[0]}.{each}" for address in world.live for each in left_to_aws(world, address)}
    with_default = {f"{type_}.{each}" for type_, row in registry.IMPORTED.items() for each in row.left_to_aws}
    missing = sorted(place for place in left - with_default if unsaid(place) is None)
    assert not missing, f"add to left_to_aws in the resources.py of the service, or to UNSAID: {missing}"
    assert set(UNSAID) == {unsaid(place) for place in left} - {None}, "a reason that no argument needs"
    for place in with_default:
        type_, _, argument = place.partition(".")
        assert argument in {each.partition(".")[0] for each in settable(world.schema[type_])}, place


def loads(world: World, changes: dict[str, Any]) -> None:
    """Captured settings can be written and read again, each refused one left out by its name or that of its table.

    A rule between two keys may name the one that is not captured.
    """
    while (faults := refused(world, changes)) is not None:
        named = {key for key in changes if any(_same(fault, key) for fault in faults)}
        beside = {key for key in changes if key.rpartition(".")[0] in {fault.rpartition(".")[0] for fault in faults}}
        kept = {key: value for key, value in changes.items() if key not in (named or beside)}
        assert len(kept) < len(changes), faults
        changes = kept


def refused(world: World, changes: dict[str, Any]) -> list[str] | None:
    """The keys that the settings refuse; None where they take all."""
    (world.folder / "dev.toml").write_text(edited(world.text, changes), encoding="utf-8")
    try:
        load("dev", world.folder)
    except SettingsError as error:
        return [fault.key for fault in error.faults]
    return None


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def test_the_base_differs_in_nothing_from_what_terraform_planned(world: World) -> None:
    """The plans of `planned.py` ask for the pins that the real terraform asked for, and for no other."""
    pins, _ = held(world, world.document, world.live, world.ids)
    assert sorted(pins) == sorted((pin["address"], pin["attribute"]) for pin in read_base()["pins"])
