"""Drift of attributes that show other resources: silent if the code has them, reported if not."""

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, create, judge, keep, plan, update

GROUP, TABLE, ROLE, BUCKET = "aws_security_group.it", "aws_route_table.it", "aws_iam_role.it", "aws_s3_bucket.it"
IN = "aws_vpc_security_group_ingress_rule"
WORLD = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"], "self": False}
INSIDE = {"protocol": "-1", "from_port": 0, "to_port": 0, "security_groups": ["sg-2"], "self": True}
OURS = {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443}
RULES = (
    keep(f"{IN}.world", {**OURS, "cidr_ipv4": "0.0.0.0/0"}),
    keep(f"{IN}.another", {**OURS, "ip_protocol": "-1", "referenced_security_group_id": "sg-2"}),
    keep(f"{IN}.itself", {**OURS, "ip_protocol": "-1", "referenced_security_group_id": "sg-1"}),
    keep(f"{IN}.elsewhere", {**OURS, "security_group_id": "sg-9", "cidr_ipv4": "10.0.0.0/8"}),
)
POLICY, MANAGED = "aws_iam_role_policy", "arn:aws:iam::aws:policy/Some"
PARTS = (
    keep("aws_route.out", {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0"}),
    keep(f"{POLICY}.own", {"role": "tasks", "name": "own"}),
    keep(f"{POLICY}.of_another", {"role": "others", "name": "theirs"}),
    keep("aws_iam_role_policy_attachment.some", {"role": "tasks", "policy_arn": MANAGED}),
    keep("aws_s3_bucket_versioning.it", {"bucket": "uploads"}),
    keep("aws_lb.it", {"arn": "arn:lb"}),
)


def drifted(address: str, live: Json, **came: object) -> list[tuple[str, str]]:
    """Returns the reported findings of a plan without changes about a resource that received this value."""
    drift = update(address, {**live, **{name: [] for name in came}}, {**live, **came})
    verdict = judge(plan(*RULES, *PARTS, resource_drift=[drift]))
    assert {one.rule for one in verdict.of(Severity.BLOCKED)} <= {"drift-exposes"}
    return [(one.rule, one.detail) for one in verdict.of(Severity.REPORTED)]


@pytest.mark.parametrize(
    ("address", "live", "came"),
    [
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD, INSIDE]}),
        (TABLE, {"id": "rtb-1"}, {"route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}),
        (ROLE, {"name": "tasks"}, {"inline_policy": [{"name": "own", "policy": "{}"}]}),
        (ROLE, {"name": "tasks"}, {"managed_policy_arns": [MANAGED]}),
        (BUCKET, {"id": "uploads"}, {"versioning": [{"enabled": True}]}),
        ("aws_lb_target_group.it", {"id": "tg"}, {"load_balancer_arns": ["arn:lb"]}),
    ],
)
def test_drift_by_resources_of_the_code_is_not_reported(address: str, live: Json, came: Json) -> None:
    assert drifted(address, live, **came) == []


@pytest.mark.parametrize(
    ("address", "live", "came"),
    [
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"from_port": 22, "to_port": 22}]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"]}]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"ipv6_cidr_blocks": ["::/0"]}]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"prefix_list_ids": ["pl-1"]}]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"protocol": "udp"}]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [WORLD | {"self": True}]}),
        (GROUP, {"id": "sg-1"}, {"egress": [WORLD]}),
        (GROUP, {"id": "sg-2"}, {"ingress": [WORLD]}),
        (GROUP, {"id": "sg-1"}, {"ingress": ["something"]}),
        (GROUP, {"id": "sg-1"}, {"ingress": [{"cidr_blocks": [{}]}]}),
        (TABLE, {"id": "rtb-1"}, {"route": [{"cidr_block": "10.9.0.0/16", "vpc_peering_connection_id": "pcx-1"}]}),
        (TABLE, {"id": "rtb-2"}, {"route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}),
        (ROLE, {"name": "tasks"}, {"inline_policy": [{"name": "own"}, {"name": "theirs"}]}),
        (ROLE, {"name": "tasks"}, {"managed_policy_arns": [MANAGED, "arn:aws:iam::aws:policy/AdministratorAccess"]}),
        (BUCKET, {"id": "exports"}, {"versioning": [{"enabled": True}]}),
        (BUCKET, {"id": "uploads"}, {"policy": "{}"}),
        (BUCKET, {"id": "uploads"}, {"website": [{"index_document": "index.html"}]}),
        ("aws_lb_target_group.it", {"id": "tg"}, {"load_balancer_arns": ["arn:another"]}),
        (ROLE, {"name": "tasks"}, {"description": "mine"}),
    ],
)
def test_drift_by_other_resources_is_reported(address: str, live: Json, came: Json) -> None:
    assert drifted(address, live, **came) == [("drift", next(iter(came)))]


def test_drift_by_a_resource_that_is_not_created_yet_is_reported() -> None:
    """The rule is in the group already, and this plan means to make it: somebody was quicker."""
    live = {"id": "sg-1"}
    drift = update(GROUP, {**live, "ingress": []}, {**live, "ingress": [WORLD]})
    wanted = create(f"{IN}.world", {**OURS, "cidr_ipv4": "0.0.0.0/0"})
    told = judge(plan(wanted, resource_drift=[drift])).findings
    assert ("drift", "ingress") in [(one.rule, one.detail) for one in told]


def test_drift_by_a_resource_that_changes_is_reported() -> None:
    """A part that somebody changed does not vouch for what its bucket shows of it."""
    part = update("aws_s3_bucket_versioning.it", {"bucket": "uploads"}, {"bucket": "uploads", "mfa": "x"})
    live = {"id": "uploads"}
    drift = update(BUCKET, {**live, "versioning": []}, {**live, "versioning": [{"enabled": True}]})
    told = judge(plan(part, resource_drift=[drift, part])).findings
    assert ("drift", "versioning") in [(one.rule, one.detail) for one in told]
    told = judge(plan(part, resource_drift=[drift])).findings
    assert "drift" not in [one.rule for one in told], "the plan changes the part, and nobody else did"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"status": "PENDING_VALIDATION"}, {"status": "ISSUED"}, False),
        ({"status": "ISSUED"}, {"status": "EXPIRED"}, True),
        ({"not_before": "2026", "not_after": "2027"}, {"not_before": "2027", "not_after": "2028"}, False),
        ({"renewal_summary": []}, {"renewal_summary": [{"renewal_status": "SUCCESS"}]}, False),
        ({"options": [{"period": None}]}, {"options": [{"period": 0}]}, False),
        ({"options": [{"period": None}]}, {"options": [{"period": 60}]}, True),
        ({"options": [{"period": None}]}, {"options": [{"period": 0}, {"period": 0}]}, True),
        ({"options": [{"on": None}]}, {"options": [{"on": False}]}, False),
        ({"options": [{"on": None}]}, {"options": [{"on": True}]}, True),
        ({"options": [{"on": 5}]}, {"options": [{"on": 0}]}, True),
    ],
)
def test_drift_by_aws_itself_is_not_reported(before: Json, after: Json, told: bool) -> None:
    verdict = judge(plan(resource_drift=[update("aws_acm_certificate.it", before, after)]))
    assert [one.rule for one in verdict.of(Severity.REPORTED)] == (["drift"] if told else [])


@pytest.mark.parametrize(
    ("attribute", "told"),
    [("dns_entry", False), ("cidr_blocks", False), ("network_interface_ids", False), ("subnet_ids", True)],
)
def test_drift_of_what_aws_gives_an_endpoint_is_not_reported(attribute: str, told: bool) -> None:
    drift = update("aws_vpc_endpoint.it", {attribute: ["a"]}, {attribute: ["b"]})
    verdict = judge(plan(resource_drift=[drift]))
    assert [one.rule for one in verdict.of(Severity.REPORTED)] == (["drift"] if told else [])
