"""Another price of a Stripe plan: the parameter that is named after the price is replaced, and that is reported."""

from __future__ import annotations

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, judge, plan, replace, rules, update, written

MAP, PRICE = "aws_ssm_parameter.parameters_stripe_plan_of_pro", "aws_ssm_parameter.parameters_stripe_price_pro"
FOLDER = "/counterpromo/dev/billing/price_map"


def mapped(before: str, after: str, *, value: str = "pro", becomes: str = "pro") -> Json:
    sides = ({"name": before, "type": "String", "value": value}, {"name": after, "type": "String", "value": becomes})
    return replace(MAP, *sides)


def priced(before: str, after: str) -> Json:
    name = {"name": "/counterpromo/dev/stripe/price_pro", "type": "String"}
    return update(PRICE, {**name, "value": before}, {**name, "value": after})


def test_another_price_is_reported_with_what_is_lost() -> None:
    verdict = judge(plan(mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2"), priced("price_1", "price_2")))
    assert verdict.passed
    assert "loss-of-data-or-identity" in rules(verdict, Severity.REPORTED)
    details = [finding.detail for finding in verdict.findings if finding.address == MAP]
    assert any(f"{FOLDER}/price_1 goes" in detail for detail in details)


def test_what_aws_fills_in_for_the_new_parameter_is_no_finding() -> None:
    """As terraform plans it: SSM chooses tier and data type, and a String has no key."""
    sides = [{"name": f"{FOLDER}/{price}", "type": "String", "value": "pro"} for price in ("price_1", "price_2")]
    live = {**sides[0], "tier": "Standard", "data_type": "text", "key_id": ""}
    unknown = {"tier": True, "data_type": True, "key_id": True, "insecure_value": True, "version": True}
    code = written(
        {"address": MAP, "expressions": {name: {"constant_value": value} for name, value in sides[1].items()}}
    )
    change = replace(MAP, live, sides[1], after_unknown=unknown)
    verdict = judge(plan(change, priced("price_1", "price_2"), configuration=code))
    assert verdict.passed
    advanced = replace(MAP, {**live, "tier": "Advanced"}, sides[1], after_unknown=unknown)
    found = blocked(judge(plan(advanced, priced("price_1", "price_2"), configuration=code)))
    assert found == {("capacity-lowered", MAP)}


@pytest.mark.parametrize(
    "changes",
    [
        [mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2")],
        [mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2"), priced("price_1", "price_3")],
        [mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2"), priced("price_9", "price_2")],
        [mapped(f"{FOLDER}/price_1", "/elsewhere/price_2"), priced("price_1", "price_2")],
        [mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2", becomes="other"), priced("price_1", "price_2")],
        [mapped(f"{FOLDER}/price_1", f"{FOLDER}/price_2", value="", becomes=""), priced("price_1", "price_2")],
    ],
    ids=["no price", "another new price", "another old price", "another folder", "another plan", "no plan"],
)
def test_any_other_replacement_of_a_parameter_is_blocked(changes: list[Json]) -> None:
    assert blocked(judge(plan(*changes))) == {("loss-of-data-or-identity", MAP)}
