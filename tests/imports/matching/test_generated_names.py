"""DEV as other tools name it: structure finds every resource, whatever its name is."""

import pytest

from imports.discovery import Inventory
from imports.matching import name_filter
from imports.model import Found
from modules.stages import match
from tests.adoption.cases.whole.generated_names import (
    BY_CLOUDFORMATION,
    BY_TERRAFORM,
    IN_ANOTHER_CASE,
    WITH_OTHER_SEPARATORS,
    Names,
    renaming,
)
from tests.imports.conftest import Handmade


@pytest.mark.parametrize(
    "names",
    [BY_CLOUDFORMATION, BY_TERRAFORM, IN_ANOTHER_CASE, WITH_OTHER_SEPARATORS],
    ids=["CloudFormation", "Terraform", "another case", "other separators"],
)
def test_every_address_is_matched_with_generated_names(names: Names, handmade: Handmade, found: Inventory) -> None:
    renamed, whole = renaming(names), handmade.outcome(found)
    there = [
        Found(type=one.type, id=renamed(one.id), name=renamed(one.name), facts=renamed(one.facts))
        for one in found.found
    ]
    assert sum(one.name != other.name for one, other in zip(there, found.found, strict=True)) >= 20
    outcome = match(handmade.code, there, near=name_filter.near(handmade.settings))
    assert (outcome.missing, outcome.ambiguous) == ((), ())
    assert outcome.ids == {address: renamed(id_) for address, id_ in whole.ids.items()}
