"""One known fault for each control of the baseline, and what holds the control where PROD does not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.reach.sound import Cut, at, in_containers, with_, within, without

ALB, DATABASE, UPLOADS = (
    "aws_lb.balancer_alb",
    "aws_db_instance.database_postgres",
    "aws_s3_bucket.buckets_uploads_bucket",
)
QUEUE, TOPIC, REPOSITORY = (
    "aws_sqs_queue.queues_jobs_queue",
    "aws_sns_topic.notifications_topic",
    "aws_ecr_repository.images_api_repository",
)
DEFINITION, SERVICE = "aws_ecs_task_definition.tasks_api_definition", "aws_ecs_service.services_api_service"
TASK_POLICY, ROLE = "aws_iam_role_policy.roles_task_policy", "aws_iam_role.roles_task"
SECRET, LOGS, ALARM = (
    "aws_secretsmanager_secret.secrets_stripe_secret_key",
    "aws_cloudwatch_log_group.cluster_logs",
    "aws_cloudwatch_metric_alarm.alarms_dead_letters",
)
PARAMETERS, BLOCK = (
    "aws_db_parameter_group.database_parameters",
    "aws_s3_bucket_public_access_block.buckets_uploads_public_access",
)
BUCKET_POLICY, KEY, TRAIL = "aws_s3_bucket_policy.buckets_uploads_policy", "aws_kms_key.canary", "aws_cloudtrail.canary"
ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration.buckets_uploads_encryption"
ANYBODY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
ROOT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::437064342167:root"},
    "Action": "kms:*",
    "Resource": "*",
}
PROVIDER = "arn:aws:iam::437064342167:oidc-provider/token.actions.githubusercontent.com"
HTTP_RULE = "aws_vpc_security_group_ingress_rule.groups_load_balancer_http"


@dataclass(frozen=True, kw_only=True)
class Canary:
    """A fault: `breaks` makes the control fail. `holds` makes it hold first, if PROD alone does not."""

    breaks: Cut
    holds: tuple[Cut, ...] = ()
    live: bool = False


def document(*statements: Mapping[str, Any]) -> str:
    """Returns a policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allows(*actions: str, resource: str = "*") -> str:
    """Returns a policy that allows actions on a resource."""
    return document({"Effect": "Allow", "Action": list(actions), "Resource": resource})


def every(type_: str, **arguments: Any) -> Cut:
    """Returns the cut that sets arguments of every resource of a type."""

    def cut(stack: Any) -> None:
        for one in stack["resource"][type_].values():
            one.update(arguments)

    return cut


def beside_each(type_: str, new: str, by: str, attribute: str = "id") -> Cut:
    """Returns the cut that adds a resource of a new type beside every resource of a type."""

    def cut(stack: Any) -> None:
        named = {name: {by: f"${{{type_}.{name}.{attribute}}}"} for name in stack["resource"][type_]}
        stack["resource"].setdefault(new, {}).update(named)

    return cut


def containers(**members: Any) -> Cut:
    """Returns the cut that sets members of the first container of every task definition."""

    def cut(stack: Any) -> None:
        for service in ("web", "api", "worker"):
            in_containers(service, lambda one: one.update(members))(stack)

    return cut


def rule_open_on(port: int) -> Cut:
    """Returns the cut that opens a port to the internet."""
    return with_(HTTP_RULE, from_port=port, to_port=port)


def trust(**principal: str) -> str:
    """Returns a trust policy without conditions."""
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def _drops_rule(stack: Any) -> None:
    at(stack, "aws_s3_bucket_lifecycle_configuration.buckets_uploads_lifecycle")["rule"][0]["status"] = "Disabled"
    del at(stack, "aws_s3_bucket_lifecycle_configuration.buckets_uploads_lifecycle")["rule"][1:]


def _databases_subnets_public(stack: Any) -> None:
    group = at(stack, "aws_db_subnet_group.database_subnets")
    group["subnet_ids"] = ["${aws_subnet.network_public_a.id}"]


def _detector(enable: bool) -> Cut:
    return with_("aws_guardduty_detector.canary", enable=enable)


_GOOD_TRAIL = with_(
    TRAIL, is_multi_region_trail=True, enable_logging=True, enable_log_file_validation=True, kms_key_id="arn"
)
_KEY = with_(KEY, enable_key_rotation=True, deletion_window_in_days=30, policy=document(ROOT))
_MANAGED = with_("aws_iam_policy.canary", name="canary", policy=allows("s3:GetObject"))
_ACL = with_("aws_network_acl.canary", ingress=[])
_OPEN_ENTRY = {"rule_no": 1, "action": "allow", "protocol": "tcp", "cidr_block": "0.0.0.0/0"}
_REPLICATED = beside_each("aws_s3_bucket", "aws_s3_bucket_replication_configuration", "bucket")
_LOGGED = beside_each("aws_s3_bucket", "aws_s3_bucket_logging", "bucket")
_NOTIFIED = beside_each("aws_s3_bucket", "aws_s3_bucket_notification", "bucket")
_VERSIONED = with_(
    "aws_s3_bucket_versioning.canary",
    bucket="${aws_s3_bucket.buckets_access_logs_bucket.id}",
    versioning_configuration={"status": "Enabled"},
)

NETWORK = {
    "EC2.2": Canary(breaks=with_("aws_default_security_group.groups_default", ingress=[{"self": True}])),
    "EC2.6": Canary(breaks=without("aws_flow_log.flow_logs_vpc")),
    "EC2.15": Canary(breaks=with_("aws_subnet.network_public_a", map_public_ip_on_launch=True)),
    "EC2.18": Canary(breaks=rule_open_on(8443)),
    "EC2.19": Canary(breaks=rule_open_on(5432)),
    "CP.EC2.1": Canary(
        breaks=with_(
            "aws_vpc_security_group_egress_rule.canary",
            security_group_id="${aws_security_group.groups_database.id}",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="-1",
        )
    ),
    "EC2.53": Canary(breaks=rule_open_on(22)),
    "EC2.21": Canary(
        holds=(_ACL,), breaks=with_("aws_network_acl.canary", ingress=[{**_OPEN_ENTRY, "from_port": 22, "to_port": 22}])
    ),
    "ELB.1": Canary(breaks=with_("aws_lb_listener.balancer_http", default_action=[{"type": "forward"}])),
    "ELB.4": Canary(breaks=with_(ALB, drop_invalid_header_fields=False)),
    "ELB.5": Canary(breaks=within(ALB, "access_logs", enabled=False)),
    "ELB.6": Canary(breaks=with_(ALB, enable_deletion_protection=False)),
    "ELB.12": Canary(breaks=with_(ALB, desync_mitigation_mode="monitor")),
    "ELB.13": Canary(breaks=with_(ALB, subnets=["${aws_subnet.network_public_a.id}"])),
    "ELB.16": Canary(breaks=with_("aws_wafv2_web_acl_association.firewall_association", resource_arn="arn:other")),
    "WAF.11": Canary(breaks=without("aws_wafv2_web_acl_logging_configuration.firewall_logging")),
    "ELB.17": Canary(breaks=with_("aws_lb_listener.balancer_https", ssl_policy="ELBSecurityPolicy-2016-08")),
    "ELB.22": Canary(
        holds=(every("aws_lb_target_group", protocol="HTTPS"),),
        breaks=with_("aws_lb_target_group.balancer_api", protocol="HTTP"),
    ),
    "CP.Route53.1": Canary(
        holds=(beside_each("aws_route53_zone", "aws_route53_hosted_zone_dnssec", "hosted_zone_id", "zone_id"),),
        breaks=with_("aws_route53_hosted_zone_dnssec.dns_zone", hosted_zone_id="Z1"),
    ),
    "ACM.2": Canary(breaks=with_("aws_acm_certificate.dns_certificate", key_algorithm="RSA_1024")),
}
TASKS = {
    "ECS.2": Canary(breaks=within(SERVICE, "network_configuration", assign_public_ip=True)),
    "ECS.3": Canary(breaks=with_(DEFINITION, pid_mode="host")),
    "ECS.4": Canary(breaks=in_containers("api", lambda one: one.update(privileged=True))),
    "ECS.5": Canary(
        holds=(containers(readonlyRootFilesystem=True),),
        breaks=in_containers("api", lambda one: one.update(readonlyRootFilesystem=False)),
    ),
    "ECS.8": Canary(
        breaks=in_containers("api", lambda one: one["environment"].append({"name": "DB_PASSWORD", "value": "x"}))
    ),
    "ECS.9": Canary(breaks=in_containers("api", lambda one: one.pop("logConfiguration"))),
    "ECS.10": Canary(breaks=with_(SERVICE, platform_version="1.3.0")),
    "ECS.12": Canary(
        breaks=with_("aws_ecs_cluster.cluster_ecs", setting=[{"name": "containerInsights", "value": "disabled"}])
    ),
    "ECR.1": Canary(breaks=within(REPOSITORY, "image_scanning_configuration", scan_on_push=False)),
    "ECR.2": Canary(breaks=with_(REPOSITORY, image_tag_mutability="MUTABLE")),
    "ECR.3": Canary(breaks=without("aws_ecr_lifecycle_policy.images_api_expiry")),
    "ECR.5": Canary(
        holds=(every("aws_ecr_repository", encryption_configuration=[{"encryption_type": "KMS"}]),),
        breaks=with_(REPOSITORY, encryption_configuration=[{"encryption_type": "AES256"}]),
    ),
}
DATABASES = {
    "RDS.2": Canary(breaks=with_(DATABASE, publicly_accessible=True)),
    "RDS.3": Canary(breaks=with_(DATABASE, storage_encrypted=False)),
    "RDS.5": Canary(breaks=with_(DATABASE, multi_az=False)),
    "RDS.6": Canary(holds=(with_(DATABASE, monitoring_interval=60),), breaks=with_(DATABASE, monitoring_interval=0)),
    "RDS.8": Canary(breaks=with_(DATABASE, deletion_protection=False)),
    "RDS.10": Canary(
        holds=(with_(DATABASE, iam_database_authentication_enabled=True),),
        breaks=with_(DATABASE, iam_database_authentication_enabled=False),
    ),
    "RDS.11": Canary(breaks=with_(DATABASE, backup_retention_period=1)),
    "RDS.13": Canary(breaks=with_(DATABASE, auto_minor_version_upgrade=False)),
    "RDS.17": Canary(breaks=with_(DATABASE, copy_tags_to_snapshot=False)),
    "RDS.36": Canary(
        holds=(with_(DATABASE, enabled_cloudwatch_logs_exports=["postgresql", "upgrade"]),),
        breaks=with_(DATABASE, enabled_cloudwatch_logs_exports=["upgrade"]),
    ),
    "RDS.38": Canary(breaks=with_(PARAMETERS, parameter=[{"name": "rds.force_ssl", "value": "0"}])),
    "RDS.46": Canary(breaks=_databases_subnets_public),
    "CP.RDS.1": Canary(breaks=with_(DATABASE, performance_insights_enabled=False)),
    "CP.RDS.2": Canary(
        holds=(with_(DATABASE, performance_insights_kms_key_id="arn"),),
        breaks=with_(DATABASE, performance_insights_kms_key_id=None),
    ),
    "CP.RDS.4": Canary(
        holds=(with_(PARAMETERS, parameter=[{"name": "log_min_duration_statement", "value": "1000"}]),),
        breaks=with_(PARAMETERS, parameter=[]),
    ),
    "CP.RDS.5": Canary(breaks=with_(DATABASE, ca_cert_identifier="rds-ca-2019")),
    "CP.RDS.3": Canary(holds=(with_(DATABASE, kms_key_id="arn"),), breaks=with_(DATABASE, kms_key_id=None)),
}
STORAGE = {
    "S3.1": Canary(breaks=with_(BLOCK, block_public_policy=False)),
    "S3.2": Canary(breaks=with_(BUCKET_POLICY, policy=document(ANYBODY))),
    "S3.5": Canary(breaks=without(BUCKET_POLICY)),
    "S3.6": Canary(
        breaks=with_(
            BUCKET_POLICY,
            policy=document(
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                    "Action": "s3:PutBucketPolicy",
                    "Resource": "*",
                }
            ),
        )
    ),
    "S3.7": Canary(
        holds=(_REPLICATED,), breaks=without("aws_s3_bucket_replication_configuration.buckets_uploads_bucket")
    ),
    "S3.9": Canary(holds=(_LOGGED,), breaks=without("aws_s3_bucket_logging.buckets_uploads_bucket")),
    "S3.11": Canary(holds=(_NOTIFIED,), breaks=without("aws_s3_bucket_notification.buckets_uploads_bucket")),
    "S3.13": Canary(breaks=_drops_rule),
    "S3.14": Canary(
        holds=(_VERSIONED,),
        breaks=with_(
            "aws_s3_bucket_versioning.buckets_uploads_versioning", versioning_configuration={"status": "Suspended"}
        ),
    ),
    "S3.17": Canary(
        holds=(
            every(
                "aws_s3_bucket_server_side_encryption_configuration",
                rule=[{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}]}],
            ),
        ),
        breaks=with_(ENCRYPTION, rule=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}]),
    ),
}
MESSAGES = {
    "SQS.1": Canary(breaks=with_(QUEUE, sqs_managed_sse_enabled=False, kms_master_key_id=None)),
    "SQS.3": Canary(breaks=with_(QUEUE, policy=document(ANYBODY))),
    "SNS.1": Canary(holds=(with_(TOPIC, kms_master_key_id="arn"),), breaks=with_(TOPIC, kms_master_key_id=None)),
    "SNS.4": Canary(breaks=with_("aws_sns_topic_policy.notifications_policy", policy=document(ANYBODY))),
    "CloudWatch.15": Canary(breaks=with_(ALARM, alarm_actions=None)),
    "CloudWatch.16": Canary(
        holds=(every("aws_cloudwatch_log_group", retention_in_days=365),), breaks=with_(LOGS, retention_in_days=30)
    ),
    "CP.Logs.1": Canary(
        holds=(every("aws_cloudwatch_log_group", kms_key_id="arn"),), breaks=with_(LOGS, kms_key_id=None)
    ),
}
KEYS = {
    "KMS.3": Canary(holds=(_KEY,), breaks=with_(KEY, deletion_window_in_days=7)),
    "KMS.4": Canary(holds=(_KEY,), breaks=with_(KEY, enable_key_rotation=False)),
    "KMS.5": Canary(holds=(_KEY,), breaks=with_(KEY, policy=document(ROOT, ANYBODY))),
    "CP.KMS.1": Canary(
        holds=(_KEY,),
        breaks=with_(KEY, policy=document({**ROOT, "Principal": {"AWS": "arn:aws:iam::437064342167:role/one"}})),
    ),
    "SecretsManager.1": Canary(
        holds=(beside_each("aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation", "secret_id", "arn"),),
        breaks=without("aws_secretsmanager_secret_rotation.secrets_stripe_secret_key"),
    ),
    "CP.SecretsManager.1": Canary(
        holds=(every("aws_secretsmanager_secret", kms_key_id="arn"),), breaks=with_(SECRET, kms_key_id=None)
    ),
    "CP.SSM.1": Canary(breaks=with_("aws_ssm_parameter.parameters_db_host", name="/counterpromo/prod/db/password")),
}
IDENTITY = {
    "IAM.1": Canary(breaks=with_(TASK_POLICY, policy=allows("*"))),
    "IAM.21": Canary(breaks=with_(TASK_POLICY, policy=allows("s3:*", resource="arn:aws:s3:::x"))),
    "KMS.1": Canary(holds=(_MANAGED,), breaks=with_("aws_iam_policy.canary", policy=allows("kms:Decrypt"))),
    "KMS.2": Canary(breaks=with_(TASK_POLICY, policy=allows("kms:Decrypt"))),
    "CP.IAM.1": Canary(breaks=with_(TASK_POLICY, policy=allows("iam:PassRole"))),
    "CP.IAM.2": Canary(breaks=with_(TASK_POLICY, policy=allows("iam:Put*", "s3:GetObject"))),
    "CP.IAM.3": Canary(breaks=with_(ROLE, assume_role_policy=trust(AWS="arn:aws:iam::111122223333:root"))),
    "CP.IAM.4": Canary(breaks=with_(ROLE, assume_role_policy=trust(Federated=PROVIDER))),
}
ACCOUNT = {
    "CloudTrail.1": Canary(live=True, holds=(_GOOD_TRAIL,), breaks=with_(TRAIL, enable_logging=False)),
    "CloudTrail.2": Canary(live=True, holds=(_GOOD_TRAIL,), breaks=with_(TRAIL, kms_key_id=None)),
    "CloudTrail.4": Canary(live=True, holds=(_GOOD_TRAIL,), breaks=with_(TRAIL, enable_log_file_validation=False)),
    "GuardDuty.1": Canary(live=True, holds=(_detector(True),), breaks=_detector(False)),
}
CANARIES = {**NETWORK, **TASKS, **DATABASES, **STORAGE, **MESSAGES, **KEYS, **IDENTITY, **ACCOUNT}
