"""New resources with a weak attribute, and those that grant access: blocked when they are created."""

import pytest

from guard.verdict import Mode
from tests.guard.plans import Json, blocked, create, judge, plan, rules

BORN: list[tuple[str, Json, str]] = [
    ("aws_db_snapshot", {"shared_accounts": ["all"]}, "public-access"),
    ("aws_s3_bucket_replication_configuration", {"rule": [{"id": "out"}]}, "storage-moved"),
    ("aws_lb_listener", {"protocol": "HTTP", "default_action": [{"type": "forward"}]}, "transport-weakened"),
    ("aws_lb_listener", {"protocol": "HTTP"}, "transport-weakened"),
    ("aws_ssm_parameter", {"type": "SecureString", "value": "hunter2"}, "secret-in-state"),
    ("aws_ssm_parameter", {"type": "String", "name": "/a", "value": "sk_live_4eC39"}, "secret-in-plain"),
    ("aws_ssm_parameter", {"type": "String", "name": "/db/password", "value": "x"}, "secret-in-plain"),
    ("aws_ssm_parameter", {"type": "String", "name": "/a", "insecure_value": "whsec_1"}, "secret-in-plain"),
    ("aws_db_instance", {"publicly_accessible": True}, "public-access"),
    ("aws_db_instance", {"storage_encrypted": False}, "encryption-off"),
    ("aws_db_instance", {"skip_final_snapshot": True}, "final-snapshot-skipped"),
    ("aws_db_instance", {"backup_retention_period": 0}, "backups-shortened"),
    ("aws_db_instance", {"password": "hunter2"}, "secret-in-state"),
    ("aws_s3_bucket", {"force_destroy": True}, "force-destroy"),
    ("aws_s3_bucket_acl", {"acl": "public-read"}, "public-access"),
    ("aws_s3_bucket_public_access_block", {"block_public_acls": False}, "public-access"),
    ("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "Suspended"}]}, "versioning-off"),
    ("aws_sqs_queue", {"sqs_managed_sse_enabled": False}, "encryption-off"),
    ("aws_secretsmanager_secret", {"recovery_window_in_days": 0}, "recovery-window-shortened"),
    ("aws_secretsmanager_secret_version", {"secret_string": "hunter2"}, "secret-in-state"),
    ("aws_ecs_service", {"network_configuration": [{"assign_public_ip": True}]}, "public-access"),
    ("aws_ecs_service", {"enable_execute_command": True}, "execute-command-on"),
    ("aws_route53_record", {"allow_overwrite": True}, "dns-target"),
    ("aws_default_security_group", {}, "default-taken-over"),
    ("aws_iam_user", {"name": "ci"}, "key-holder-made"),
    ("aws_iam_access_key", {"user": "ci"}, "key-holder-made"),
    ("aws_iam_user_policy_attachment", {}, "key-holder-made"),
    ("aws_lambda_permission", {"principal": "*"}, "policy-public"),
    ("aws_lambda_function_url", {"authorization_type": "NONE"}, "public-access"),
    (
        "aws_iam_role_policy_attachment",
        {"role": "x", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"},
        "policy-too-broad",
    ),
    (
        "aws_iam_role_policy_attachments_exclusive",
        {"policy_arns": ["arn:aws:iam::aws:policy/Some", "arn:aws:iam::aws:policy/IAMFullAccess"]},
        "policy-too-broad",
    ),
    ("aws_iam_role_policy_attachments_exclusive", {"policy_arns": []}, "policy-attached"),
    ("aws_iam_policy_attachment", {"policy_arn": "arn:aws:iam::aws:policy/Some"}, "policy-attached"),
]


@pytest.mark.parametrize(("type_", "after", "rule"), BORN)
@pytest.mark.parametrize("mode", [Mode.CREATE, Mode.STEADY])
def test_create_with_a_weak_attribute_is_blocked(type_: str, after: Json, rule: str, mode: Mode) -> None:
    assert (rule, f"{type_}.it") in blocked(judge(plan(create(f"{type_}.it", after)), mode=mode))


def test_attached_policy_outside_of_a_first_build_is_blocked() -> None:
    attachment = create(
        "aws_iam_role_policy_attachment.it", {"role": "x", "policy_arn": "arn:aws:iam::aws:policy/Some"}
    )
    assert rules(judge(plan(attachment))) == {"policy-attached"}
    assert judge(plan(attachment), mode=Mode.CREATE).passed


@pytest.mark.parametrize(
    ("address", "values", "rule"),
    [
        ("aws_eip.it", {"instance": "i-1"}, "public-access"),
        ("aws_eip_association.it", {"instance_id": "i-1"}, "public-access"),
        ("aws_eip_association.it", {"network_interface_id": "eni-1"}, "public-access"),
        ("aws_ami_launch_permission.it", {"group": "all"}, "public-access"),
        ("aws_ram_principal_association.it", {"principal": "111111111111"}, "identity"),
    ],
)
def test_create_that_grants_access_is_blocked(address: str, values: Json, rule: str) -> None:
    assert blocked(judge(plan(create(address, values)))) == {(rule, address)}


def test_elastic_ip_of_a_nat_gateway_passes() -> None:
    assert judge(plan(create("aws_eip.nat", {"domain": "vpc", "instance": None}))).passed
