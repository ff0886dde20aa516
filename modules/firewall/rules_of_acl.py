"""The rules of the web ACL as Terraform writes them: managed rule groups, then the limits of requests.

https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modules.firewall.settings import FirewallSettings

Block = Mapping[str, Any]


def rules(settings: FirewallSettings, *, webhook_path: str) -> list[Block]:
    """Returns the rules in the order of their priority. A rule group blocks by itself, a limit by its action."""
    webhooks = _is(webhook_path)
    others: Block = {"not_statement": {"statement": webhooks}}
    groups = [
        _rule(number, name, _managed(name, settings.counted_rules, others), {"override_action": {"none": {}}})
        for number, name in enumerate(settings.rule_groups)
    ]
    block: Block = {"action": {"block": {}}}
    first = len(groups)
    return [
        *groups,
        _rule(first, "limit-requests", _limit(settings.requests_per_five_minutes, others), block),
        _rule(first + 1, "limit-webhooks", _limit(settings.webhooks_per_five_minutes, webhooks), block),
    ]


def measured(name: str) -> Block:
    """Returns the metric of a rule or of the web ACL."""
    return {"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}


def _rule(priority: int, name: str, statement: Block, action: Block) -> Block:
    return {"name": name, "priority": priority, "statement": statement, **action, "visibility_config": measured(name)}


def _managed(name: str, counted: list[str], scope: Block) -> Block:
    """Returns a managed rule group. Only the common rule set has the rules that are counted."""
    overrides = [{"name": rule, "action_to_use": {"count": {}}} for rule in counted if name.endswith("CommonRuleSet")]
    group: dict[str, Any] = {"vendor_name": "AWS", "name": name, "scope_down_statement": scope}
    return {"managed_rule_group_statement": group | ({"rule_action_override": overrides} if overrides else {})}


def _limit(requests: int, scope: Block) -> Block:
    limit = {"limit": requests, "aggregate_key_type": "IP", "evaluation_window_sec": 300, "scope_down_statement": scope}
    return {"rate_based_statement": limit}


def _is(path: str) -> Block:
    """Returns the statement for exactly this path: one that only begins with it could lead elsewhere with `/../`."""
    return {
        "byte_match_statement": {
            "field_to_match": {"uri_path": {}},
            "positional_constraint": "EXACTLY",
            "search_string": path,
            "text_transformation": [{"priority": 0, "type": "NONE"}],
        }
    }
