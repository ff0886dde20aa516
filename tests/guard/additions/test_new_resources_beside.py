"""New resources beside those that exist: DNS records, rules between groups, and types that act on what exists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guard.verdict import Mode, Severity
from modules.new_types import ACTING
from modules.registry import GUARD
from tests.guard.plans import Json, blocked, create, judge, keep, plan, refers, rules, written

RECORD, BALANCER = "aws_route53_record.new", "aws_lb.alb"
ALB = keep(BALANCER, {"dns_name": "alb-1.eu-west-2.elb.amazonaws.com"})
INGRESS = "aws_vpc_security_group_ingress_rule.new"
GROUPS = [keep(f"aws_security_group.{name}", {"id": f"sg-{name}", "name": name}) for name in ("alb", "database")]


def record(type_: str, name: str, **over: Any) -> Json:
    return {"zone_id": "Z1", "type": type_, "name": name, **over}


@pytest.mark.parametrize(
    "values",
    [
        record("A", "*.counterpromo.com", records=["203.0.113.1"]),
        record("CNAME", "www.counterpromo.com", records=["example.net"]),
        record("MX", "counterpromo.com", records=["10 example.net"]),
        record("TXT", "counterpromo.com", records=["a-site-verification=1"]),
        record("A", "app.counterpromo.com", alias=[{"name": "d1.cloudfront.net"}]),
    ],
    ids=lambda values: values["type"] + str(len(values.get("alias", ()))),
)
def test_new_name_for_other_servers_is_reported(values: Json) -> None:
    verdict = judge(plan(ALB, create(RECORD, values)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"dns-target"}
    assert judge(plan(ALB, create(RECORD, values)), mode=Mode.CREATE).findings == ()


@pytest.mark.parametrize(
    "values",
    [
        record("CNAME", "_a1.counterpromo.com", records=["_b2.acm-validations.aws."]),
        record("A", "db.counterpromo.com", records=["10.10.0.7"]),
        record("A", "app.counterpromo.com", alias=[{"name": "dualstack.ALB-1.eu-west-2.elb.amazonaws.com."}]),
    ],
    ids=lambda values: values["name"],
)
def test_new_name_of_this_code_is_no_finding(values: Json) -> None:
    assert judge(plan(ALB, create(RECORD, values))).findings == ()


def test_record_of_a_certificate_that_this_plan_makes_is_no_finding() -> None:
    code = written({"address": RECORD, "expressions": refers(records="aws_acm_certificate.one")})
    unknown = create(RECORD, record("CNAME", ""), after_unknown={"records": True, "name": True})
    assert judge(plan(unknown, configuration=code)).findings == ()


def rule(**over: Any) -> Json:
    return {"security_group_id": "sg-database", "ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, **over}


@pytest.mark.parametrize("over", [{"referenced_security_group_id": "sg-alb"}, {"cidr_ipv4": "10.0.0.0/8"}], ids=str)
def test_new_rule_for_all_ports_between_what_exists_is_reported(over: Json) -> None:
    verdict = judge(plan(*GROUPS, create(INGRESS, rule(**over, ip_protocol="-1", from_port=None, to_port=None))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"group-opened"}
    assert judge(plan(*GROUPS, create(INGRESS, rule(**over)))).findings == ()


def test_new_rule_for_a_new_group_is_no_finding() -> None:
    change = create(INGRESS, rule(), after_unknown={"referenced_security_group_id": True})
    assert judge(plan(*GROUPS, change)).findings == ()


@pytest.mark.parametrize("type_", sorted(ACTING))
def test_new_resource_that_acts_on_what_exists_is_blocked(type_: str) -> None:
    assert GUARD.types[type_].harmless is None, "the code declares it: its arguments are judged"
    verdict = judge(plan(create(f"{type_}.it")))
    assert ("type-known-in-part", f"{type_}.it") in blocked(verdict)
    assert "type-known-in-part" in rules(judge(plan(create(f"{type_}.it")), mode=Mode.CREATE), Severity.REPORTED)


def test_new_network_acl_of_a_subnet_is_blocked() -> None:
    acl = create("aws_network_acl.it", {"subnet_ids": ["subnet-private"], "ingress": [], "egress": []})
    assert blocked(judge(plan(acl))) == {("traffic-removed", "aws_network_acl.it")}


@pytest.mark.parametrize(
    ("action", "resource", "condition", "passes"),
    [
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*", {}, False),
        ("iam:PassRole", "arn:aws:iam::437064342167:role/*", {}, False),
        ("s3:*", "arn:aws:s3:::*", {}, False),
        ("kms:Decrypt", "arn:aws:kms:eu-west-2:437064342167:key/*", {}, True),
        ("kms:Decrypt", "arn:aws:kms:eu-west-2:437064342167:key/*", {"StringEquals": {"kms:ViaService": "s3"}}, True),
        ("iam:PassRole", "arn:aws:iam::437064342167:role/counterpromo-*", {}, True),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-2:437064342167:*", {}, True),
    ],
)
def test_all_resources_of_a_kind_are_as_broad_as_a_star(
    action: str, resource: str, condition: Json, passes: bool
) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = {"Statement": [{**statement, **({"Condition": condition} if condition else {})}]}
    verdict = judge(plan(create("aws_iam_policy.it", {"name": "it", "policy": json.dumps(document)})))
    assert verdict.passed is passes
    assert passes or rules(verdict) == {"policy-too-broad"}
