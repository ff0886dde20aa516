"""Redirects of listeners and rules. Bad cases first."""

from __future__ import annotations

from typing import Any

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, create, judge, plan, rules, update

RULE, LISTENER = "aws_lb_listener_rule.it", "aws_lb_listener.http"
FORWARD = [{"type": "forward", "target_group_arn": "arn:web"}]


def redirect(**over: str) -> list[Json]:
    return [{"type": "redirect", "redirect": [{"protocol": "HTTPS", "port": "443", "host": "#{host}", **over}]}]


def listens(action: list[Json], protocol: str = "HTTP") -> Json:
    return {"protocol": protocol, "port": 80, "default_action": action}


def test_redirect_to_plain_http_is_blocked() -> None:
    values: dict[str, Any] = {"priority": 1, "listener_arn": "arn:l", "action": redirect(protocol="HTTP", port="80")}
    values["condition"] = [{"path_pattern": [{"values": ["/login"]}]}]
    assert blocked(judge(plan(create(RULE, values)))) == {("transport-weakened", RULE)}
    assert ("transport-weakened", LISTENER) in blocked(judge(plan(create(LISTENER, listens(values["action"])))))
    assert judge(plan(create(RULE, {**values, "action": redirect()}))).passed


def test_redirect_in_place_of_plain_http_is_reported() -> None:
    verdict = judge(plan(update(LISTENER, listens(FORWARD), listens(redirect()))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"traffic-moved"}


@pytest.mark.parametrize(
    "after",
    [
        listens(redirect(host="example.net")),
        listens(redirect(protocol="HTTP")),
        listens([{"type": "fixed-response"}]),
        listens([*redirect(), *FORWARD]),
        listens(redirect(), "HTTPS"),
    ],
)
def test_other_default_action_is_blocked(after: Json) -> None:
    verdict = judge(plan(update(LISTENER, listens(FORWARD, after["protocol"]), after)))
    assert ("traffic-moved", LISTENER) in blocked(verdict)


def test_default_action_that_is_not_known_is_blocked() -> None:
    change = update(LISTENER, listens(FORWARD), {"protocol": "HTTP"}, after_unknown={"default_action": True})
    assert ("traffic-moved", LISTENER) in blocked(judge(plan(change)))
