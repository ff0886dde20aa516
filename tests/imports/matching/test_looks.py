"""Listings around an environment: first the parents, then the items of each, then what AWS says of an item."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from imports.matching.leaning import WORDS
from modules.surroundings.discovery import as_found, listed
from modules.surroundings.look import Look
from modules.surroundings.looks import FEEDING, INTERFACES, LOOKS
from tests.imports.scripted import Reply, Script, json_error

PLACE = {"account_id": "123456789012", "project": "counterpromo", "environment": "dev"}


def _look(type_: str) -> Look:
    return next(one for one in LOOKS if one.type == type_)


def _json(**members: Any) -> Reply:
    return Reply(json.dumps(members))


def test_rules_of_each_event_bus_are_listed() -> None:
    rule = {"Name": "orders", "EventBusName": "shop"}
    script = Script(
        {
            "eventbridge.ListEventBuses": [_json(EventBuses=[{"Name": "default"}, {"Name": "shop"}])],
            "eventbridge.ListRules": [_json(Rules=[]), _json(Rules=[rule])],
        }
    )
    look = _look("aws_cloudwatch_event_rule")
    with script.aws() as aws:
        ((item, parent),) = listed(aws, look, PLACE)
    found = as_found(look, item, parent, {"Targets": [{"Arn": "arn:aws:sqs:eu-west-2:1:jobs"}]}, PLACE)
    assert (found.id, look.then and look.then.asks(item, parent)) == (
        "shop/orders",
        {"Rule": "orders", "EventBusName": "shop"},
    )
    assert "arn:aws:sqs:eu-west-2:1:jobs" in found.facts[WORDS]


def test_an_item_that_is_a_name_has_its_parent_in_the_id() -> None:
    look = _look("aws_codedeploy_deployment_group")
    assert as_found(look, "DgpECS-web", "AppECS-web", None, PLACE).id == "AppECS-web:DgpECS-web"


def test_settings_fill_in_the_parameters_of_a_listing() -> None:
    script = Script({"budgets.DescribeBudgets": [_json(Budgets=[{"BudgetName": "monthly"}])]})
    look = _look("aws_budgets_budget")
    with script.aws() as aws:
        ((item, parent),) = listed(aws, look, PLACE)
    assert as_found(look, item, parent, None, PLACE).id == "123456789012:monthly"


def test_account_without_budgets_leaves_the_list_out() -> None:
    with Script({"budgets.DescribeBudgets": [_json()]}).aws() as aws:
        assert (listed(aws, _look("aws_budgets_budget"), PLACE), aws.unread) == ([], set())


def test_parents_that_aws_does_not_show_are_noted() -> None:
    with Script({"codedeploy.ListApplications": [json_error("AccessDeniedException")]}).aws() as aws:
        assert listed(aws, _look("aws_codedeploy_deployment_group"), PLACE) == []
        assert any("ListApplications" in one for one in aws.unread)


@pytest.mark.parametrize("look", [*LOOKS, FEEDING, INTERFACES], ids=lambda look: look.type)
def test_each_call_and_list_is_of_aws_s_model(look: Look) -> None:
    model = botocore.session.get_session().get_service_model(look.service)
    named: dict[str, Any] = {xform_name(name): model.operation_model(name) for name in model.operation_names}
    lists = {look.operation: look.at} | {one.operation: one.at for one in (look.within, look.then) if one}
    for operation, at in lists.items():
        shape = named[operation].output_shape
        for member in filter(None, at.split(".")):
            shape = shape.members[member]
        assert not at or shape.type_name == "list"
    assert look.more.keys() <= named[look.operation].input_shape.members.keys()
