"""A resource with another name, or none, is matched through resources that refer to it; the report names the rule."""

from typing import Any

import pytest

from modules.stages import match
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
    ("aws_iam_role.task", "dev-task", ODD, "used by aws_ecs_task_definition.api alone"),
    ("aws_iam_role_policy.task", "dev-task:dev-task-policy", ODD, "the inline policy left on the role"),
    ("aws_db_instance.postgres", "dev-postgres", {"identifier": "database-1"}, "postgres in the vpc"),
    ("aws_db_subnet_group.subnets", "dev-db-subnets", ODD, "used by aws_db_instance.postgres"),
    ("aws_sqs_queue.dead_letters", "https://sqs/dev-jobs-dlq", ODD, "used by aws_sqs_queue.jobs"),
]


@pytest.mark.parametrize(("address", "id_", "facts", "rule"), CASES, ids=[f"{case[0]} {case[3]}" for case in CASES])
def test_resource_with_another_name_is_matched_by_structure(
    address: str, id_: str, facts: dict[str, Any], rule: str
) -> None:
    outcome = match(CODE, changed(LIVE, id_, **facts))
    assert (rule_of(outcome, address), outcome.ids) == (rule, IDS)


def test_forward_action_leads_to_its_target_group() -> None:
    """The code says a rule's target once, inside `forward`."""
    forward = [{"type": "forward", "forward": {"target_group": [{"arn": "${aws_lb_target_group.api.arn}"}]}}]
    rule = code("aws_lb_listener_rule.api", listener_arn="${aws_lb_listener.https.arn}", action=forward)
    condition = {"condition": [{"path_pattern": {"values": ["/api/*"]}}]}
    others = [one for one in CODE if one.address not in (rule.address, "aws_ecs_service.api", "aws_lb_listener.https")]
    https = code("aws_lb_listener.https", load_balancer_arn="${aws_lb.alb.arn}", port=443)
    outcome = match([*others, https, code(rule.address, **rule.arguments, **condition)], changed(LIVE, "tg-1", **ODD))
    assert rule_of(outcome, "aws_lb_target_group.api") == "used by aws_lb_listener_rule.api"


def test_all_groups_with_other_names_are_matched() -> None:
    found = LIVE
    for number, id_ in enumerate(("sg-alb", "sg-api", "sg-db", "sg-vpce")):
        found = changed(found, id_, name=f"launch-wizard-{number}")
    assert match(CODE, found).ids == IDS


def test_service_and_task_definition_with_other_names_are_matched() -> None:
    found = changed(LIVE, "td/dev-td-api:7", id="api", family="api")
    assert match(CODE, changed(found, "dev-cluster/dev-svc-api", family="api")).ids == IDS


def test_group_matched_elsewhere_is_not_a_candidate_for_the_database() -> None:
    found = changed(changed(LIVE, "sg-db", **ODD), "dev-postgres", vpc_security_group_ids=["sg-db", "sg-api"])
    assert match(CODE, found).ids == IDS


def test_two_unknown_groups_on_the_database_are_ambiguous() -> None:
    strange = live("aws_security_group", "sg-x", vpc_id="vpc-1", name="temporary", description="dbtest")
    found = [*changed(changed(LIVE, "sg-db", **ODD), "dev-postgres", vpc_security_group_ids=["sg-db", "sg-x"]), strange]
    (ambiguous,) = match(CODE, found).ambiguous
    assert ambiguous.address == "aws_security_group.database"
    assert {candidate.id: dict(candidate.differs) for candidate in ambiguous.candidates} == {
        "sg-db": {"description": "none", "name": "launch-wizard-1"},
        "sg-x": {"description": "dbtest", "name": "temporary"},
    }


def test_group_shared_by_two_addresses_is_ambiguous() -> None:
    found = changed(without(LIVE, "sg-alb"), "sg-api", **ODD)
    shared = changed(found, "arn:aws:elb:lb/dev", security_groups=["sg-api"])
    ambiguous = {one.address: one for one in match(CODE, shared).ambiguous}
    assert set(ambiguous) == {"aws_security_group.alb", "aws_security_group.api"}
    assert "aws_security_group.api" in ambiguous["aws_security_group.alb"].why


def test_live_rule_for_the_paths_of_two_rules_is_ambiguous() -> None:
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


def test_load_balancer_is_matched_by_the_alias_record() -> None:
    found = changed(changed(LIVE, "arn:aws:elb:lb/dev", **ODD), "tg-1", load_balancer_arns=[])
    outcome = match(CODE, found)
    assert (rule_of(outcome, "aws_lb.alb"), outcome.ids) == ("the alias of dev.example.com", IDS)


def test_load_balancer_is_matched_by_paths_vpc_and_scheme() -> None:
    found = changed(changed(LIVE, "arn:aws:elb:lb/dev", **ODD), "tg-1", load_balancer_arns=[])
    alike = [
        part
        for arn, facts in (("lb/prod", {"vpc_id": "vpc-0"}), ("lb/internal", {"vpc_id": "vpc-1", "internal": True}))
        for part in (
            live("aws_lb", arn, **{"arn": arn, "dns_name": f"{arn}.elb.aws", "internal": False, **facts}),
            live("aws_lb_listener", f"{arn}/443", arn=f"{arn}/443", load_balancer_arn=arn, port=443),
            live(
                "aws_lb_listener_rule",
                f"{arn}/1",
                listener_arn=f"{arn}/443",
                condition=[{"path_pattern": {"values": ["/api/*"]}}],
            ),
        )
    ]
    outcome = match(CODE, without([*found, *alike], "Z1_dev.example.com_A"))
    assert rule_of(outcome, "aws_lb.alb") == "our paths, in the vpc"
    assert outcome.ids["aws_lb.alb"] == "arn:aws:elb:lb/dev"


def test_paths_without_a_vpc_match_no_load_balancer() -> None:
    traffic = [one for one in CODE if one.type.startswith("aws_lb") and one.type != "aws_lb_target_group"]
    rules = [one for one in LIVE if one.type.startswith("aws_lb")]
    assert match(traffic, changed(rules, "arn:aws:elb:lb/dev", **ODD)).ids == {}


def test_vpc_is_matched_by_the_database() -> None:
    found = without(LIVE, "arn:aws:elb:lb/dev", "tg-1", "dev-db-subnets")
    outcome = match(CODE, changed(found, "vpc-1", tags={}, cidr_block="10.99.0.0/16"))
    assert rule_of(outcome, "aws_vpc.vpc") == "home of aws_db_instance.postgres"


def test_cluster_is_matched_by_the_target_group_of_its_service() -> None:
    found = changed(changed(LIVE, "dev-cluster", **ODD), "td/dev-td-api:7", id="api", family="api")
    found = changed(found, "dev-cluster/dev-svc-api", family="api", name="api")
    outcome = match(CODE, found)
    assert (rule_of(outcome, "aws_ecs_cluster.ecs"), outcome.ids) == ("feeds our target groups", IDS)


def test_service_that_only_shares_a_group_is_not_matched() -> None:
    found = changed(LIVE, "td/dev-td-api:7", id="canary", family="canary", log_streams=[])
    found = changed(found, "dev-cluster/dev-svc-api", family="canary", name="canary", load_balancer=[])
    assert "aws_ecs_service.api" not in match(CODE, found).ids


def test_worker_is_matched_by_its_log_group() -> None:
    """It has no target group; the group of its logs is shared, the stream's prefix is its own."""
    other = live("aws_ecs_task_definition", "td/x:1", id="x", arn="td/x:1", family="x", log_streams=[("/ecs/dev", "x")])
    found = changed(LIVE, "td/dev-td-api:7", id="work", family="work")
    found = changed(found, "dev-cluster/dev-svc-api", family="work", name="work", load_balancer=[])
    outcome = match(CODE, [*found, other])
    assert rule_of(outcome, "aws_ecs_task_definition.api") == "log group and stream prefix"
    assert (rule_of(outcome, "aws_ecs_service.api"), outcome.ids) == ("cluster and task definition", IDS)


def test_endpoint_of_another_service_is_not_matched_by_name() -> None:
    named = code("aws_vpc_endpoint.named", vpc_id="${aws_vpc.vpc.id}", service_name="sqs", tags={"Name": "vpce-sqs"})
    mislabelled = changed(LIVE, "vpce-1", tags={"Name": "vpce-sqs"})
    outcome = match([*CODE, named], mislabelled)
    assert outcome.ids == IDS


def test_route_table_is_matched_by_the_endpoint() -> None:
    s3 = {"vpc_id": "${aws_vpc.vpc.id}", "service_name": "s3", "vpc_endpoint_type": "Gateway"}
    declared = [
        code("aws_route_table.isolated", vpc_id="${aws_vpc.vpc.id}"),
        code("aws_vpc_endpoint.s3", route_table_ids=["${aws_route_table.isolated.id}"], **s3),
    ]
    there = [
        live("aws_route_table", "rtb-9", vpc_id="vpc-1", tags={}, subnet_ids=[]),
        live("aws_vpc_endpoint", "vpce-9", **{**s3, "vpc_id": "vpc-1", "route_table_ids": ["rtb-1", "rtb-9"]}),
    ]
    assert match([*CODE, *declared], [*LIVE, *there]).ids["aws_route_table.isolated"] == "rtb-9"
