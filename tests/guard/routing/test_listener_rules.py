"""Listener rules: their order, targets and conditions; a rule that never matches is blocked."""

from typing import Any

import pytest

from guard.verdict import Mode, Severity
from tests.guard.plans import (
    Json,
    blocked,
    create,
    judge,
    keep,
    plan,
    refers,
    replace,
    rules,
    update,
    written,
)

API, WEB, HOOKS = (f"aws_lb_listener_rule.{name}" for name in ("api", "web", "hooks"))


def listens(priority: int, *paths: str, to: str = "api", **over: Any) -> Json:
    return {
        "listener_arn": "arn:aws:elasticloadbalancing:eu-west-2:437064342167:listener/app/x/1/2",
        "priority": priority,
        "condition": [{"path_pattern": [{"values": list(paths)}]}],
        "action": [{"type": "forward", "target_group_arn": to}],
        **over,
    }


@pytest.mark.parametrize(
    ("live", "planned"),
    [
        (listens(2, "/api/*"), listens(1, "/*", to="web")),
        (listens(2, "/api/*"), listens(1, "/api*", to="web")),
        (listens(2, "/api/*", "/v2/*"), listens(1, "/v2/*", to="web")),
        (listens(2, "/api/*"), listens(1, "/api/*", to="web")),
        (listens(1, "/*", to="web"), listens(2, "/api/*")),
        (listens(1, "/a?i/*", to="web"), listens(2, "/api/*")),
    ],
)
def test_listener_rule_that_never_matches_is_blocked(live: Json, planned: Json) -> None:
    assert ("listener-rule-shadows", WEB) in blocked(judge(plan(keep(API, live), create(WEB, planned))))


@pytest.mark.parametrize(
    ("live", "planned"),
    [
        (listens(1, "/api/*"), listens(2, "/webhooks/*")),
        (listens(1, "/api/*"), listens(2, "/api*", to="web")),
        (listens(1, "/api/?", to="web"), listens(2, "/api/*")),
        (listens(2, "/api/*"), listens(1, "/api/*", to="api")),
        (listens(2, "/api/*"), listens(1, "/*", to="web", listener_arn="arn:other")),
        (
            listens(2, "/api/*"),
            listens(
                1,
                to="web",
                condition=[{"path_pattern": [{"values": ["/*"]}]}, {"host_header": [{"values": ["x.com"]}]}],
            ),
        ),
    ],
)
def test_listener_rules_with_different_conditions_pass(live: Json, planned: Json) -> None:
    found = {each for each in blocked(judge(plan(keep(API, live), create(WEB, planned)))) if each[1] == API}
    assert not found
    if planned["condition"][0]["path_pattern"][0]["values"] != ["/*"]:
        assert judge(plan(keep(API, live), create(WEB, planned))).passed


def hosted(host: str, *paths: str) -> list[Json]:
    return [{"path_pattern": [{"values": list(paths)}]}, {"host_header": [{"values": [host]}]}]


def test_listener_rule_with_a_host_shadows_only_rules_of_that_host() -> None:
    live = keep(API, listens(2, condition=hosted("x.com", "/api/*")))
    for host, found in (("x.com", True), ("y.com", False)):
        verdict = judge(plan(live, create(WEB, listens(1, to="web", condition=hosted(host, "/*")))))
        assert ("listener-rule-shadows" in rules(verdict)) is found
    everywhere = judge(plan(live, create(WEB, listens(1, "/api/*", to="web"))))
    assert rules(everywhere) == {"listener-rule-shadows"}
    empty = listens(
        1, "/b/*", condition=[{"path_pattern": [{"values": ["/b/*"]}], "host_header": [], "query_string": None}]
    )
    assert judge(plan(keep(API, listens(2, "/b/c/*")), create(WEB, empty | {"action": [{}]}))).findings[0].rule == (
        "listener-rule-shadows"
    )


def test_listener_rules_without_a_listener_count_as_one_listener() -> None:
    first = create(API, listens(1, "/a/*", to="web", listener_arn=None))
    second = create(HOOKS, listens(2, "/a/b/*", listener_arn=None))
    assert "listener-rule-shadows" in rules(judge(plan(first, second), mode=Mode.CREATE))


def test_shadowed_rule_that_the_plan_does_not_change_passes() -> None:
    both = keep(API, listens(2, "/api/*")), keep(WEB, listens(1, "/*", to="web"))
    assert judge(plan(*both)).passed


def test_listener_rule_that_matches_everything_is_blocked() -> None:
    for path in ("/*", "*"):
        assert rules(judge(plan(create(WEB, listens(9, path))))) == {"listener-rule-shadows"}


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        (listens(5, "/api/*"), "listener-rule-order"),
        (listens(1, "/api/v1/*"), "listener-rule-order"),
        (listens(1, "/other/*"), "listener-rule-order"),
        (listens(1, "/api/*", to="web"), "traffic-moved"),
        (listens(1, "/api/*", listener_arn="x"), "listener-rule-order"),
        (listens(1, condition=[{"host_header": [{"values": ["x.com"]}]}]), "listener-rule-order"),
    ],
)
def test_listener_rule_with_another_target_is_blocked(after: Json, rule: str) -> None:
    other = keep(HOOKS, listens(3, "/api/hooks/*", to="web"))
    assert blocked(judge(plan(other, update(API, listens(1, "/api/*"), after)))) >= {(rule, API)}


@pytest.mark.parametrize("name", ["priority", "condition", "action", "listener_arn"])
def test_listener_rule_with_unknown_values_is_blocked(name: str) -> None:
    live = listens(1, "/api/*")
    assert not judge(plan(update(API, live, {**live, name: None}, after_unknown={name: True}))).passed


def test_additional_path_of_a_listener_rule_is_reported() -> None:
    verdict = judge(plan(update(API, listens(1, "/api/*"), listens(1, "/api/*", "/v2/*"))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"listener-rule-order"}


def test_replaced_listener_rule_is_checked_like_an_update() -> None:
    other = keep(HOOKS, listens(3, "/api/hooks/*", to="web"))
    found = blocked(judge(plan(other, replace(API, listens(1, "/api/*"), listens(7, "/api/*")))))
    assert ("listener-rule-order", API) in found


def test_listener_rules_above_the_limit_are_not_compared() -> None:
    """As many as may be are: every pair of them is compared."""
    for number, readable in ((500, True), (501, False)):
        listed = [keep(f"{API}{index}", listens(index + 1, f"/{index}/*")) for index in range(number)]
        verdict = judge(plan(*listed))
        assert verdict.passed is readable
        assert rules(verdict) == (set() if readable else {"plan-unreadable"})


@pytest.mark.parametrize("type_", ["aws_lb_listener", "aws_alb_listener"])
def test_listener_with_plain_http_is_blocked(type_: str) -> None:
    address, plain = f"{type_}.it", {"protocol": "HTTP", "default_action": [{"type": "forward"}]}
    verdict = judge(plan(create(address, plain)))
    found = [(one.rule, one.detail) for one in verdict.of(Severity.BLOCKED)]
    assert found == [("transport-weakened", "http, and no redirect")]
    assert judge(plan(create(address, plain | {"default_action": [{"type": "redirect"}]}))).passed


def test_listener_rules_with_equal_priority_are_blocked() -> None:
    document = plan(keep(API, listens(1, "/api/*")), create(HOOKS, listens(1, "/webhooks/*")))
    assert blocked(judge(document)) == {("listener-rule-order", HOOKS)}


def test_listener_of_a_new_rule_is_found_through_the_code() -> None:
    first = create(API, listens(1, "/*", to="web", listener_arn=None), after_unknown={"listener_arn": True})
    second = create(HOOKS, listens(2, "/hooks/*", listener_arn=None), after_unknown={"listener_arn": True})
    for target, found in (("a", {API}), ("b", set())):
        code = written(
            {"address": API, "expressions": refers(listener_arn="aws_lb_listener.a")},
            {"address": HOOKS, "expressions": refers(listener_arn=f"aws_lb_listener.{target}")},
        )
        verdict = judge(plan(first, second, configuration=code), mode=Mode.CREATE)
        shadowed = [one for one in verdict.findings if "asked before" in one.detail]
        assert bool(shadowed) is bool(found)
