"""A plan gives the same findings as the settings; the guard blocks a plan after which a service cannot start."""

import copy
import json
from typing import Any

import pytest

from audit.report import Report, Source
from guard.expected import Expected
from modules.environment_facts import from_plan
from modules.environment_facts.model import environment
from terraform.plan.plan import Plan
from tests.guard.plans import change, judge, plan
from tests.reach.sound import SETTINGS, Cut, Document, findings, in_containers, without, without_statement
from tests.stack import Stack

EXPECTED = Expected(account=SETTINGS.aws.account_id, region=SETTINGS.aws.region)


@pytest.fixture(scope="module")
def sound(prod: Stack) -> Document:
    return prod.document


def code_of(document: Document) -> dict[str, Any]:
    return {f"{type_}.{name}": one for type_, named in document["resource"].items() for name, one in named.items()}


def known(arguments: Any) -> dict[str, Any]:
    """Returns the arguments without references, which a plan does not know before a first apply."""
    return {name: value for name, value in arguments.items() if "${" not in json.dumps(value)}


def first_build(document: Document) -> Any:
    """Returns the plan that creates everything in a document."""
    entries = []
    for address, arguments in code_of(document).items():
        unknown = {name: True for name in arguments if name not in known(arguments)} | {"id": True, "arn": True}
        entries.append(change(address, "create", after=known(arguments), after_unknown=unknown))
    return plan(*entries)


def resolved(document: Document) -> dict[str, dict[str, Any]]:
    """Returns the values of each resource as a state holds them: an id and an ARN, and every reference followed."""
    things = from_plan.after(
        Plan.of(first_build(document)), account=EXPECTED.account, region=EXPECTED.region, code=code_of(document)
    )
    return {
        one.address: {name: things.get(one, name) for name in (*code_of(document)[one.address],)}
        | {"id": things.text(one, "id"), "arn": things.text(one, "arn")}
        for one in things.listed
    }


def change_to(document: Document, cut: Cut) -> Any:
    """Returns the plan that leads from a document to what a cut makes of it."""
    changed = copy.deepcopy(document)
    cut(changed)
    old, new = resolved(document), resolved(changed)
    entries = []
    for address in {**old, **new}:
        if address not in new:
            entries.append(change(address, "delete", before=old[address]))
        elif old.get(address) == new[address]:
            entries.append(change(address, "no-op", before=old[address], after=new[address]))
        else:
            entries.append(change(address, "update", before=old.get(address, {}), after=new[address]))
    return plan(*entries)


def blocked(document: Document, cut: Cut) -> list[str]:
    verdict = judge(change_to(document, cut), expected=EXPECTED)
    return [one.detail for one in verdict.findings if one.rule == "service-cannot-start"]


def found_in(document: Document, cut: Cut) -> tuple[Any, ...]:
    changed = copy.deepcopy(document)
    cut(changed)
    things = from_plan.after(
        Plan.of(first_build(changed)), account=EXPECTED.account, region=EXPECTED.region, code=code_of(changed)
    )
    return Report.of(environment(things, SETTINGS), source=Source.PLAN).findings


CUTS = {
    "a rule of the endpoints": without("aws_vpc_security_group_ingress_rule.groups_endpoints_from_web"),
    "a permission": without_statement("aws_iam_role_policy.roles_execution_policy", "InjectSecrets"),
    "an endpoint": without("aws_vpc_endpoint.endpoints_logs"),
    "an image": in_containers("api", lambda one: one.update(image="nginx:1")),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_first_build_has_the_findings_of_its_settings(sound: Document, name: str) -> None:
    assert found_in(sound, CUTS[name]) == findings(sound, CUTS[name]) != ()


@pytest.mark.parametrize("name", CUTS)
def test_a_plan_that_stops_a_start_is_blocked(sound: Document, name: str) -> None:
    assert blocked(sound, CUTS[name])


def test_a_plan_that_stops_no_start_is_not_the_business_of_the_rule(sound: Document) -> None:
    assert blocked(sound, without("aws_vpc_security_group_ingress_rule.groups_database_from_api")) == []
    assert blocked(sound, lambda document: None) == []
    scaled = in_containers("api", lambda one: one.update(environment=[{"name": "A", "value": "b"}]))
    assert blocked(sound, scaled) == []


def test_what_was_stopped_before_the_plan_is_not_its_doing(sound: Document) -> None:
    broken = copy.deepcopy(sound)
    CUTS["an endpoint"](broken)
    assert blocked(broken, in_containers("web", lambda one: one.update(image=one["image"] + "2"))) == []
