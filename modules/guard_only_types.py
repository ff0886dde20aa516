"""Terraform types that the guard knows and this code never declares: a plan may show them all the same.

A type that the code declares has its row in the `resources.py` of its folder instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from guard.arguments import REPLACES
from guard.attribute_rules import (
    NoLongerOneOf,
    NowOneOf,
    Watch,
    changed,
    fewer,
    lowered,
    more,
    off,
    on,
    raised,
    removed,
    replaced,
    zeroed,
)
from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from guard.verdict import Severity
from modules.load_balancer import guard as load_balancer
from modules.messaging import guard as messaging
from modules.storage import guard as storage

_REPORTED = Severity.REPORTED
_DATA, _PROTECTION, _DISRUPTIVE = Deletion.DATA, Deletion.PROTECTION, Deletion.DISRUPTIVE
_RESOURCE_POLICY = PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE)
_IDENTITY_POLICY = PolicyAttribute(attribute="policy", kind=PolicyKind.IDENTITY)
_ONLY_DATA = GuardedType(deletion=_DATA)  # nothing but the deletion is guarded
_SNAPSHOT = GuardedType(
    deletion=_DATA, watched=(Watch(attribute="shared_accounts", worse=more, rule="public-access", default=[]),)
)
GUARD_ONLY_TYPES: Mapping[str, GuardedType] = {
    "aws_kms_key_policy": GuardedType(deletion=_PROTECTION, policy=_RESOURCE_POLICY),
    "aws_secretsmanager_secret_policy": GuardedType(deletion=_PROTECTION, policy=_RESOURCE_POLICY),
    "aws_sqs_queue_policy": GuardedType(deletion=_PROTECTION, policy=_RESOURCE_POLICY),
    "aws_backup_vault_policy": GuardedType(deletion=_DISRUPTIVE, policy=_RESOURCE_POLICY),
    "aws_dynamodb_resource_policy": GuardedType(deletion=_DISRUPTIVE, policy=_RESOURCE_POLICY),
    "aws_ecr_registry_policy": GuardedType(deletion=_DISRUPTIVE, policy=_RESOURCE_POLICY),
    "aws_efs_file_system_policy": GuardedType(deletion=_DISRUPTIVE, policy=_RESOURCE_POLICY),
    "aws_backup_vault": _ONLY_DATA,
    "aws_cognito_user_pool": _ONLY_DATA,
    "aws_docdb_cluster": _ONLY_DATA,
    "aws_dynamodb_table_item": _ONLY_DATA,
    "aws_ebs_snapshot": _ONLY_DATA,
    "aws_elasticache_cluster": _ONLY_DATA,
    "aws_iam_user": _ONLY_DATA,
    "aws_msk_cluster": _ONLY_DATA,
    "aws_neptune_cluster": _ONLY_DATA,
    "aws_opensearch_domain": _ONLY_DATA,
    "aws_redshift_cluster": _ONLY_DATA,
    "aws_s3_object": _ONLY_DATA,
    "aws_secretsmanager_secret_version": _ONLY_DATA,
    "aws_network_acl_rule": GuardedType(deletion=_PROTECTION),
    "terraform_data": GuardedType(deletion=Deletion.REPORTED),
    "aws_lambda_permission": GuardedType(deletion=_DISRUPTIVE),  # modules/identity/guard.py judges these
    "aws_ram_principal_association": GuardedType(deletion=_DISRUPTIVE),
    "aws_ram_resource_share": GuardedType(deletion=_DISRUPTIVE),
    "aws_security_group_rule": GuardedType(deletion=_DISRUPTIVE),  # modules/security_groups/guard.py judges it
    "aws_alb": GuardedType(deletion=_DISRUPTIVE, watched=load_balancer.LB),
    "aws_alb_listener": GuardedType(
        deletion=_DISRUPTIVE, watched=load_balancer.LB_LISTENER, spelled_twice=("default_action",)
    ),
    "aws_alb_listener_rule": GuardedType(deletion=_DISRUPTIVE, spelled_twice=("action",)),
    "aws_alb_target_group": GuardedType(deletion=_DISRUPTIVE, watched=load_balancer.LB_TARGET_GROUP),
    "aws_ami_launch_permission": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(Watch(attribute="group", worse=changed, rule="public-access", default="", shown=True),),
    ),
    "aws_autoscaling_group": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="desired_capacity", worse=zeroed, rule="desired-count-zero"),
            Watch(attribute="max_size", worse=zeroed, rule="desired-count-zero"),
            Watch(attribute="force_delete", worse=on, rule="force-destroy", default=False),
        ),
    ),
    "aws_backup_plan": GuardedType(
        deletion=_PROTECTION, watched=(Watch(attribute="rule", worse=fewer, rule="backups-shortened"),)
    ),
    "aws_backup_selection": GuardedType(
        deletion=_PROTECTION, watched=(Watch(attribute="resources", worse=fewer, rule="backups-shortened"),)
    ),
    "aws_backup_vault_lock_configuration": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(attribute="min_retention_days", worse=lowered, rule="backups-shortened"),
            Watch(attribute="max_retention_days", worse=lowered, rule="backups-shortened"),
        ),
    ),
    "aws_cloudtrail": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(attribute="enable_logging", worse=off, rule="logging-off"),
            Watch(attribute="enable_log_file_validation", worse=off, rule="logging-off"),
            Watch(attribute="is_multi_region_trail", worse=off, rule="logging-off"),
            Watch(attribute="s3_bucket_name", worse=changed, rule="logging-off"),
            Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
        ),
    ),
    "aws_cloudwatch_log_resource_policy": GuardedType(
        deletion=_DISRUPTIVE, policy=PolicyAttribute(attribute="policy_document", kind=PolicyKind.RESOURCE)
    ),
    "aws_db_cluster_snapshot": _SNAPSHOT,
    "aws_db_snapshot": _SNAPSHOT,
    "aws_ebs_volume": GuardedType(
        deletion=_DATA, watched=(Watch(attribute="encrypted", worse=off, rule="encryption-off", default=True),)
    ),
    "aws_efs_file_system": GuardedType(
        deletion=_DATA,
        watched=(
            Watch(attribute="encrypted", worse=off, rule="encryption-off", default=True),
            Watch(attribute="kms_key_id", worse=changed, rule="encryption-key-changed"),
        ),
    ),
    "aws_eip_association": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="instance_id", worse=changed, rule="public-access", default=""),
            Watch(attribute="network_interface_id", worse=changed, rule="public-access", default=""),
        ),
    ),
    "aws_elasticache_replication_group": GuardedType(
        deletion=_DATA,
        watched=(
            Watch(attribute="at_rest_encryption_enabled", worse=off, rule="encryption-off", default=True),
            Watch(attribute="transit_encryption_enabled", worse=off, rule="encryption-off", default=True),
            Watch(attribute="snapshot_retention_limit", worse=lowered, rule="backups-shortened"),
            Watch(attribute="auth_token", worse=changed, rule="database-password"),
        ),
    ),
    "aws_guardduty_detector": GuardedType(
        deletion=_PROTECTION, watched=(Watch(attribute="enable", worse=off, rule="logging-off"),)
    ),
    "aws_iam_account_password_policy": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="minimum_password_length", worse=changed, rule="policy-widened"),
            Watch(attribute="hard_expiry", worse=off, rule="policy-widened", severity=_REPORTED),
        ),
    ),
    "aws_iam_group_policy": GuardedType(deletion=_DISRUPTIVE, policy=_IDENTITY_POLICY),
    "aws_iam_instance_profile": GuardedType(
        deletion=_DISRUPTIVE, watched=(Watch(attribute="role", worse=changed, rule="role-exchanged"),)
    ),
    "aws_iam_saml_provider": GuardedType(
        deletion=_DATA, watched=(Watch(attribute="saml_metadata_document", worse=changed, rule="trust-widened"),)
    ),
    "aws_iam_user_policy": GuardedType(deletion=_DISRUPTIVE, policy=_IDENTITY_POLICY),
    "aws_lambda_function": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="reserved_concurrent_executions", worse=zeroed, rule="capacity-lowered"),
            Watch(attribute="dead_letter_config", worse=removed, rule="dead-letters-changed"),
            Watch(attribute="role", worse=changed, rule="role-exchanged"),
            Watch(attribute="vpc_config", worse=changed, rule="service-network"),
        ),
    ),
    "aws_lambda_function_url": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(
                attribute="authorization_type",
                worse=NowOneOf(("NONE",)),
                rule="public-access",
                default="AWS_IAM",
                shown=True,
            ),
        ),
    ),
    "aws_lb_listener_certificate": GuardedType(
        deletion=_DISRUPTIVE, watched=(Watch(attribute="certificate_arn", worse=changed, rule="certificate-changed"),)
    ),
    "aws_main_route_table_association": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(Watch(attribute="route_table_id", worse=changed, rule="route-changed", default=""),),
    ),
    "aws_network_acl": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="ingress", worse=changed, rule="group-opened"),
            Watch(attribute="egress", worse=changed, rule="group-opened"),
            Watch(attribute="subnet_ids", worse=more, rule="traffic-removed", default=[]),
        ),
    ),
    "aws_s3_account_public_access_block": GuardedType(deletion=_PROTECTION, watched=(*storage.PUBLIC_ACCESS,)),
    "aws_s3_bucket_acl": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(
                attribute="acl",
                worse=NowOneOf(storage.PUBLIC_ACLS),
                rule="public-access",
                default="private",
                shown=True,
            ),
            Watch(attribute="access_control_policy", worse=changed, rule="public-access"),
        ),
    ),
    "aws_s3_bucket_cors_configuration": GuardedType(
        deletion=_DISRUPTIVE,
        watched=storage.CORS,
        harmless={REPLACES: ("bucket", "expected_bucket_owner")},
    ),
    "aws_ecs_cluster_capacity_providers": GuardedType(
        deletion=_DISRUPTIVE,
        watched=(
            Watch(attribute="capacity_providers", worse=fewer, rule="capacity-changed"),
            Watch(
                attribute="default_capacity_provider_strategy",
                worse=changed,
                rule="capacity-changed",
                default=[],
                severity=_REPORTED,
            ),
        ),
        harmless={REPLACES: ("cluster_name",)},
    ),
    "aws_s3_bucket_logging": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(attribute="target_bucket", worse=changed, rule="logging-off"),
            Watch(attribute="target_prefix", worse=changed, rule="logging-off", severity=_REPORTED),
        ),
    ),
    "aws_s3_bucket_object_lock_configuration": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(attribute="object_lock_enabled", worse=off, rule="versioning-off"),
            Watch(
                attribute="rule.0.default_retention.0.mode",
                worse=NoLongerOneOf(("COMPLIANCE",)),
                rule="retention-shortened",
            ),
            Watch(attribute="rule.0.default_retention.0.days", worse=lowered, rule="retention-shortened"),
            Watch(attribute="rule.0.default_retention.0.years", worse=lowered, rule="retention-shortened"),
        ),
    ),
    "aws_s3_bucket_ownership_controls": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(
                attribute="rule.0.object_ownership",
                worse=NoLongerOneOf(("BucketOwnerEnforced",)),
                rule="public-access",
                default="BucketOwnerEnforced",
                shown=True,
            ),
        ),
    ),
    "aws_s3_bucket_replication_configuration": GuardedType(
        deletion=_PROTECTION, watched=(Watch(attribute="rule", worse=changed, rule="storage-moved", default=[]),)
    ),
    "aws_s3_bucket_website_configuration": GuardedType(
        deletion=_DISRUPTIVE, watched=(Watch(attribute="bucket", worse=changed, rule="public-access", default=""),)
    ),
    "aws_secretsmanager_secret_rotation": GuardedType(
        deletion=_PROTECTION,
        watched=(
            Watch(attribute="rotation_lambda_arn", worse=changed, rule="secret-changed"),
            Watch(attribute="rotation_rules.0.automatically_after_days", worse=raised, rule="secret-changed"),
        ),
    ),
    "aws_sqs_queue_redrive_policy": GuardedType(
        deletion=_PROTECTION,
        watched=(Watch(attribute="redrive_policy", worse=messaging.redirected, rule="dead-letters-changed"),),
    ),
    "aws_ssoadmin_permission_set_inline_policy": GuardedType(
        deletion=_DISRUPTIVE, policy=PolicyAttribute(attribute="inline_policy", kind=PolicyKind.IDENTITY)
    ),
    "aws_vpc_endpoint_policy": GuardedType(
        deletion=_PROTECTION, policy=PolicyAttribute(attribute="policy", kind=PolicyKind.ENDPOINT, full=True)
    ),
}
