"""Web ACLs and budgets: what lets more traffic through or notifies fewer people is blocked; what is stricter passes."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from guard.verdict import Severity
from modules.firewall.rules_of_acl import rules as rules_of
from modules.firewall.settings import FirewallSettings
from tests.guard.plans import Json, create, delete, judge, plan, rules, update

ACL, BUDGET = "aws_wafv2_web_acl.firewall_acl", "aws_budgets_budget.budget_month"
SETTINGS = FirewallSettings(
    name="firewall",
    rule_groups=["AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"],
    requests_per_five_minutes=2000,
    webhooks_per_five_minutes=10000,
)


def as_planned(value: Any) -> Any:
    """Returns blocks as a plan shows them: each in a list."""
    if isinstance(value, dict):
        return {key: [as_planned(one)] if isinstance(one, dict) else as_planned(one) for key, one in value.items()}
    return [as_planned(one) for one in value] if isinstance(value, list) else value


RULES = as_planned(rules_of(SETTINGS, webhook_path="/webhooks/stripe"))
LOGGING = "aws_wafv2_web_acl_logging_configuration.firewall_logging"
COOKIE, AUTHORIZATION = ({"single_header": [{"name": name}]} for name in ("cookie", "authorization"))
LOGGED = {"log_destination_configs": ["arn:group"], "logging_filter": [], "redacted_fields": [AUTHORIZATION, COOKIE]}
NEW = {"name": "new", "priority": 9, "visibility_config": [], "statement": [{"geo_match_statement": [{}]}]}


def of(**change: Any) -> Any:
    """Returns the rules of changed settings."""
    return as_planned(rules_of(SETTINGS.model_copy(update=change), webhook_path="/webhooks/stripe"))


def edited(edit: Callable[[Any], object]) -> Any:
    """Returns the rules after an edit."""
    changed = copy.deepcopy(RULES)
    edit(changed)
    return changed


HOSTILE: dict[str, Any] = {
    "no rule": [],
    "one rule group less": of(rule_groups=["AWSManagedRulesCommonRuleSet"]),
    "another path is left out": as_planned(rules_of(SETTINGS, webhook_path="/")),
    "a group only counts": edited(lambda all_: all_[0].update(override_action=[{"count": [{}]}])),
    "a limit only counts": edited(lambda all_: all_[2].update(action=[{"count": [{}]}])),
    "one more rule of a group only counts": of(counted_rules=["SizeRestrictions_BODY", "CrossSiteScripting_BODY"]),
    "a limit that limits nobody": of(requests_per_five_minutes=2_000_000_000),
    "a new rule lets requests through": [*RULES, {**NEW, "action": [{"allow": [{}]}]}],
    "a limit without a number": edited(lambda all_: all_[2]["statement"][0]["rate_based_statement"][0].pop("limit")),
}
ORDINARY: dict[str, tuple[Any, set[str]]] = {
    "a rule group more": (
        of(rule_groups=["AWSManagedRulesLinuxRuleSet", *SETTINGS.rule_groups]),
        {"firewall-stricter"},
    ),
    "a lower limit": (of(requests_per_five_minutes=1000), {"firewall-stricter"}),
    "a higher limit": (of(requests_per_five_minutes=4000), {"firewall-weakened"}),
    "a counted rule blocks": (of(counted_rules=[]), {"firewall-stricter"}),
    "another order": (of(rule_groups=[*reversed(SETTINGS.rule_groups)]), set()),
    "a new rule blocks": ([*RULES, {**NEW, "action": [{"block": [{}]}]}], {"firewall-stricter"}),
    "empty parts": (edited(lambda all_: all_[0].update(rule_label=[], captcha_config=None)), set()),
}


def judged(after: Any) -> tuple[set[str], set[str]]:
    verdict = judge(plan(update(ACL, {"rule": RULES}, {"rule": after})))
    return rules(verdict), rules(verdict, Severity.REPORTED)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_lets_more_through_is_blocked(name: str) -> None:
    blocked, _ = judged(HOSTILE[name])
    assert blocked == {"firewall-weakened"}


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_stricter_passes_and_is_said(name: str) -> None:
    after, said = ORDINARY[name]
    assert judged(after) == (set(), said)


def test_the_order_counts_once_a_rule_lets_requests_through() -> None:
    rules_ = [{**NEW, "action": [{"allow": [{}]}]}, {**NEW, "name": "later", "priority": 10}]
    swapped = [{**rules_[0], "priority": 10}, {**rules_[1], "priority": 9}]
    assert "firewall-weakened" in rules(judge(plan(update(ACL, {"rule": rules_}, {"rule": swapped}))))


def test_a_web_acl_is_neither_opened_nor_taken_away() -> None:
    allow: list[Json] = [{"allow": [{}], "block": []}]
    block: list[Json] = [{"allow": [], "block": [{}]}]
    opened = update(ACL, {"rule": RULES, "default_action": block}, {"rule": RULES, "default_action": allow})
    assert rules(judge(plan(opened))) == {"firewall-weakened"}
    association = "aws_wafv2_web_acl_association.firewall_association"
    for address in (ACL, association):
        assert rules(judge(plan(delete(address)))) == {"loss-of-protection"}
    moved = update(association, {"web_acl_arn": "a"}, {"web_acl_arn": "b"})
    assert rules(judge(plan(moved))) == {"firewall-weakened"}
    assert judge(plan(create(ACL, {"rule": RULES}), create(association, {}))).findings == ()


@pytest.mark.parametrize(
    ("change", "blocked", "said"),
    [
        ({"log_destination_configs": ["arn:other"]}, {"logging-off"}, set()),
        ({"log_destination_configs": ["arn:group", "arn:other"]}, {"logging-off"}, set()),
        ({"logging_filter": [{"default_behavior": "DROP"}]}, {"logging-off"}, set()),
        ({"redacted_fields": [COOKIE]}, {"log-reveals"}, set()),
        ({"redacted_fields": []}, {"log-reveals"}, set()),
        ({"redacted_fields": [COOKIE, {"uri_path": [{}]}]}, {"log-reveals"}, {"logging-off"}),
        ({"redacted_fields": [AUTHORIZATION, COOKIE, {"uri_path": [{}]}]}, set(), {"logging-off"}),
        ({"redacted_fields": [COOKIE, AUTHORIZATION]}, set(), set()),
    ],
)
def test_the_log_goes_on_and_reveals_no_more(change: Json, blocked: set[str], said: set[str]) -> None:
    verdict = judge(plan(update(LOGGING, LOGGED, {**LOGGED, **change})))
    assert (rules(verdict), rules(verdict, Severity.REPORTED)) == (blocked, said)


def test_a_log_may_begin_and_never_ends() -> None:
    assert judge(plan(create(LOGGING, LOGGED))).findings == ()
    assert rules(judge(plan(delete(LOGGING)))) == {"loss-of-protection"}


def notification(**change: Any) -> Json:
    topic = {"subscriber_sns_topic_arns": ["topic"], "subscriber_email_addresses": []}
    return {"notification_type": "ACTUAL", "threshold": 80, "threshold_type": "PERCENTAGE", **topic, **change}


def test_a_budget_keeps_its_recipients() -> None:
    before = {"notification": [notification(), notification(notification_type="FORECASTED")], "limit_amount": "1000.0"}
    for after in ([], [notification()], [notification(subscriber_sns_topic_arns=["other"])]):
        assert rules(judge(plan(update(BUDGET, before, {**before, "notification": after})))) == {"alarm-weakened"}
    tuned = {"notification": [notification(threshold=90), before["notification"][1]], "limit_amount": "2000.0"}
    verdict = judge(plan(update(BUDGET, before, tuned)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"alarm-changed"}
