"""Edits of the settings of an adopted DEV that would harm it, each with the rule that blocks its plan."""

from __future__ import annotations

from dataclasses import dataclass

from tests.year.changes import Edit, put

_EXPIRES_ALL = {"expire-all": {"expire_days": 1}}


@dataclass(frozen=True, kw_only=True)
class HostileEdit:
    """One edit. `rule` blocks the plan; where the settings themselves are refused, `fault` is in the message."""

    name: str
    edit: Edit
    rule: str = ""
    fault: str = ""


HOSTILE_EDITS = (
    HostileEdit(
        name="the web service answers webhooks",
        edit=put("load_balancer.rules.webhooks.service", "web"),
        rule="traffic-moved",
    ),
    HostileEdit(
        name="the api answers every path", edit=put("load_balancer.default_service", "api"), rule="traffic-moved"
    ),
    HostileEdit(
        name="another repository may deploy", edit=put("github.repository", "stranger/fork"), rule="trust-widened"
    ),
    HostileEdit(name="every branch may deploy", edit=put("github.branch", "*"), fault="github.branch"),
    HostileEdit(
        name="uploads are deleted after a day",
        edit=put("buckets.uploads.lifecycle", _EXPIRES_ALL),
        rule="retention-shortened",
    ),
    HostileEdit(
        name="the api runs in public subnets",
        edit=put("services.api.subnets", ["public_a", "public_b"]),
        rule="service-network",
    ),
    HostileEdit(name="the database listens elsewhere", edit=put("database.port", 5433), rule="database-network"),
    HostileEdit(
        name="a key of Stripe in plain text",
        edit=put("services.api.environment.STRIPE_KEY", "sk_live_51abcdefghijklmnopqrstuvwxyz"),
        fault="services.api.environment.STRIPE_KEY",
    ),
    HostileEdit(
        name="an endpoint leaves a zone",
        edit=put("endpoints.ecr_dkr.subnets", ["private_a"]),
        rule="endpoint-weakened",
    ),
    HostileEdit(
        name="private subnets get a way in from the internet",
        edit=put("network.route_tables.main.internet", True),
        fault="network.subnets.private_a.tier",
    ),
    HostileEdit(
        name="an old TLS policy",
        edit=put("load_balancer.ssl_policy", "ELBSecurityPolicy-2016-08"),
        rule="transport-weakened",
    ),
    HostileEdit(
        name="RDS sets another password", edit=put("database.master_password", "rds"), rule="database-password"
    ),
    HostileEdit(name="logs kept for a day", edit=put("cluster.log_retention_days", 1), rule="retention-shortened"),
    HostileEdit(
        name="the worker's queue is for developers",
        edit=put("queues.jobs.audience", "developers"),
        rule="access-removed",
    ),
    HostileEdit(
        name="an image of another account",
        edit=put("services.api.image", "999999999999.dkr.ecr.eu-west-2.amazonaws.com/counterpromo-api:latest"),
        rule="image-from-elsewhere",
    ),
)
