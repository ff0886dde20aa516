"""Something of DEV is gone: its address is a gap, what is in it too, and nothing else is taken in its place.

Each of DEV's addresses alone, and any two, left out of what was discovered in an account that holds other products too.
"""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports import declared
from imports.discovery import Inventory
from imports.matching import name_filter
from imports.model import Declared, Found, Outcome
from modules.stages import match
from terraform.expressions import references
from tests.imports.conftest import Handmade

Key = tuple[str, str]


@pytest.fixture(scope="module")
def whole(handmade: Handmade, found: Inventory) -> Outcome:
    return handmade.outcome(found)


@pytest.fixture(scope="module")
def code(handmade: Handmade) -> list[Declared]:
    return declared.read(handmade.stacks / "dev" / "cdk.tf.json")


def inside(found: Collection[Found], gone: set[Key]) -> set[Key]:
    """Returns what AWS deletes with a VPC: what is in it, and what is in that."""
    vpcs = {id_ for type_, id_ in gone if type_ == "aws_vpc"}
    deleted = {one.key for one in found if one.facts.get("vpc_id") in vpcs or (vpcs and one.id in vpcs)}
    while fresh := {one.key for one in found if one.key not in deleted and _words(one) & _ids(found, deleted)}:
        deleted |= fresh
    return deleted


def _ids(found: Collection[Found], keys: set[Key]) -> set[str]:
    return {word for one in found if one.key in keys for word in (one.id, str(one.facts.get("arn", one.id)))}


def _words(one: Found) -> set[str]:
    paths = ("load_balancer_arn", "listener_arn", "security_group_id", "route_table_id", "subnet_id", "vpc_id")
    return {str(one.facts[path]) for path in paths if one.facts.get(path)}


def dropped(
    addresses: Collection[str], *, handmade: Handmade, found: Inventory, code: list[Declared], whole: Outcome
) -> Outcome:
    """Returns how DEV matches without these."""
    gone = {(_type(address), whole.ids[address]) for address in addresses}
    gone |= inside(found.found, gone)
    left = [one for one in found.found if one.key not in gone]
    outcome = match(code, left, near=name_filter.near(handmade.settings))
    held = {one.address: (one.type, one.id) for one in whole.matched}
    assert {a: id_ for a, id_ in outcome.ids.items() if whole.ids[a] != id_} == {}, "another resource was taken"
    assert outcome.ambiguous == ()
    missing = {one.address: one.why for one in outcome.missing}
    assert missing.keys() >= {address for address, key in held.items() if key in gone}
    assert all(missing.values()), "a gap without a reason"
    unexplained = {a for a in missing if held[a] not in gone and not _refers_to_a_gap(a, missing, code)}
    assert not unexplained, "a gap that is there, and refers to nothing that is gone"
    return outcome


def _type(address: str) -> str:
    return address.partition(".")[0]


def _refers_to_a_gap(address: str, missing: Collection[str], code: list[Declared]) -> bool:
    (one,) = (one for one in code if one.address == address)
    return bool(references(dict(one.arguments)) & set(missing))


def test_each_address_dropped_is_a_gap_and_nothing_is_taken_in_its_place(
    handmade: Handmade, found: Inventory, code: list[Declared], whole: Outcome
) -> None:
    for address in whole.ids:
        dropped([address], handmade=handmade, found=found, code=code, whole=whole)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_two_addresses_dropped_are_gaps(
    data: st.DataObject, handmade: Handmade, found: Inventory, code: list[Declared], whole: Outcome
) -> None:
    two = data.draw(st.sets(st.sampled_from(sorted(whole.ids)), min_size=2, max_size=2))
    dropped(two, handmade=handmade, found=found, code=code, whole=whole)
