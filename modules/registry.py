"""Every area of the environment and of the account, by name: how it is found and matched, what of it is a stray."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aws.reader import Aws
from guard.attribute_checks import ServiceRules
from imports.match_rules import Notice, Rule
from imports.model import Found
from modules.alarms import discovery as alarms
from modules.autoscaling import discovery as autoscaling
from modules.database import discovery as database
from modules.database import guard as database_guard
from modules.dns import discovery as dns
from modules.dns import discovery_certificates
from modules.endpoints import discovery as endpoints
from modules.flow_logs import discovery as flow_logs
from modules.identity import discovery as identity
from modules.identity import guard as identity_guard
from modules.images import discovery as images
from modules.load_balancer import discovery as load_balancer
from modules.load_balancer import discovery_listeners, guard_listener_rules
from modules.load_balancer import guard as load_balancer_guard
from modules.messaging import discovery as messaging
from modules.messaging import guard as messaging_guard
from modules.network import discovery as network
from modules.network import discovery_instances, discovery_nat, discovery_routes
from modules.network import guard as network_guard
from modules.notifications import discovery as notifications
from modules.oidc import discovery as oidc
from modules.parameters import discovery as parameters
from modules.pipelines import discovery as pipelines
from modules.secrets import discovery as secrets
from modules.security_groups import discovery as security_groups
from modules.security_groups import guard as security_groups_guard
from modules.services import discovery as services
from modules.services import discovery_clusters
from modules.services import guard as services_guard
from modules.settings import AccountSettings, Settings
from modules.state import discovery as state
from modules.storage import discovery as storage
from modules.storage import guard as storage_guard
from modules.task_definitions import discovery as task_definitions
from modules.task_definitions import guard as task_definitions_guard

# What asks again about the answers it gets comes first: it takes the longest.
ENVIRONMENT: Mapping[str, Callable[[Aws, Settings], list[Found]]] = {
    "services": services.find,
    "clusters": discovery_clusters.find,
    "task definitions": task_definitions.find,
    "listeners": discovery_listeners.find,
    "load balancer": load_balancer.find,
    "identity": identity.find,
    "storage": storage.find,
    "network": network.find,
    "routes": discovery_routes.find,
    "endpoints": endpoints.find,
    "security groups": security_groups.find,
    "instances": discovery_instances.find,
    "nat": discovery_nat.find,
    "dns": dns.find,
    "certificates": discovery_certificates.find,
    "messaging": messaging.find,
    "database": database.find,
    "parameters": parameters.find,
    "secrets": secrets.find,
    "alarms": alarms.find,
    "notifications": notifications.find,
    "autoscaling": autoscaling.find,
    "images": images.find,
    "flow logs": flow_logs.find,
}
ACCOUNT: Mapping[str, Callable[[Aws, AccountSettings], list[Found]]] = {
    "state": state.find,
    "oidc": oidc.find,
    "pipelines": pipelines.find,
}

RULES: Mapping[str, tuple[Rule, ...]] = {
    **network.RULES,
    **discovery_routes.RULES,
    **endpoints.RULES,
    **security_groups.RULES,
    **load_balancer.RULES,
    **discovery_listeners.RULES,
    **discovery_certificates.RULES,
    **dns.RULES,
    **discovery_clusters.RULES,
    **services.RULES,
    **task_definitions.RULES,
    **database.RULES,
    **storage.RULES,
    **messaging.RULES,
    **parameters.RULES,
    **secrets.RULES,
    **identity.RULES,
    **alarms.RULES,
    **notifications.RULES,
    **autoscaling.RULES,
    **images.RULES,
    **flow_logs.RULES,
    **state.RULES,
    **oidc.RULES,
}
NOTICES: Mapping[str, Notice] = {
    **network.NOTICES,
    **discovery_routes.NOTICES,
    **endpoints.NOTICES,
    **security_groups.NOTICES,
    **discovery_instances.NOTICES,
    **discovery_nat.NOTICES,
    **load_balancer.NOTICES,
    **discovery_listeners.NOTICES,
    **discovery_certificates.NOTICES,
    **dns.NOTICES,
    **services.NOTICES,
    **database.NOTICES,
    **storage.NOTICES,
    **identity.NOTICES,
    **notifications.NOTICES,
    **autoscaling.NOTICES,
    **images.NOTICES,
    **flow_logs.NOTICES,
}

GUARD = ServiceRules(
    tables=(
        database_guard.TABLE,
        storage_guard.TABLE,
        messaging_guard.TABLE,
        network_guard.TABLE,
        load_balancer_guard.TABLE,
        services_guard.TABLE,
        identity_guard.TABLE,
    ),
    checks=(
        database_guard.check,
        storage_guard.check,
        security_groups_guard.check,
        network_guard.check,
        guard_listener_rules.check,
        task_definitions_guard.check,
        identity_guard.check,
    ),
)
