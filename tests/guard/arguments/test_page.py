"""Every argument of the types of this code is judged: by a rule that notices a worse value, or by a reason."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.registry import GUARD, PROVIDER_ARGUMENTS
from tests.coverage.arguments import adopted_types
from tests.guard.arguments.creations import NewCell, new_cells
from tests.guard.arguments.page import page
from tests.guard.arguments.verdicts import UNKNOWN, Cell, cells
from tests.guard.plans import judge, plan, replace, rules, update, written

PAGE = Path(__file__).resolve().parents[3] / "docs" / "guard-coverage.md"
TYPES = sorted(PROVIDER_ARGUMENTS)


@pytest.fixture(scope="module")
def every_cell() -> list[Cell]:
    return list(cells())


def test_every_type_of_the_stacks_is_classified() -> None:
    without = [type_ for type_ in adopted_types() if GUARD.types[type_].harmless is None]
    assert not without, f"give the rows of {without} a table of harmless arguments in modules/SERVICE/guard.py"


def test_every_argument_has_a_rule_that_notices_a_worse_value_or_a_reason(every_cell: list[Cell]) -> None:
    empty = [f"{cell.type}.{cell.path}" for cell in every_cell if not cell.rules and not cell.harmless]
    assert not empty, "watch it, or say why it is harmless, in modules/SERVICE/guard.py"


def test_no_argument_is_called_harmless_that_a_rule_notices(every_cell: list[Cell]) -> None:
    assert [f"{cell.type}.{cell.path}" for cell in every_cell if cell.rules and cell.harmless] == []


@pytest.fixture(scope="module")
def new(every_cell: list[Cell]) -> list[NewCell]:
    return list(new_cells(every_cell))


def test_a_worse_value_of_a_new_resource_is_noticed_or_has_a_reason(new: list[NewCell]) -> None:
    empty = [f"{cell.type}.{cell.path}" for cell in new if not cell.rules and not cell.reason]
    assert not empty, "give the Watch a default, or say in creations.py why it is harmless in a new resource"


def test_no_argument_of_a_new_resource_is_called_harmless_that_a_rule_notices(new: list[NewCell]) -> None:
    assert [f"{cell.type}.{cell.path}" for cell in new if cell.rules and cell.reason] == []


def test_the_page_says_what_the_guard_does(every_cell: list[Cell], new: list[NewCell]) -> None:
    text = page(every_cell, new)
    if os.environ.get("COUNTERPROMO_RECORD"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


@given(
    type_=st.sampled_from(TYPES),
    name=st.from_regex(r"[a-z]{3,9}_of_a_newer_provider", fullmatch=True),
    sides=st.tuples(st.integers(), st.text(min_size=1)),
)
def test_an_argument_of_a_newer_provider_is_blocked_by_name(type_: str, name: str, sides: tuple[int, str]) -> None:
    verdict = judge(plan(update(f"{type_}.one", {name: sides[0]}, {name: sides[1]})))
    found = [finding for finding in verdict.findings if finding.rule == UNKNOWN]
    assert [finding.detail for finding in found] == [name]
    assert not verdict.passed


@given(type_=st.sampled_from(TYPES), data=st.data())
def test_an_attribute_that_the_provider_computes_is_no_argument(type_: str, data: st.DataObject) -> None:
    computed = [path for path in PROVIDER_ARGUMENTS[type_]["computed"] if "." not in path]
    if computed:
        name = data.draw(st.sampled_from(computed))
        assert UNKNOWN not in rules(judge(plan(update(f"{type_}.one", {name: "one"}, {name: "another"}))))


def test_what_a_rule_notices_is_declared_as_guarded(every_cell: list[Cell]) -> None:
    assert [f"{cell.type}.{cell.path}" for cell in every_cell if cell.rules and not cell.guarded] == []


def test_what_aws_fills_in_holds_up_no_new_revision_of_a_task_definition() -> None:
    settable = PROVIDER_ARGUMENTS["aws_ecs_task_definition"]["settable"]
    live = {"family": "api", "container_definitions": "[]", "skip_destroy": True, "enable_fault_injection": False}
    new = {key: value for key, value in live.items() if key != "enable_fault_injection"}
    unknown = {path: True for path in settable if path not in new and "." not in path}
    code = written({"address": "aws_ecs_task_definition.api", "expressions": {key: {} for key in new}})
    for after_unknown in (unknown, {"enable_fault_injection": True}):
        new_revision = replace("aws_ecs_task_definition.api", live, new, after_unknown=after_unknown)
        found = judge(plan(new_revision, configuration=code)).findings
        assert not [str(finding) for finding in found if "fault" in finding.detail]
    assert "container-privileged" in rules(
        judge(plan(update("aws_ecs_task_definition.api", live, {**live, "enable_fault_injection": True})))
    )
