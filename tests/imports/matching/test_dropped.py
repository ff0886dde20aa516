"""Something of DEV is gone: its address is a gap, what is in it too, and nothing else is taken in its place.

Each of DEV's addresses alone, and any two, left out of what was discovered in an account that holds other products too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

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
from tests.imports.small_dev import live

Key = tuple[str, str]


@pytest.fixture(scope="module")
def whole(handmade: Handmade, found: Inventory) -> Outcome:
    return handmade.outcome(found)


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


def dropped(addresses: Collection[str], *, handmade: Handmade, found: Inventory, whole: Outcome) -> None:
    """Checks how DEV matches without these."""
    gone = {(_type(address), whole.ids[address]) for address in addresses}
    gone |= inside(found.found, gone)
    left = [one for one in found.found if one.key not in gone]
    outcome = match(handmade.code, left, near=name_filter.near(handmade.settings))
    held = {one.address: (one.type, one.id) for one in whole.matched}
    assert {a: id_ for a, id_ in outcome.ids.items() if whole.ids[a] != id_} == {}, "another resource was taken"
    assert outcome.ambiguous == ()
    missing = {one.address: one.why for one in outcome.missing}
    assert missing.keys() >= {address for address, key in held.items() if key in gone}
    assert all(missing.values()), "a gap without a reason"
    unexplained = {a for a in missing if held[a] not in gone and not _refers_to_a_gap(a, missing, handmade.code)}
    assert not unexplained, "a gap that is there, and refers to nothing that is gone"


def _type(address: str) -> str:
    return address.partition(".")[0]


def _refers_to_a_gap(address: str, missing: Collection[str], code: Sequence[Declared]) -> bool:
    (one,) = (one for one in code if one.address == address)
    return bool(references(dict(one.arguments)) & set(missing))


def test_each_address_dropped_is_a_gap_and_nothing_is_taken_in_its_place(
    handmade: Handmade, found: Inventory, whole: Outcome
) -> None:
    for address in whole.ids:
        dropped([address], handmade=handmade, found=found, whole=whole)


def account_as_declared(code: Sequence[Declared]) -> list[Found]:
    """Returns the live resources of an account in which everything is as the code says.

    IAM answers with the URL of an identity provider without its scheme.
    """
    names = {one.address: one.arguments.get("name") or one.arguments.get("bucket") for one in code}

    def said(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return re.sub(
            r"\$\{([\w.]+)\.(\w+)\}",
            lambda ref: f"arn:{ref[1]}" if ref[2] == "arn" else str(said(names[ref[1]])),
            value.removeprefix("https://"),
        )

    return [
        live(
            one.type,
            f"id:{one.address}",
            arn=f"arn:{one.address}",
            id=names[one.address],
            subjects=(),
            **{key: said(value) for key, value in one.arguments.items()},
        )
        for one in code
    ]


def test_each_address_of_the_account_dropped_is_a_gap_and_nothing_is_taken_in_its_place(stacks: Path) -> None:
    code = declared.read(stacks / "account" / "cdk.tf.json")
    there = account_as_declared(code)
    whole = match(code, there)
    assert (len(whole.ids), whole.missing, whole.ambiguous) == (len(code), (), ())
    for gone in there:
        outcome = match(code, [one for one in there if one.id != gone.id])
        assert outcome.ambiguous == ()
        assert {a: id_ for a, id_ in outcome.ids.items() if whole.ids[a] != id_} == {}
        missing = {one.address for one in outcome.missing}
        assert gone.id.removeprefix("id:") in missing
        assert all(a in gone.id or _refers_to_a_gap(a, missing, code) for a in missing)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_two_addresses_dropped_are_gaps(
    data: st.DataObject, handmade: Handmade, found: Inventory, whole: Outcome
) -> None:
    two = data.draw(st.sets(st.sampled_from(sorted(whole.ids)), min_size=2, max_size=2))
    dropped(two, handmade=handmade, found=found, whole=whole)
