"""Changes that the record makes to each type: settings for everything that the code can declare, and one or two
arguments.

Tags are added beside these. `permissions/additions.json` holds what no emulator can show.
"""

from typing import Any

_ANYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}]}'
# What PROD leaves out and the code can declare, as changes to its settings; and what would keep it from going again.
SETTINGS = (
    ('name = "counterpromo-prod-rtb-public"', 'name = "counterpromo-prod-rtb-public"\nmain = true'),
    ("deletion_protection = true", "deletion_protection = false"),
    ("deletion_protection = true", "deletion_protection = false"),
    ("# on_call = {", "on_call = {"),
    ('starter = ""', 'starter = "price_1"'),
    (
        "[stripe]",
        "[schedules.nightly]\nname = 'counterpromo-prod-nightly'\nexpression = 'cron(0 3 * * ? *)'\nqueue = 'jobs'\n"
        "message = '{}'\nrole = 'counterpromo-prod-nightly'\npolicy = 'send'\n\n[stripe]",
    ),
    (
        "[identity.execution]",
        f"[identity.task.inline.more]\nname = 'more'\ndocument = '{_ANYTHING}'\n\n"
        f"[identity.task.managed.files]\nname = 'counterpromo-prod-files'\ndocument = '{_ANYTHING}'\n\n"
        "[identity.task.attached]\nread = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'\n\n[identity.execution]",
    ),
)
CHANGES: dict[str, dict[str, Any]] = {
    "aws_appautoscaling_target": {"max_capacity": 11},
    "aws_budgets_budget": {"limit_amount": "1001.0"},
    "aws_cloudwatch_log_group": {"retention_in_days": 14},
    "aws_cloudwatch_metric_alarm": {"alarm_description": "changed"},
    "aws_db_instance": {"backup_retention_period": 9, "apply_immediately": True, "skip_final_snapshot": True},
    "aws_db_parameter_group": {"parameter": [{"name": "rds.force_ssl", "value": "0", "apply_method": "immediate"}]},
    "aws_db_subnet_group": {"description": "changed"},
    "aws_dynamodb_table": {"deletion_protection_enabled": False, "point_in_time_recovery": {"enabled": True}},
    "aws_ecr_repository": {
        "image_tag_mutability": "MUTABLE",
        "image_scanning_configuration": {"scan_on_push": False},
    },
    "aws_ecs_cluster": {"setting": [{"name": "containerInsights", "value": "disabled"}]},
    "aws_ecs_service": {"desired_count": 0},
    "aws_iam_policy": {"policy": _ANYTHING},
    "aws_iam_role": {"description": "changed", "max_session_duration": 7200},
    "aws_lb": {"idle_timeout": 61},
    "aws_lb_target_group": {"deregistration_delay": 61},
    "aws_route53_zone": {"comment": "changed"},
    "aws_s3_bucket": {"force_destroy": True},
    "aws_s3_bucket_public_access_block": {"block_public_acls": False},
    "aws_s3_bucket_versioning": {"versioning_configuration": {"status": "Suspended"}},
    "aws_scheduler_schedule": {"state": "DISABLED"},
    "aws_secretsmanager_secret": {"description": "changed", "recovery_window_in_days": 0},
    "aws_sns_topic": {"display_name": "changed"},
    "aws_sqs_queue": {"visibility_timeout_seconds": 61},
    "aws_ssm_parameter": {"description": "changed"},
    "aws_subnet": {"map_public_ip_on_launch": True},
    "aws_vpc_security_group_egress_rule": {"description": "changed"},
    "aws_vpc_security_group_ingress_rule": {"description": "changed"},
    "aws_wafv2_web_acl": {"description": "changed"},
    "aws_wafv2_web_acl_logging_configuration": {"redacted_fields": [{"single_header": {"name": "changed"}}]},
}
TAGGED = {
    "aws_acm_certificate",
    "aws_appautoscaling_target",
    "aws_budgets_budget",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_db_instance",
    "aws_db_parameter_group",
    "aws_db_subnet_group",
    "aws_default_route_table",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_flow_log",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_internet_gateway",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
    "aws_route53_zone",
    "aws_route_table",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_security_group",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_ssm_parameter",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_wafv2_web_acl",
}
