"""Everyday changes pass without a finding, so that every finding is worth reading."""

import json
from typing import Any

import pytest

from guard.verdict import Mode, Severity
from tests.guard.plans import Json, change, create, delete, judge, keep, plan, replace, update

QUEUE = {"sqs_managed_sse_enabled": True, "message_retention_seconds": 345600, "name": "mail"}
DATABASE = {
    "allocated_storage": 20,
    "instance_class": "db.t4g.micro",
    "engine": "postgres",
    "engine_version": "16.4",
    "backup_retention_period": 7,
    "deletion_protection": True,
    "apply_immediately": None,
    "tags": None,
    "auto_minor_version_upgrade": True,
}


def container(**over: Any) -> Json:
    base = {
        "name": "api",
        "image": "api:1",
        "environment": [],
        "secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn"}],
    }
    return {"container_definitions": json.dumps([base | over]), "family": "api", "cpu": "256", "memory": "512"}


EVERYDAY: dict[str, list[Json]] = {
    "nothing": [keep("aws_vpc.main")],
    "an image": [replace("aws_ecs_task_definition.api", container(), container(image="api:2"))],
    "a variable": [
        replace(
            "aws_ecs_task_definition.api",
            container(),
            container(
                environment=[{"name": "NODE_ENV", "value": "production"}, {"name": "TOKEN_TTL_URL", "value": ""}]
            ),
        )
    ],
    "an empty list for none": [
        replace("aws_ecs_task_definition.api", container(mountPoints=[]), container(systemControls=[], user=""))
    ],
    "more memory": [replace("aws_ecs_task_definition.api", container(), container() | {"memory": "1024"})],
    "a secret more": [
        replace(
            "aws_ecs_task_definition.api",
            container(),
            container(secrets=[{"name": "DB_PASSWORD", "valueFrom": "arn"}, {"name": "NEW", "valueFrom": "b"}]),
        )
    ],
    "more tasks": [update("aws_ecs_service.api", {"desired_count": 1}, {"desired_count": 2})],
    "the next revision": [update("aws_ecs_service.api", {"task_definition": "api:7"}, {"task_definition": "api:8"})],
    "a revision by its arn": [
        update(
            "aws_ecs_service.api",
            {"task_definition": "arn:aws:ecs:eu-west-2:437064342167:task-definition/api:7"},
            {"task_definition": "api:8"},
        )
    ],
    "a log group": [create("aws_cloudwatch_log_group.a", {"name": "/ecs/a", "retention_in_days": 30})],
    "logs for longer": [
        update("aws_cloudwatch_log_group.a", {"retention_in_days": 30}, {"retention_in_days": 90}),
        update("aws_cloudwatch_log_group.b", {"retention_in_days": 30}, {"retention_in_days": 0}),
    ],
    "a parameter": [create("aws_ssm_parameter.a", {"name": "/a", "type": "String", "value": "x"})],
    "a parameter that says where the secret is": [
        create("aws_ssm_parameter.a", {"name": "/db/secret", "type": "String", "value": "arn:aws:secretsmanager:::x"})
    ],
    "a redirect": [create("aws_lb_listener.a", {"protocol": "HTTP", "default_action": [{"type": "redirect"}]})],
    "a listener": [create("aws_lb_listener.a", {"protocol": "HTTPS", "default_action": [{"type": "forward"}]})],
    "a tag": [update("aws_db_instance.main", DATABASE, DATABASE | {"tags": {"team": "web"}})],
    "a queue and its dead letters": [
        create("aws_sqs_queue.mail", QUEUE, after_unknown={"redrive_policy": True, "arn": True, "policy": True}),
        create("aws_sqs_queue.mail_dlq", QUEUE, after_unknown={"arn": True, "sqs_managed_sse_enabled": True}),
    ],
    "messages for longer": [update("aws_sqs_queue.a", QUEUE, QUEUE | {"message_retention_seconds": 1209600})],
    "an alarm": [create("aws_cloudwatch_metric_alarm.a", {"alarm_name": "a", "actions_enabled": True})],
    "a larger database": [
        update("aws_db_instance.main", DATABASE, DATABASE | {"allocated_storage": 50, "instance_class": "db.t4g.small"})
    ],
    "a minor version": [update("aws_db_instance.main", DATABASE, DATABASE | {"engine_version": "16.6"})],
    "backups for longer": [update("aws_db_instance.main", DATABASE, DATABASE | {"backup_retention_period": 14})],
    "a rule from a group": [
        create(
            "aws_vpc_security_group_ingress_rule.a",
            {
                "ip_protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "referenced_security_group_id": "sg-1",
                "security_group_id": "sg-2",
            },
        )
    ],
    "a rule less": [delete("aws_vpc_security_group_ingress_rule.a", {"security_group_id": "sg-1"})],
    "an import": [keep("aws_sqs_queue.a", QUEUE, importing={"id": "q"})],
    "a data source": [change("data.aws_prefix_list.s3", "read", after={}, mode="data")],
    "a bucket, closed": [
        create("aws_s3_bucket.a", {"bucket": "a", "force_destroy": False}, after_unknown={"policy": True, "acl": True}),
        create(
            "aws_s3_bucket_public_access_block.a",
            {
                "block_public_acls": True,
                "block_public_policy": True,
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
            },
        ),
        create("aws_s3_bucket_versioning.a", {"versioning_configuration": [{"status": "Enabled"}]}),
    ],
    "a cost saved": [
        create(
            "aws_s3_bucket_lifecycle_configuration.a",
            {
                "rule": [
                    {
                        "id": "abort",
                        "status": "Enabled",
                        "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
                        "expiration": [],
                        "noncurrent_version_expiration": [],
                    }
                ]
            },
        )
    ],
    "a stronger policy": [
        update(
            "aws_lb_listener.https",
            {"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
            {"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06"},
        )
    ],
    "protection": [
        update("aws_lb.a", {"enable_deletion_protection": False}, {"enable_deletion_protection": True}),
        update("aws_dynamodb_table.a", {}, {"point_in_time_recovery": [{"enabled": True}]}),
        update("aws_iam_role.a", {}, {"permissions_boundary": "arn:aws:iam::437064342167:policy/b"}),
    ],
    "a record": [create("aws_route53_record.a", {"name": "a.counterpromo.com", "type": "A", "records": ["10.0.0.1"]})],
    "a rule of a listener": [
        keep("aws_lb_listener_rule.a", {"priority": 1, "condition": [{"path_pattern": [{"values": ["/api/*"]}]}]}),
        create(
            "aws_lb_listener_rule.b",
            {
                "priority": 3,
                "condition": [{"path_pattern": [{"values": ["/admin/*"]}]}],
                "action": [{"type": "forward", "target_group_arn": "x"}],
            },
        ),
    ],
}


@pytest.mark.parametrize("name", EVERYDAY)
def test_everyday_change_passes_without_findings(name: str) -> None:
    verdict = judge(plan(*EVERYDAY[name]))
    assert verdict.passed, list(map(str, verdict.findings))
    assert not list(verdict.of(Severity.REPORTED))


def test_first_build_passes() -> None:
    """In the shape of a new environment: ARNs are not known, and what is meant to be open is."""
    group = {"id": True, "ingress": True, "egress": True}
    opened = {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "tcp", "from_port": 443, "to_port": 443}
    out = {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1"}
    later = {"security_group_id": True}
    first = [
        create("aws_security_group.alb", {"name": "alb-sg"}, after_unknown=group),
        create("aws_security_group.vpce", {"name": "vpce-sg"}, after_unknown=group),
        create("aws_vpc_security_group_ingress_rule.https", opened, after_unknown=later),
        create("aws_vpc_security_group_egress_rule.out", out, after_unknown=later),
        create("aws_route_table.public", {"tags": {"Name": "rtb-public"}}, after_unknown={"route": True}),
        create("aws_route.out", {"destination_cidr_block": "0.0.0.0/0"}, after_unknown={"gateway_id": True}),
        create("aws_iam_role.task", {"assume_role_policy": '{"Statement": []}'}),
        create("aws_iam_role_policy.task", after_unknown={"policy": True}),
        create("aws_ecs_task_definition.api", after_unknown={"container_definitions": True, "task_role_arn": True}),
        create("aws_db_instance.main", DATABASE | {"manage_master_user_password": True}),
        create("aws_lb.alb", {"internal": False, "enable_deletion_protection": True}),
    ]
    code = [
        {
            "address": "aws_vpc_security_group_ingress_rule.https",
            "expressions": {
                "security_group_id": {"references": ["aws_security_group.alb.id", "aws_security_group.alb"]}
            },
        },
        {
            "address": "aws_vpc_security_group_egress_rule.out",
            "expressions": {
                "security_group_id": {"references": ["aws_security_group.vpce.id", "aws_security_group.vpce"]}
            },
        },
        {
            "address": "aws_route.out",
            "expressions": {"route_table_id": {"references": ["aws_route_table.public.id", "aws_route_table.public"]}},
        },
    ]
    whole = plan(*first, configuration={"root_module": {"resources": code}})
    verdict = judge(whole, mode=Mode.CREATE)
    assert verdict.passed, list(map(str, verdict.findings))
    assert not judge(whole).passed
