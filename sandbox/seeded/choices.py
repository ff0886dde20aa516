"""The table of everything that varies, and the choice of one option for each line by the seed.

The first option is the most common; an option that occurs several times is more frequent. A line has at most eight
options, distributed over eight consecutive seeds, so that seeds 0 to 7, 8 to 15 and so on show all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

HAND = 8
OFF_OR_ON = ("off", "on")
ON_OR_OFF = ("on", "off")
NONE_OR_MADE = ("none", "made")
NAMES_OR_MORE = ("names only", "more than names")

CHOICES: Mapping[str, tuple[str, ...]] = {
    "network.cidr": (*["10.10.0.0/16"] * 5, "10.20.0.0/16", "172.31.0.0/16", "192.168.0.0/20"),
    "network.zones": ("a b", "a b c", "b c"),
    "network.sizes": ("/24 each", "large, by the wizard", "small"),
    "network.names": ("reference", "wizard", "none"),
    "network.routes": (
        "private on main",
        "a private table",
        "a private table a zone",
        "public on main",
    ),
    "network.public_ips": OFF_OR_ON,
    "network.gateway": ("named", "untagged"),
    "network.tags": NAMES_OR_MORE,
    "endpoints.dynamodb": ("made", "made", "made", "never made"),
    "endpoints.s3": ("in every table", "in private tables"),
    "endpoints.subnets": ("every private one", "the first private one"),
    "endpoints.names": ("on each", "on gateways", "on none"),
    "groups.names": ("as documented", "by one rule", "short", "wizards'"),
    "groups.rds_egress": ("open", "closed"),
    "groups.endpoint_egress": ("open", "closed"),
    "groups.task_egress": ("by rules", "by rules", "open for the API", "open for all"),
    "groups.image_layers": ("not admitted", "admitted"),
    "groups.words": ("on one rule", "on every rule", "on none"),
    "groups.forgotten": ("nothing", "nothing", "WEB at the endpoints", "ALB to WEB"),
    "balancer.name": ("counterpromo-dev-alb", "counterpromo-alb", "dev-public"),
    "balancer.idle_seconds": ("60", "120", "4000"),
    "balancer.deletion_protection": OFF_OR_ON,
    "balancer.invalid_headers": ("kept", "dropped"),
    "balancer.tls": (
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    ),
    "balancer.priorities": ("1 2", "10 20", "5 100"),
    "balancer.paths": ("/api/*", "/api and /api/*"),
    "balancer.forward": ("console's", "command line's"),
    "balancer.health": ("defaults", "eager", "patient"),
    "balancer.tags": NAMES_OR_MORE,
    "dns.comment": ("none", "a sentence"),
    "dns.validation_ttl": ("300", "60"),
    "dns.alias": ("dualstack", "plain"),
    "dns.target_health": ON_OR_OFF,
    "dns.certificate": ("the host", "the host and www"),
    "cluster.insights": ("disabled", "enabled", "enhanced"),
    "cluster.log_days": ("30", "7", "90", "for ever"),
    "cluster.tags": NAMES_OR_MORE,
    "services.api_name": ("counterpromo-dev-api-service", "api", "counterpromo-api-service-x7k2"),
    "services.worker": (*["runs"] * 5, "service never made", "nothing ever made"),
    "services.launch": ("launch type", "capacity provider"),
    "services.circuit_breaker": ("on, with rollback", "on", "off"),
    "services.healthy_percent": ("100 to 200", "50 to 150", "0 to 200"),
    "services.desired": ("one each", "two of the API", "no worker"),
    "services.zone_rebalancing": OFF_OR_ON,
    "services.grace_seconds": ("60", "0", "120"),
    "services.execute_command": OFF_OR_ON,
    "services.managed_tags": ON_OR_OFF,
    "services.running": ("the newest revision", "an older revision"),
    "services.tags": NAMES_OR_MORE,
    "tasks.containers": ("by service", "by product"),
    "tasks.sizes": ("small", "medium", "large"),
    "tasks.environment": ("as documented", "more", "with signs"),
    "tasks.revisions": ("some taken back", "newest taken back", "only one"),
    "tasks.written_by": ("command line", "console"),
    "database.version": ("16.4", "15.7", "16.8", "15.12"),
    "database.class": ("db.t4g.micro", "db.t3.small", "db.m6g.large"),
    "database.storage": ("20 gp3 up to 100", "20 gp2 fixed", "100 gp3 up to 1000"),
    "database.encryption": ON_OR_OFF,
    "database.zones": ("one", "several"),
    "database.backups": ("7 days", "1 day", "30 days", "none"),
    "database.minor_upgrades": ON_OR_OFF,
    "database.deletion_protection": ON_OR_OFF,
    "database.parameters": ("engine's group", "a group of its own"),
    "database.subnet_group": ("named", "console's"),
    "database.names": ("counterpromo", "app and postgres"),
    "database.tags": NAMES_OR_MORE,
    "buckets.encryption": ("AES256 with key", "AES256", "aws:kms with key", "aws:kms"),
    "buckets.lifecycle": ("two rules", "one rule", "console's words", "with a transition"),
    "buckets.no_lifecycle": ("nowhere", "nowhere", "assets"),
    "buckets.versioning": ("everywhere", "everywhere", "everywhere", "never on exports"),
    "buckets.tags": NAMES_OR_MORE,
    "queues.timings": ("patient", "console's", "hurried"),
    "queues.encryption": ("SQS's key", "off", "KMS"),
    "queues.policy": ("none", "owner's"),
    "queues.tags": NAMES_OR_MORE,
    "parameters.prices": ("one", "three"),
    "parameters.words": ("none", "descriptions"),
    "parameters.forgotten": ("nothing", "nothing", "assets_bucket"),
    "secrets.words": ("none", "descriptions and tags"),
    "identity.policies": (
        "as documented",
        "other names",
        "other statements",
        "managed on tasks",
        "managed on all",
        "in halves",
    ),
    "identity.trust": ("one branch", "any branch"),
    "identity.words": ("none", "descriptions and sessions"),
    "strays.listener_rule": NONE_OR_MADE,
    "strays.dbtest": NONE_OR_MADE,
    "strays.nat": NONE_OR_MADE,
    "strays.records": NONE_OR_MADE,
    "strays.attachment": NONE_OR_MADE,
    "strays.queue": NONE_OR_MADE,
    "strays.bucket": NONE_OR_MADE,
    "strays.parameter": ("none", "plain", "secure"),
    "twins.vpc": ("none", "same CIDR", "same name"),
    "twins.cluster": NONE_OR_MADE,
    "twins.zone": ("none", "private", "forgotten"),
    "twins.certificate": NONE_OR_MADE,
    "twins.staging": NONE_OR_MADE,
}


def choose(seed: int) -> Mapping[str, str]:
    """Returns the option of a seed for each line; other lines do not change the result."""
    return {name: _dealt(name, options, seed) for name, options in CHOICES.items()}


def _dealt(name: str, options: tuple[str, ...], seed: int) -> str:
    deal, place = divmod(seed, HAND)
    cards = [options[number % len(options)] for number in range(HAND)]
    Random(f"{name}, deal {deal}").shuffle(cards)
    return cards[place]
