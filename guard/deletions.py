"""What may go: nothing that holds data or an identity, nothing that protects, nothing we do not know to be harmless."""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.change import LOSING, Change
from terraform.plan.plan import Plan

# Gone is gone, or others rely on its name, id or address.
PROTECTED = frozenset(
    {
        "aws_acm_certificate",
        "aws_backup_vault",
        "aws_cloudwatch_log_group",
        "aws_cognito_user_pool",
        "aws_db_cluster_snapshot",
        "aws_db_instance",
        "aws_db_snapshot",
        "aws_docdb_cluster",
        "aws_dynamodb_table",
        "aws_dynamodb_table_item",
        "aws_ebs_snapshot",
        "aws_ebs_volume",
        "aws_ecr_repository",
        "aws_efs_file_system",
        "aws_eip",
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_iam_openid_connect_provider",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_iam_saml_provider",
        "aws_iam_user",
        "aws_instance",
        "aws_kms_alias",
        "aws_kms_key",
        "aws_msk_cluster",
        "aws_neptune_cluster",
        "aws_opensearch_domain",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_redshift_cluster",
        "aws_route53_record",
        "aws_route53_zone",
        "aws_s3_bucket",
        "aws_s3_object",
        "aws_secretsmanager_secret",
        "aws_secretsmanager_secret_version",
        "aws_sns_topic",
        "aws_sqs_queue",
        "aws_ssm_parameter",
    }
)
# Harmless by themselves; without them something else is open, unencrypted, unobserved or unprotected.
_PROTECTING = frozenset(
    {
        "aws_backup_plan",
        "aws_backup_selection",
        "aws_backup_vault_lock_configuration",
        "aws_cloudtrail",
        "aws_ecr_lifecycle_policy",
        "aws_ecr_repository_policy",
        "aws_flow_log",
        "aws_guardduty_detector",
        "aws_kms_key_policy",
        "aws_network_acl_rule",
        "aws_s3_account_public_access_block",
        "aws_s3_bucket_logging",
        "aws_s3_bucket_object_lock_configuration",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
        "aws_secretsmanager_secret_policy",
        "aws_secretsmanager_secret_rotation",
        "aws_sns_topic_policy",
        "aws_sns_topic_subscription",
        "aws_sqs_queue_policy",
        "aws_sqs_queue_redrive_policy",
        "aws_vpc_endpoint_policy",
        "aws_wafv2_web_acl",
        "aws_wafv2_web_acl_association",
    }
)
# A revision is made anew with every change of its definition, and a running service keeps the one it has; a rule of
# a group can be made again at once; and what only shows or scales.
RECOVERABLE = frozenset(
    {
        "aws_appautoscaling_policy",
        "aws_cloudwatch_dashboard",
        "aws_ecs_task_definition",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
    }
)
# Recoverable too, and worth reading about: until it is there again nobody is told, or nothing expires.
_TOLD = frozenset({"aws_cloudwatch_metric_alarm", "aws_s3_bucket_lifecycle_configuration", "terraform_data"})


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """In every mode: a first build and an adoption may lose as little as everyday work."""
    for change in plan.managed:
        if change.verb in LOSING and change.type not in RECOVERABLE:
            yield Finding(
                rule=_rule(change),
                address=change.address,
                action=change.verb,
                detail=", ".join(filter(None, (change.verb, change.reason.replace("_", " ")))),
                severity=Severity.REPORTED if change.type in _TOLD else Severity.BLOCKED,
            )


def _rule(change: Change) -> str:
    if change.type in PROTECTED:
        return "loss-of-data-or-identity"
    return "loss-of-protection" if change.type in _PROTECTING else "loss"
