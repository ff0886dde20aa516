"""What has an odd name, or none, is reached through what it hangs on; the report says by which rule."""

from typing import Any

import pytest

from imports.match import match
from tests.imports.small_dev import CODE, LIVE, changed, code, live, rule_of, without

IDS = match(CODE, LIVE).ids
ODD = {"name": "launch-wizard-1"}
CASES: list[tuple[str, str, dict[str, Any], str]] = [
    ("aws_vpc.vpc", "vpc-1", {"tags": {}, "cidr_block": "10.99.0.0/16"}, "home of aws_lb.alb"),
    ("aws_subnet.private", "subnet-priv", {"tags": {}}, "vpc and cidr"),
    (
        "aws_subnet.private",
        "subnet-priv",
        {"tags": {}, "cidr_block": "10.10.77.0/24"},
        "vpc, zone and route to the internet",
    ),
    ("aws_route_table.public", "rtb-1", {"tags": {}}, "the subnets associated with it"),
    ("aws_security_group.alb", "sg-alb", ODD, "used by aws_lb.alb"),
    ("aws_security_group.api", "sg-api", ODD, "used by aws_ecs_service.api"),
    ("aws_security_group.database", "sg-db", ODD, "used by aws_db_instance.postgres"),
    ("aws_security_group.endpoints", "sg-vpce", ODD, "used by aws_vpc_endpoint.logs"),
    ("aws_lb.alb", "arn:aws:elb:lb/dev", ODD, "home of aws_lb_target_group.api"),
    (
        "aws_lb_target_group.api",
        "tg-1",
        ODD,
        "used by aws_ecs_service.api, aws_lb_listener_rule.api, aws_lb_listener.https",
    ),
    (
        "aws_lb_listener_rule.api",
        "rule-1",
        {"condition": [{"path_pattern": {"values": ["/api", "/api/*"]}}]},
        "listener and a path they share",
    ),
    ("aws_ecs_cluster.ecs", "dev-cluster", ODD, "runs our task definitions"),
    ("aws_ecs_service.api", "dev-cluster/dev-svc-api", ODD, "cluster and task definition"),
    ("aws_cloudwatch_log_group.logs", "/ecs/dev", ODD, "used by aws_ecs_task_definition.api"),
    ("aws_iam_role.task", "dev-task", ODD, "used by aws_ecs_task_definition.api"),
    ("aws_iam_role_policy.task", "dev-task:dev-task-policy", ODD, "the inline policy left on the role"),
    ("aws_db_instance.postgres", "dev-postgres", {"identifier": "database-1"}, "postgres in the vpc"),
    ("aws_db_subnet_group.subnets", "dev-db-subnets", ODD, "used by aws_db_instance.postgres"),
    ("aws_sqs_queue.dead_letters", "https://sqs/dev-jobs-dlq", ODD, "used by aws_sqs_queue.jobs"),
]


@pytest.mark.parametrize(("address", "id_", "facts", "rule"), CASES, ids=[f"{case[0]} {case[3]}" for case in CASES])
def test_an_odd_name_is_reached_by_structure(address: str, id_: str, facts: dict[str, Any], rule: str) -> None:
    outcome = match(CODE, changed(LIVE, id_, **facts))
    assert (rule_of(outcome, address), outcome.ids) == (rule, IDS)


def test_every_group_may_have_an_odd_name_at_once() -> None:
    found = LIVE
    for number, id_ in enumerate(("sg-alb", "sg-api", "sg-db", "sg-vpce")):
        found = changed(found, id_, name=f"launch-wizard-{number}")
    assert match(CODE, found).ids == IDS


def test_service_and_definition_may_both_have_odd_names() -> None:
    found = changed(LIVE, "td/dev-td-api:7", id="api", family="api")
    assert match(CODE, changed(found, "dev-cluster/dev-svc-api", family="api")).ids == IDS


def test_of_two_groups_on_the_database_the_one_matched_otherwise_is_not_a_candidate() -> None:
    found = changed(changed(LIVE, "sg-db", **ODD), "dev-postgres", vpc_security_group_ids=["sg-db", "sg-api"])
    assert match(CODE, found).ids == IDS


def test_two_strange_groups_on_the_database_are_for_a_person_to_tell() -> None:
    strange = live("aws_security_group", "sg-x", vpc_id="vpc-1", name="temporary", description="dbtest")
    found = [*changed(changed(LIVE, "sg-db", **ODD), "dev-postgres", vpc_security_group_ids=["sg-db", "sg-x"]), strange]
    (ambiguous,) = match(CODE, found).ambiguous
    assert ambiguous.address == "aws_security_group.database"
    assert {candidate.id: dict(candidate.differs) for candidate in ambiguous.candidates} == {
        "sg-db": {"description": "none", "name": "launch-wizard-1"},
        "sg-x": {"description": "dbtest", "name": "temporary"},
    }


def test_a_group_shared_by_two_addresses_is_for_a_person_to_tell() -> None:
    found = changed(without(LIVE, "sg-alb"), "sg-api", **ODD)
    shared = changed(found, "arn:aws:elb:lb/dev", security_groups=["sg-api"])
    ambiguous = {one.address: one for one in match(CODE, shared).ambiguous}
    assert set(ambiguous) == {"aws_security_group.alb", "aws_security_group.api"}
    assert "aws_security_group.api" in ambiguous["aws_security_group.alb"].why


def test_one_rule_for_the_paths_of_two_is_for_a_person_to_tell() -> None:
    hooks = code(
        "aws_lb_listener_rule.hooks",
        listener_arn="${aws_lb_listener.https.arn}",
        condition=[{"path_pattern": {"values": ["/webhooks/*"]}}],
    )
    merged = changed(LIVE, "rule-1", condition=[{"path_pattern": {"values": ["/api/*", "/webhooks/*"]}}])
    assert {one.address for one in match([*CODE, hooks], merged).ambiguous} == {
        "aws_lb_listener_rule.api",
        "aws_lb_listener_rule.hooks",
    }
