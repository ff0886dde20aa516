"""Attributes that may not be weakened, one row a case: what was, what would be, the rule. Bad cases first.

A case names the type, then `before` and `after` of an update; what is alike on both sides is left out.
"""

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, judge, plan, rules, update

ARN = "arn:aws:iam::437064342167:role/"
WEAKENED: list[tuple[str, Json, Json, str]] = [
    ("aws_db_instance", {"deletion_protection": True}, {"deletion_protection": False}, "deletion-protection-off"),
    ("aws_db_instance", {"deletion_protection": True}, {}, "deletion-protection-off"),
    ("aws_db_instance", {"backup_retention_period": 7}, {"backup_retention_period": 0}, "backups-shortened"),
    ("aws_db_instance", {"backup_retention_period": 7}, {"backup_retention_period": 6}, "backups-shortened"),
    ("aws_db_instance", {"backup_retention_period": 7}, {}, "backups-shortened"),
    ("aws_db_instance", {"backup_retention_period": 7}, {"backup_retention_period": "many"}, "backups-shortened"),
    ("aws_db_instance", {}, {"delete_automated_backups": True}, "backups-shortened"),
    ("aws_db_instance", {"publicly_accessible": False}, {"publicly_accessible": True}, "public-access"),
    ("aws_db_instance", {}, {"publicly_accessible": True}, "public-access"),
    ("aws_db_instance", {"storage_encrypted": True}, {"storage_encrypted": False}, "encryption-off"),
    ("aws_db_instance", {"kms_key_id": "a"}, {"kms_key_id": "b"}, "encryption-key-changed"),
    ("aws_db_instance", {"skip_final_snapshot": False}, {"skip_final_snapshot": True}, "final-snapshot-skipped"),
    ("aws_db_instance", {"skip_final_snapshot": None}, {"skip_final_snapshot": True}, "final-snapshot-skipped"),
    ("aws_db_instance", {}, {"password": "hunter2"}, "database-password"),
    ("aws_db_instance", {"password_wo_version": 1}, {"password_wo_version": 2}, "database-password"),
    ("aws_db_instance", {}, {"manage_master_user_password": True}, "database-password"),
    ("aws_db_instance", {"manage_master_user_password": True}, {}, "database-password"),
    ("aws_db_instance", {"engine_version": "16.4"}, {"engine_version": "17.1"}, "engine-upgrade"),
    ("aws_db_instance", {"engine_version": "16.4"}, {"engine_version": "16.3"}, "engine-upgrade"),
    ("aws_db_instance", {"engine_version": "16.4"}, {"engine_version": "latest"}, "engine-upgrade"),
    ("aws_db_instance", {"engine_version": "16.4"}, {}, "engine-upgrade"),
    ("aws_db_instance", {"engine": "postgres"}, {"engine": "mysql"}, "engine-upgrade"),
    (
        "aws_db_instance",
        {"engine": "mysql", "engine_version": "8.0.1"},
        {"engine": "mysql", "engine_version": "8.4.0"},
        "engine-upgrade",
    ),
    ("aws_db_instance", {"engine_version": "latest"}, {"engine_version": "16.4"}, "engine-upgrade"),
    (
        "aws_db_instance",
        {"engine": "mysql", "engine_version": "8.0.36"},
        {"engine": "mysql", "engine_version": "8.1.36"},
        "engine-upgrade",
    ),
    ("aws_db_instance", {"multi_az": True}, {"multi_az": False}, "redundancy-lowered"),
    ("aws_db_instance", {}, {"apply_immediately": True}, "immediate-apply"),
    (
        "aws_db_instance",
        {"apply_immediately": True, "instance_class": "a"},
        {"apply_immediately": True, "instance_class": "b"},
        "immediate-apply",
    ),
    ("aws_db_instance", {"vpc_security_group_ids": ["a"]}, {"vpc_security_group_ids": ["a", "b"]}, "database-network"),
    ("aws_db_instance", {"db_subnet_group_name": "a"}, {"db_subnet_group_name": "b"}, "database-network"),
    ("aws_db_instance", {"port": 5432}, {"port": 5433}, "database-network"),
    ("aws_db_instance", {"replicate_source_db": "a"}, {}, "database-origin"),
    ("aws_db_instance", {"allocated_storage": 100}, {"allocated_storage": 20}, "capacity-lowered"),
    ("aws_db_instance", {"enabled_cloudwatch_logs_exports": ["postgresql"]}, {}, "logging-off"),
    ("aws_rds_cluster", {"backup_retention_period": 7}, {"backup_retention_period": 1}, "backups-shortened"),
    (
        "aws_db_parameter_group",
        {"parameter": [{"name": "rds.force_ssl", "value": "1"}]},
        {"parameter": [{"name": "rds.force_ssl", "value": "0"}]},
        "database-parameters",
    ),
    ("aws_db_parameter_group", {"parameter": [{"name": "rds.force_ssl", "value": "1"}]}, {}, "database-parameters"),
    (
        "aws_db_parameter_group",
        {},
        {"parameter": [{"name": "rds.force_ssl", "value": "0"}]},
        "database-parameters",
    ),
    ("aws_db_subnet_group", {"subnet_ids": ["a", "b"]}, {"subnet_ids": ["a", "c"]}, "database-network"),
    (
        "aws_dynamodb_table",
        {"deletion_protection_enabled": True},
        {"deletion_protection_enabled": False},
        "deletion-protection-off",
    ),
    ("aws_dynamodb_table", {"point_in_time_recovery": [{"enabled": True}]}, {}, "backups-shortened"),
    ("aws_dynamodb_table", {}, {"ttl": [{"enabled": True}]}, "retention-shortened"),
    ("aws_s3_bucket", {"force_destroy": False}, {"force_destroy": True}, "force-destroy"),
    ("aws_s3_bucket", {"acl": "private"}, {"acl": "public-read"}, "public-access"),
    ("aws_s3_bucket_acl", {"acl": "private"}, {"acl": "public-read-write"}, "public-access"),
    *(
        ("aws_s3_bucket_public_access_block", {name: True}, {name: False}, "public-access")
        for name in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    ),
    (
        "aws_s3_bucket_ownership_controls",
        {"rule": [{"object_ownership": "BucketOwnerEnforced"}]},
        {"rule": [{"object_ownership": "ObjectWriter"}]},
        "public-access",
    ),
    (
        "aws_s3_bucket_versioning",
        {"versioning_configuration": [{"status": "Enabled"}]},
        {"versioning_configuration": [{"status": "Suspended"}]},
        "versioning-off",
    ),
    ("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "Enabled"}]}, {}, "versioning-off"),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}]}]},
        {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]},
        "encryption-off",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        {"rule": []},
        {"rule": [{"id": "all", "status": "Enabled", "expiration": [{"days": 1}]}]},
        "retention-shortened",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        {"rule": [{"id": "a", "status": "Enabled", "noncurrent_version_expiration": [{"noncurrent_days": 30}]}]},
        {"rule": [{"id": "a", "status": "Enabled", "noncurrent_version_expiration": [{"noncurrent_days": 3}]}]},
        "retention-shortened",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        {"rule": [{"id": "a", "status": "Disabled", "expiration": [{"days": 30}]}]},
        {"rule": [{"id": "a", "status": "Enabled", "expiration": [{"days": 30}]}]},
        "retention-shortened",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        {"rule": [{"id": "a", "status": "Enabled", "expiration": [{"days": 30}], "filter": [{"prefix": "tmp/"}]}]},
        {"rule": [{"id": "a", "status": "Enabled", "expiration": [{"days": 30}], "filter": [{"prefix": ""}]}]},
        "retention-shortened",
    ),
    ("aws_s3_bucket_logging", {"target_bucket": "logs"}, {"target_bucket": "other"}, "logging-off"),
    (
        "aws_ecr_repository",
        {"image_tag_mutability": "IMMUTABLE"},
        {"image_tag_mutability": "MUTABLE"},
        "image-tags-mutable",
    ),
    ("aws_ecr_repository", {"image_scanning_configuration": [{"scan_on_push": True}]}, {}, "image-scan-off"),
    ("aws_ecr_repository", {}, {"force_delete": True}, "force-destroy"),
    ("aws_sqs_queue", {"sqs_managed_sse_enabled": True}, {"sqs_managed_sse_enabled": False}, "encryption-off"),
    ("aws_sqs_queue", {"kms_master_key_id": "a"}, {}, "encryption-key-changed"),
    ("aws_sqs_queue", {"message_retention_seconds": 345600}, {"message_retention_seconds": 60}, "retention-shortened"),
    ("aws_sqs_queue", {"redrive_policy": '{"deadLetterTargetArn":"a"}'}, {}, "dead-letters-changed"),
    (
        "aws_sqs_queue",
        {"redrive_policy": '{"deadLetterTargetArn":"a"}'},
        {"redrive_policy": '{"deadLetterTargetArn":"b"}'},
        "dead-letters-changed",
    ),
    (
        "aws_secretsmanager_secret",
        {"recovery_window_in_days": 30},
        {"recovery_window_in_days": 0},
        "recovery-window-shortened",
    ),
    ("aws_secretsmanager_secret", {"kms_key_id": "a"}, {"kms_key_id": "b"}, "encryption-key-changed"),
    ("aws_ssm_parameter", {"type": "SecureString"}, {"type": "String"}, "encryption-off"),
    ("aws_ssm_parameter", {}, {"overwrite": True}, "parameter-overwritten"),
    ("aws_cloudwatch_log_group", {"retention_in_days": 30}, {"retention_in_days": 14}, "retention-shortened"),
    ("aws_cloudwatch_log_group", {"retention_in_days": 0}, {"retention_in_days": 3653}, "retention-shortened"),
    ("aws_cloudwatch_log_group", {"kms_key_id": "a"}, {}, "encryption-key-changed"),
    ("aws_cloudwatch_metric_alarm", {"actions_enabled": True}, {"actions_enabled": False}, "alarm-weakened"),
    ("aws_cloudwatch_metric_alarm", {"alarm_actions": ["a"]}, {"alarm_actions": []}, "alarm-weakened"),
    ("aws_kms_key", {"enable_key_rotation": True}, {"enable_key_rotation": False}, "key-rotation-off"),
    ("aws_kms_key", {"is_enabled": True}, {"is_enabled": False}, "encryption-off"),
    ("aws_flow_log", {"traffic_type": "ALL"}, {"traffic_type": "REJECT"}, "logging-off"),
    ("aws_ecs_service", {"desired_count": 1}, {"desired_count": 0}, "desired-count-zero"),
    (
        "aws_ecs_service",
        {"network_configuration": [{"assign_public_ip": False}]},
        {"network_configuration": [{"assign_public_ip": True}]},
        "public-access",
    ),
    (
        "aws_ecs_service",
        {"network_configuration": [{"subnets": ["private"]}]},
        {"network_configuration": [{"subnets": ["public"]}]},
        "service-network",
    ),
    (
        "aws_ecs_service",
        {"network_configuration": [{"security_groups": ["a"]}]},
        {"network_configuration": [{"security_groups": ["a", "b"]}]},
        "service-network",
    ),
    ("aws_ecs_service", {"deployment_circuit_breaker": [{"enable": True}]}, {}, "deployment-weakened"),
    (
        "aws_ecs_service",
        {"deployment_minimum_healthy_percent": 100},
        {"deployment_minimum_healthy_percent": 0},
        "deployment-weakened",
    ),
    ("aws_ecs_service", {"enable_execute_command": False}, {"enable_execute_command": True}, "execute-command-on"),
    ("aws_ecs_service", {"load_balancer": [{"target_group_arn": "a"}]}, {}, "traffic-moved"),
    ("aws_ecs_service", {"task_definition": "web:7"}, {"task_definition": "web:6"}, "rolled-back"),
    ("aws_ecs_service", {"task_definition": "web:7"}, {"task_definition": "api:8"}, "rolled-back"),
    ("aws_ecs_service", {"task_definition": "web:7"}, {"task_definition": "web"}, "rolled-back"),
    ("aws_ecs_service", {"task_definition": "web"}, {"task_definition": "web:8"}, "rolled-back"),
    ("aws_lambda_function", {"dead_letter_config": [{"target_arn": "a"}]}, {}, "dead-letters-changed"),
    ("aws_appautoscaling_target", {"min_capacity": 1}, {"min_capacity": 0}, "desired-count-zero"),
    ("aws_lb", {"enable_deletion_protection": True}, {"enable_deletion_protection": False}, "deletion-protection-off"),
    ("aws_lb", {"internal": True}, {"internal": False}, "public-access"),
    ("aws_lb", {"access_logs": [{"enabled": True}]}, {"access_logs": [{"enabled": False}]}, "logging-off"),
    ("aws_lb", {"drop_invalid_header_fields": True}, {"drop_invalid_header_fields": False}, "transport-weakened"),
    ("aws_lb", {"security_groups": ["a"]}, {"security_groups": ["b"]}, "balancer-network"),
    ("aws_lb_listener", {"protocol": "HTTPS"}, {"protocol": "HTTP"}, "transport-weakened"),
    (
        "aws_lb_listener",
        {"ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
        {"ssl_policy": "ELBSecurityPolicy-2016-08"},
        "transport-weakened",
    ),
    ("aws_lb_listener", {"ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}, {}, "transport-weakened"),
    ("aws_lb_listener", {"certificate_arn": "a"}, {"certificate_arn": "b"}, "certificate-changed"),
    (
        "aws_lb_listener",
        {"default_action": [{"type": "redirect"}]},
        {"default_action": [{"type": "forward"}]},
        "traffic-moved",
    ),
    (
        "aws_lb_target_group",
        {"health_check": [{"matcher": "200"}]},
        {"health_check": [{"matcher": "200-499"}]},
        "health-check-changed",
    ),
    (
        "aws_lb_target_group",
        {"health_check": [{"enabled": True}]},
        {"health_check": [{"enabled": False}]},
        "health-check-changed",
    ),
    ("aws_route53_record", {"records": ["10.0.0.1"]}, {"records": ["203.0.113.7"]}, "dns-target"),
    ("aws_route53_record", {"alias": [{"name": "a"}]}, {"alias": [{"name": "b"}]}, "dns-target"),
    ("aws_route53_zone", {}, {"force_destroy": True}, "force-destroy"),
    ("aws_vpc", {"enable_dns_support": True}, {"enable_dns_support": False}, "name-resolution-off"),
    ("aws_subnet", {"map_public_ip_on_launch": False}, {"map_public_ip_on_launch": True}, "public-access"),
    ("aws_route_table_association", {"route_table_id": "a"}, {"route_table_id": "b"}, "route-changed"),
    ("aws_vpc_endpoint", {"private_dns_enabled": True}, {"private_dns_enabled": False}, "name-resolution-off"),
    ("aws_vpc_endpoint", {"subnet_ids": ["a", "b"]}, {"subnet_ids": ["a"]}, "endpoint-weakened"),
    ("aws_iam_role", {"permissions_boundary": f"{ARN}b"}, {}, "boundary-removed"),
    ("aws_iam_role", {}, {"managed_policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}, "policy-attached"),
    ("aws_iam_role", {}, {"inline_policy": [{"name": "x", "policy": "{}"}]}, "policy-widened"),
    ("aws_iam_openid_connect_provider", {"client_id_list": ["a"]}, {"client_id_list": ["a", "b"]}, "trust-widened"),
    ("aws_iam_openid_connect_provider", {"thumbprint_list": ["a"]}, {"thumbprint_list": ["b"]}, "trust-widened"),
    ("aws_ecs_task_definition", {"task_role_arn": f"{ARN}a"}, {"task_role_arn": f"{ARN}b"}, "role-exchanged"),
]


@pytest.mark.parametrize(("type_", "before", "after", "rule"), WEAKENED)
def test_update_that_weakens_an_attribute_is_blocked(type_: str, before: Json, after: Json, rule: str) -> None:
    address = f"{type_}.it"
    extra = {"container_definitions": "[]"} if type_ == "aws_ecs_task_definition" else {}
    document = plan(update(address, before | extra, after | extra))
    assert (rule, address) in blocked(judge(document))
    back = judge(plan(update(address, before | extra, before | extra)))
    assert rule not in rules(back)


@pytest.mark.parametrize(("type_", "before", "after", "rule"), WEAKENED)
def test_update_to_an_unknown_value_is_blocked(type_: str, before: Json, after: Json, rule: str) -> None:
    """A guarded attribute may get any value while the plan does not know it."""
    open_ = dict.fromkeys({*before, *after}, True)
    document = plan(update(f"{type_}.it", before, {}, after_unknown=open_))
    assert not judge(document).passed


@pytest.mark.parametrize(
    ("live", "planned", "told"),
    [
        ("db.m6g.large", "db.t4g.medium", True),
        ("db.m6g.16xlarge", "db.m6g.2xlarge", True),
        ("db.m6g.2xlarge", "db.m6g.xlarge", True),
        ("db.t4g.small", "db.t4g.micro", True),
        ("db.t4g.micro", "db.t4g.small", False),
        ("db.m6g.xlarge", "db.m6g.2xlarge", False),
        ("db.t4g.micro", "db.t3.micro", False),
        ("db.t4g.micro", "db.of.another", False),
    ],
)
def test_smaller_instance_class_is_reported(live: str, planned: str, told: bool) -> None:
    verdict = judge(plan(update("aws_db_instance.main", {"instance_class": live}, {"instance_class": planned})))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == ({"capacity-lowered"} if told else set())


def test_write_only_password_in_the_configuration_is_blocked() -> None:
    """A write-only argument is null in every plan."""
    address = "aws_db_instance.main"
    code = {
        "root_module": {"resources": [{"address": address, "expressions": {"password_wo": {"constant_value": "x"}}}]}
    }
    changed = update(address, {"allocated_storage": 20}, {"allocated_storage": 30})
    assert rules(judge(plan(changed, configuration=code))) == {"database-password"}
    assert judge(plan(changed)).passed


def test_changed_tag_with_apply_immediately_passes() -> None:
    live = {"apply_immediately": True, "engine": "mysql", "engine_version": "8.0.1"}
    tagged = live | {"tags": {"a": "b"}, "tags_all": {"a": "b"}}
    assert judge(plan(update("aws_db_instance.a", live, tagged))).findings == ()
    minor = update(
        "aws_db_instance.a",
        live | {"apply_immediately": None},
        {**live, "apply_immediately": None, "engine_version": "8.0.2"},
    )
    assert judge(plan(minor)).findings == ()


def test_finding_shows_switches_and_numbers_but_no_strings() -> None:
    document = plan(
        update(
            "aws_db_instance.main",
            {"deletion_protection": True, "kms_key_id": "old-text", "backup_retention_period": 7},
            {"deletion_protection": False, "kms_key_id": "new-text", "backup_retention_period": 1},
        )
    )
    told = {finding.rule: finding.detail for finding in judge(document).findings}
    assert told == {
        "deletion-protection-off": "deletion_protection: true -> false",
        "backups-shortened": "backup_retention_period: 7 -> 1",
        "encryption-key-changed": "kms_key_id: another value",
    }


@pytest.mark.parametrize("side", ["before_sensitive", "after_sensitive"])
def test_finding_hides_every_value_of_a_sensitive_attribute(side: str) -> None:
    sides = {"backup_retention_period": 7}, {"backup_retention_period": 1}
    document = plan(update("aws_db_instance.main", *sides, **{side: {"backup_retention_period": True}}))
    (finding,) = judge(document).findings
    assert finding.detail == "backup_retention_period: sensitive"
