"""Ordinary changes of the settings of an adopted DEV. Each edits the TOML document as a person would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

Edit = Callable[[Any], None]
SERVICE = {
    "name": "counterpromo-dev-svc-mailer",
    "family": "counterpromo-dev-td-mailer",
    "image": "437064342167.dkr.ecr.eu-west-2.amazonaws.com/counterpromo-mailer:latest",
    "cpu": 256,
    "memory_mib": 512,
    "desired_count": 1,
    "log_prefix": "mailer",
    "subnets": ["private_a", "private_b"],
    "database": False,
    "security_group": {"name": "counterpromo-dev-ecs-mailer-sg", "description": "ECS mailer tasks"},
}
QUEUE = {
    "name": "counterpromo-dev-reports",
    "dead_letter_name": "counterpromo-dev-reports-dlq",
    "visibility_timeout_seconds": 60,
    "retention_seconds": 345600,
    "dead_letter_retention_seconds": 1209600,
    "receive_wait_seconds": 20,
    "max_receives": 5,
    "audience": "tasks",
}


def edit_file(settings: Path, *edits: Edit) -> None:
    """Makes the edits in a settings file, in this order."""
    document = tomlkit.parse(settings.read_text(encoding="utf-8"))
    for edit in edits:
        edit(document)
    settings.write_text(tomlkit.dumps(document), encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One ordinary change: its name in the table, and the edit of the settings."""

    name: str
    edit: Edit
    refused: str = ""  # why the plan is refused without a waiver
    impossible: bool = False  # no waiver lets it pass
    takes: tuple[str, ...] = ()  # kinds of what the change takes away, because it asks for that


def put(path: str, value: Any) -> Edit:
    """Returns an edit that sets the key at a path such as `services.api.cpu`."""

    def edit(document: Any) -> None:
        *tables, key = path.split(".")
        for table in tables:
            document = document.setdefault(table, {})
        document[key] = value

    return edit


def drop(path: str) -> Edit:
    """Returns an edit that removes the key at a path."""

    def edit(document: Any) -> None:
        *tables, key = path.split(".")
        for table in tables:
            document = document[table]
        del document[key]

    return edit


def both(*edits: Edit) -> Edit:
    """Returns an edit that makes several, in this order."""

    def edit(document: Any) -> None:
        for each in edits:
            each(document)

    return edit


def tag_everything(document: Any) -> None:
    """Adds one tag to each resource whose settings have tags."""
    document["network"]["tags"] = {"CostCentre": "promo"}
    for section in ("queues", "buckets", "secrets", "services", "endpoints"):
        for each in document[section].values():
            each["tags"] = {"CostCentre": "promo"}
    for section in ("database", "load_balancer", "cluster"):
        document[section]["tags"] = {"CostCentre": "promo"}


def _admin(document: Any) -> None:
    """Adds a service with a port, its target group and its path."""
    document["services"]["admin"] = {
        **SERVICE,
        "name": "counterpromo-dev-svc-admin",
        "family": "counterpromo-dev-td-admin",
        "log_prefix": "admin",
        "port": 8080,
        "security_group": {"name": "counterpromo-dev-ecs-admin-sg", "description": "ECS admin tasks"},
        "target_group": {"name": "counterpromo-dev-tg-admin", "health_check_path": "/health"},
    }
    document["load_balancer"]["rules"]["admin"] = {"priority": 3, "paths": ["/admin/*"], "service": "admin"}


_SCALING = {"minimum": 1, "maximum": 4, "cpu_percent": 60}
CHANGES = (
    Change(name="a queue", edit=put("queues.reports", QUEUE)),
    Change(
        name="a bucket",
        edit=put(
            "buckets.reports", {"name": "counterpromo-dev-reports-437064342167", "versioning": True, "lifecycle": {}}
        ),
    ),
    Change(
        name="a secret, injected into the api",
        edit=both(
            put("secrets.mail_key", {"name": "counterpromo/dev/mail/key"}),
            put("services.api.secrets.MAIL_KEY", "mail_key"),
        ),
    ),
    Change(
        name="a parameter, read by the api",
        edit=both(
            put("parameters.mail_from", {"name": "/counterpromo/dev/mail/from", "value": "hello@counterpromo.com"}),
            put("services.api.parameters.MAIL_FROM", "mail_from"),
        ),
    ),
    Change(name="a Stripe price", edit=put("stripe.prices.pro", "price_1SvgC3GTMcpBWf0yPro00001")),
    Change(
        name="another price of a plan",
        edit=put("stripe.prices.starter", "price_1SvgC3GTMcpBWf0yStart002"),
        takes=("parameter",),
    ),
    Change(name="a service without a port", edit=put("services.mailer", SERVICE)),
    Change(name="a service with a port and a path", edit=_admin),
    Change(
        name="a rule for a path",
        edit=put("load_balancer.rules.v2", {"priority": 4, "paths": ["/v2/*"], "service": "api"}),
    ),
    Change(
        name="a rule for a host",
        edit=put("load_balancer.rules.beta", {"priority": 5, "hosts": ["beta.counterpromo.com"], "service": "web"}),
    ),
    Change(name="another path in a rule", edit=put("load_balancer.rules.api.paths", ["/api/*", "/graphql"])),
    Change(
        name="an interface endpoint",
        edit=put(
            "endpoints.kms",
            {
                "service": "kms",
                "kind": "interface",
                "name": "counterpromo-dev-vpce-kms",
                "subnets": ["private_a", "private_b"],
            },
        ),
    ),
    Change(
        name="a subnet in a third zone",
        edit=put(
            "network.subnets.private_c",
            {
                "name": "counterpromo-dev-private-c",
                "cidr": "10.10.12.0/24",
                "zone": "eu-west-2c",
                "tier": "private",
                "route_table": "main",
            },
        ),
    ),
    Change(name="an image repository", edit=put("images.mailer", {"name": "counterpromo-mailer"})),
    Change(
        name="alarms and their topic",
        edit=both(put("alarms.enabled", True), put("notifications", {"topic": "counterpromo-dev-alarms"})),
    ),
    Change(name="an environment variable", edit=put("services.api.environment.LOG_LEVEL", "info")),
    Change(name="an environment variable removed", edit=drop("services.api.environment.NODE_ENV")),
    Change(name="a parameter no longer read by the api", edit=drop("services.api.parameters.DB_NAME")),
    Change(
        name="cpu and memory doubled", edit=both(put("services.api.cpu", 1024), put("services.api.memory_mib", 2048))
    ),
    Change(
        name="cpu and memory halved",
        edit=both(put("services.api.cpu", 256), put("services.api.memory_mib", 512)),
    ),
    Change(name="the desired count", edit=put("services.api.desired_count", 2)),
    Change(name="autoscaling", edit=put("services.api.autoscaling", _SCALING)),
    Change(name="logs kept longer", edit=put("cluster.log_retention_days", 90)),
    Change(name="visibility timeout", edit=put("queues.jobs.visibility_timeout_seconds", 300)),
    Change(name="health check path", edit=put("services.api.target_group.health_check_path", "/healthz")),
    Change(name="a stricter TLS policy", edit=put("load_balancer.ssl_policy", "ELBSecurityPolicy-TLS13-1-3-2021-06")),
    Change(name="a larger database class", edit=put("database.instance_class", "db.t4g.small")),
    Change(name="more database storage", edit=put("database.storage_gib", 40)),
    Change(name="backups kept longer", edit=put("database.backup_days", 14)),
    Change(
        name="a minor engine version",
        edit=both(put("database.engine_version", "16.6"), put("database.engine_upgrade", True)),
    ),
    Change(
        name="a major engine version",
        edit=both(put("database.engine_version", "17.2"), put("database.engine_upgrade", True)),
    ),
    Change(name="container insights", edit=put("cluster.container_insights", "enabled")),
    Change(name="a tag everywhere", edit=tag_everything),
    Change(
        name="a name in the certificate",
        takes=("certificate",),
        edit=both(put("dns.certificate_names", ["www.dev.counterpromo.com"]), put("dns.wait_for_certificate", True)),
    ),
    Change(
        name="the description of a rule",
        edit=put("security_groups.rule_descriptions.endpoints_from_web", "HTTPS from the web tasks"),
    ),
    Change(
        name="the description of a group",
        refused="none helps: EC2 can neither change the description of a group nor delete a group in use",
        impossible=True,
        edit=put("services.worker.security_group.description", "Tasks of the worker"),
    ),
    Change(name="idle timeout", edit=put("load_balancer.idle_timeout_seconds", 120)),
    Change(name="deletion protection of the load balancer", edit=put("load_balancer.deletion_protection", True)),
    Change(name="a standby of the database", edit=put("database.multi_az", True)),
    Change(
        name="a queue deleted",
        refused="a deletion needs two decisions: the edit of the settings, and a waiver",
        takes=("queue", "parameter"),
        edit=both(drop("queues.devlocal_jobs"), drop("parameters.devlocal_jobs_queue_url")),
    ),
    Change(
        name="a service deleted",
        refused="a deletion needs two decisions: the edit of the settings, and a waiver",
        takes=("service", "security group", "security group rule"),
        edit=drop("services.worker"),
    ),
)
