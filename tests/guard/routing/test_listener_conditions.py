"""Conditions of listener rules, compared with what a load balancer does with every request of a small world."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from modules.load_balancer.guard_conditions import Conditions
from tests.guard.plans import Json, blocked, create, judge, keep, plan, rules, update

API, HOOKS, NEW = (f"aws_lb_listener_rule.{name}" for name in ("api", "hooks", "new"))
HOST = "dev.counterpromo.com"
RECORD = keep("aws_route53_record.host", {"name": HOST, "type": "A", "alias": [{"name": "alb"}]})
HOSTS, PATHS, METHODS = (HOST, "beta.counterpromo.com"), ("/", "/api", "/api/a", "/hooks/stripe"), ("GET", "POST")


def condition(kind: str, *values: str, **over: str) -> Json:
    return {kind: [{"values": list(values), **over}]}


def rule(priority: int, *conditions: Json, to: str = "api", **over: Any) -> Json:
    action = [{"type": "forward", "target_group_arn": to}]
    return {"listener_arn": "arn:l", "priority": priority, "condition": list(conditions), "action": action, **over}


LIVE = (
    keep(API, rule(10, condition("path_pattern", "/api/*"))),
    keep(HOOKS, rule(20, condition("path_pattern", "/hooks/*"))),
)


@pytest.mark.parametrize(
    "met_by_all",
    [
        condition("host_header", HOST),
        condition("host_header", "*"),
        condition("host_header", "*.counterpromo.com"),
        condition("host_header", "DEV.CounterPromo.com"),
        condition("source_ip", "0.0.0.0/0"),
        condition("source_ip", "128.0.0.0/1", "0.0.0.0/1"),
        condition("http_header", "*", http_header_name="User-Agent"),
    ],
    ids=str,
)
def test_condition_that_every_request_meets_hides_no_takeover(met_by_all: Json) -> None:
    takes = create(NEW, rule(1, met_by_all, to="stranger"))
    assert blocked(judge(plan(RECORD, *LIVE, takes))) == {("listener-rule-shadows", NEW)}
    one_path = create(NEW, rule(1, met_by_all, condition("path_pattern", "/api/*"), to="stranger"))
    assert ("listener-rule-shadows", NEW) in blocked(judge(plan(RECORD, *LIVE, one_path)))


@pytest.mark.parametrize(
    "some",
    [
        condition("http_request_method", "POST"),
        condition("http_header", "*", http_header_name="X-Beta"),
        condition("source_ip", "203.0.113.0/24"),
        condition("path_pattern", "/hooks/stripe"),
    ],
    ids=str,
)
def test_new_rule_that_takes_some_requests_of_another_is_reported(some: Json) -> None:
    verdict = judge(plan(RECORD, *LIVE, create(NEW, rule(1, some, to="web"))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"listener-rule-order"}


@pytest.mark.parametrize(
    "of_its_own", [condition("path_pattern", "/v2/*"), condition("host_header", "beta.counterpromo.com")], ids=str
)
def test_new_rule_for_requests_that_nobody_took_is_no_finding(of_its_own: Json) -> None:
    assert judge(plan(RECORD, *LIVE, create(NEW, rule(1, of_its_own, to="web")))).findings == ()


def test_shadow_that_exists_is_not_the_doing_of_a_new_tag() -> None:
    first, second = rule(1, condition("path_pattern", "/*"), to="web"), rule(2, condition("path_pattern", "/api/*"))
    for named, kept in (((API, first), (HOOKS, second)), ((HOOKS, second), (API, first))):
        tagged = update(named[0], named[1], {**named[1], "tags": {"team": "web"}})
        assert judge(plan(keep(*kept), tagged)).findings == ()


@pytest.mark.parametrize(
    ("priority", "path", "to", "passes"),
    [
        (30, "/other/*", "web", True),
        (30, "/hooks/*", "api", True),
        (30, "/api/v2/*", "web", False),
        (30, "/a*", "web", False),
        (15, "/other/*", "web", True),
    ],
)
def test_another_priority_is_blocked_where_requests_go_elsewhere(
    priority: int, path: str, to: str, passes: bool
) -> None:
    own = condition("path_pattern", path)
    verdict = judge(plan(RECORD, *LIVE, update(NEW, rule(5, own, to=to), rule(priority, own, to=to))))
    found = rules(verdict, Severity.REPORTED if passes else Severity.BLOCKED)
    assert verdict.passed is passes
    assert "listener-rule-order" in found


@pytest.mark.parametrize("kind", ["source_ip", "http_request_method", "query_string"])
def test_more_values_of_what_protects_a_path_are_blocked(kind: str) -> None:
    admin = condition("path_pattern", "/admin/*")
    sides = [rule(1, admin, condition(kind, *values)) for values in (["10.0.0.0/8"], ["10.0.0.0/8", "11.0.0.0/8"])]
    assert blocked(judge(plan(update(API, *sides)))) == {("listener-rule-order", API)}


conditions = st.builds(
    lambda hosts, paths, methods: [
        *([condition("host_header", *hosts)] if hosts else []),
        *([condition("path_pattern", *paths)] if paths else []),
        *([condition("http_request_method", *methods)] if methods else []),
    ],
    st.lists(st.sampled_from((*HOSTS, "*.counterpromo.com", "dev.*", "*")), max_size=2),
    st.lists(st.sampled_from((*PATHS, "/api*", "/api/*", "/*", "/hooks/?tripe", "*a")), max_size=2),
    st.lists(st.sampled_from(METHODS), max_size=2),
).filter(bool)


@given(conditions, conditions)
def test_comparison_holds_for_every_request(first: list[Json], second: list[Json]) -> None:
    """Both hosts lead to the load balancer. A request that only the second rule matches disproves that it is hidden."""
    one, other = (Conditions.of(each, served=HOSTS) for each in (first, second))
    requests = list(product(HOSTS, PATHS, METHODS))
    both = [each for each in requests if _matches(first, each) and _matches(second, each)]
    assert one.may_meet(other, served=HOSTS) or not both
    if one.match_everything:
        assert all(_matches(first, each) for each in requests)
    if one.include_others(other):
        hidden = one.hide(other)
        reached = [each for each in requests if _matches(second, each) and not _matches(first, each)]
        assert not [each for each in reached if any(fnmatchcase(each[1], path) for path in hidden)]


def _matches(listed: list[Json], request: tuple[str, str, str]) -> bool:
    at = {"host_header": request[0], "path_pattern": request[1], "http_request_method": request[2]}
    parts = [(kind, part) for one in listed for kind, blocks in one.items() for part in blocks]
    return all(any(fnmatchcase(at[kind], value) for value in part["values"]) for kind, part in parts)
