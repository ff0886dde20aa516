"""The web ACL of PROD: webhooks of Stripe have a limit of their own, and no rule reads their bodies."""

import json
from typing import Any

import pytest

from tests.stack import Stack
from tests.synth.test_identity import statements

WEBHOOKS = "/webhooks/stripe"
LOGGING = "aws_wafv2_web_acl_logging_configuration"


def rules(prod: Stack) -> dict[str, Any]:
    (acl,) = prod.of_type("aws_wafv2_web_acl")
    return {rule["name"]: rule for rule in acl["rule"]}


def only_of(statement: Any) -> Any:
    """Returns the kind and the content of a statement, which has one of them."""
    ((kind, content),) = statement.items()
    return kind, content


def is_the_webhook_path(statement: Any) -> bool:
    kind, content = only_of(statement)
    exact = content.get("positional_constraint") == "EXACTLY" and content.get("search_string") == WEBHOOKS
    return kind == "byte_match_statement" and exact and "uri_path" in content["field_to_match"]


def leaves_out_the_webhooks(content: Any) -> bool:
    kind, inner = only_of(content["scope_down_statement"])
    return kind == "not_statement" and is_the_webhook_path(inner["statement"])


def test_each_rule_leaves_out_the_webhooks_or_is_theirs_alone(prod: Stack) -> None:
    for name, rule in rules(prod).items():
        _, content = only_of(rule["statement"])
        theirs = name == "limit-webhooks" and is_the_webhook_path(content["scope_down_statement"])
        assert theirs or leaves_out_the_webhooks(content), name


def test_a_body_of_64_kb_is_blocked_by_no_rule(prod: Stack) -> None:
    """AWS's rule SizeRestrictions_BODY blocks bodies above 8 KB: uploads have them, too."""
    _, common = only_of(rules(prod)["AWSManagedRulesCommonRuleSet"]["statement"])
    counted = {one["name"] for one in common["rule_action_override"] if "count" in one["action_to_use"]}
    assert counted == {"SizeRestrictions_BODY"}
    assert "size_constraint_statement" not in json.dumps(rules(prod))


def test_limits_block_and_rule_groups_act_by_themselves(prod: Stack) -> None:
    for name, rule in rules(prod).items():
        assert ("block" in rule["action"]) if name.startswith("limit-") else ("none" in rule["override_action"]), name
    assert len({rule["priority"] for rule in rules(prod).values()}) == len(rules(prod))


def test_the_web_acl_is_on_the_load_balancer(prod: Stack) -> None:
    (association,) = prod.of_type("aws_wafv2_web_acl_association")
    assert association.refers_to("resource_arn") == {"aws_lb.balancer_alb"}
    assert association.refers_to("web_acl_arn") == {"aws_wafv2_web_acl.firewall_acl"}


def test_each_request_is_logged_without_credentials_of_customers(prod: Stack) -> None:
    (logging,) = prod.of_type(LOGGING)
    assert logging.refers_to("resource_arn") == {"aws_wafv2_web_acl.firewall_acl"}
    (group,) = logging.refers_to("log_destination_configs")
    redacted = {one["single_header"]["name"] for one in logging["redacted_fields"]}
    assert redacted == {"authorization", "cookie"}
    assert "logging_filter" not in logging.arguments, "every request is logged"
    assert prod.at(group)["name"].startswith("aws-waf-logs-"), "AWS WAF accepts no other name"
    assert prod.at(group)["kms_key_id"] == "${aws_kms_key.keys_logs.arn}"
    (admits,) = (one for one in statements(prod, "aws_kms_key.keys_logs").values() if "Condition" in one)
    encrypted = admits["Condition"]["ArnEquals"]["kms:EncryptionContext:aws:logs:arn"]
    assert any(arn.endswith(f":log-group:{prod.at(group)['name']}") for arn in encrypted), "CloudWatch may use the key"


def test_the_budget_notifies_the_topic_that_admits_it(prod: Stack) -> None:
    (budget,), (policy,) = prod.of_type("aws_budgets_budget"), prod.of_type("aws_sns_topic_policy")
    assert {one["notification_type"] for one in budget["notification"]} == {"ACTUAL", "FORECASTED"}
    assert budget.refers_to("notification") == {"aws_sns_topic.notifications_topic"}
    (key,) = [each for each in prod.of_type("aws_kms_key") if each.address == "aws_kms_key.keys_topic"]
    for document in (policy["policy"], key["policy"]):
        (statement,) = [
            each
            for each in json.loads(document)["Statement"]
            if each["Principal"].get("Service") == "budgets.amazonaws.com"
        ]
        assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "437064342167"}


@pytest.mark.parametrize("type_", ["aws_wafv2_web_acl", "aws_wafv2_web_acl_association", LOGGING, "aws_budgets_budget"])
def test_dev_has_no_firewall_and_no_budget(dev: Stack, type_: str) -> None:
    assert not dev.of_type(type_)
