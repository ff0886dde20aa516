"""Parts of adopted types: each that the provider's schema knows is looked for, or listed with the reason why not.

A red test names the type, and the file to edit.
"""

from collections.abc import Mapping

import pytest

from modules.registry import AREA_OF_TYPE, SATELLITES
from tests.coverage.arguments import Block, adopted_types

ALIAS = "aws_alb"  # the provider's second name of the types `aws_lb`
OWNERS = sorted({each.of for each in SATELLITES})


def known(of: str) -> set[str]:
    return {type_ for each in SATELLITES if each.of == of for type_ in (*each.read, *each.left_out)}


def candidates(of: str, types: Mapping[str, Block]) -> set[str]:
    """Returns the types with a required argument that names a resource of this type."""
    arguments = {argument for each in SATELLITES if each.of == of for argument in each.arguments}
    return {
        type_
        for type_, block in types.items()
        if type_ != of
        and not type_.startswith(ALIAS)
        and any(block.get("attributes", {}).get(argument, {}).get("required") for argument in arguments)
    }


def test_every_adopted_type_has_a_line() -> None:
    parts = set[str]().union(*(known(of) for of in OWNERS))
    missing = set(adopted_types()) - {*OWNERS, *parts}
    assert not missing, f"add Satellites(of=...) to the resources.py of their folders: {sorted(missing)}"


@pytest.mark.parametrize("of", OWNERS)
def test_every_type_that_names_an_adopted_one_is_listed(of: str, provider_types: Mapping[str, Block]) -> None:
    missing = candidates(of, provider_types) - known(of)
    assert not missing, f"add to the Satellites of {of}, to `read` or with a reason to `left_out`: {sorted(missing)}"


@pytest.mark.parametrize("of", OWNERS)
def test_listed_types_and_arguments_exist(of: str, provider_types: Mapping[str, Block]) -> None:
    assert known(of) <= set(provider_types)
    for each in SATELLITES:
        if each.of == of:
            assert not set(each.read) & set(each.left_out)
            assert all(candidates(of, provider_types) for _ in each.arguments), f"an argument of {of} names no type"


def test_discovery_looks_for_every_type_that_is_read() -> None:
    read = {type_ for each in SATELLITES for type_ in each.read}
    assert read <= set(AREA_OF_TYPE), f"in no Area: {sorted(read - set(AREA_OF_TYPE))}"
