"""The model of `reach` from resources in Terraform's words."""

from __future__ import annotations

from modules.environment_facts.identity import roles
from modules.environment_facts.load_balancers import certificates, hosts, load_balancers, target_groups
from modules.environment_facts.network import network
from modules.environment_facts.schema_task import schema_tasks
from modules.environment_facts.services import services
from modules.environment_facts.stores import cache_rules, databases, stores
from modules.environment_facts.things import Things
from modules.settings import Settings
from reach.model.environment import Environment


def environment(things: Things, settings: Settings | None) -> Environment:
    """Returns the environment. The settings give names only: the keys of services, and the path of webhooks."""
    keys = {service.name: key for key, service in settings.services.items()} if settings else {}
    running = tuple(services(things, keys))
    return Environment(
        name=settings.environment if settings else "",
        account=things.account,
        region=things.region,
        network=network(things),
        services=(*running, *schema_tasks(things, settings, running)),
        roles={role.arn: role for role in roles(things)},
        load_balancers=tuple(load_balancers(things)),
        target_groups={group.arn: group for group in target_groups(things)},
        certificates={one.arn: one for one in certificates(things)},
        databases=tuple(databases(things)),
        stores=tuple(stores(things)),
        log_groups=frozenset(things.text(one, "name") for one in things.of("aws_cloudwatch_log_group")),
        cache_rules=tuple(cache_rules(things)),
        hosts=hosts(things),
        webhook_path=settings.stripe.webhook_path if settings else "",
        whole=things.whole,
    )
