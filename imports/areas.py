"""Every area of the environment and of the account, by name: how it is found and matched, what of it is a stray."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from envs.settings import AccountSettings, Settings
from imports import (
    alarms,
    autoscaling,
    certificates,
    clusters,
    database,
    dns,
    endpoints,
    flow_logs,
    identity,
    images,
    instances,
    listeners,
    load_balancer,
    messaging,
    nat,
    network,
    notifications,
    oidc,
    parameters,
    pipelines,
    routes,
    secrets,
    security_groups,
    services,
    state,
    storage,
    task_definitions,
)
from imports.aws import Aws
from imports.model import Found
from imports.rules import Notice, Rule

# What asks again about the answers it gets comes first: it takes the longest.
ENVIRONMENT: Mapping[str, Callable[[Aws, Settings], list[Found]]] = {
    "services": services.find,
    "clusters": clusters.find,
    "task definitions": task_definitions.find,
    "listeners": listeners.find,
    "load balancer": load_balancer.find,
    "identity": identity.find,
    "storage": storage.find,
    "network": network.find,
    "routes": routes.find,
    "endpoints": endpoints.find,
    "security groups": security_groups.find,
    "instances": instances.find,
    "nat": nat.find,
    "dns": dns.find,
    "certificates": certificates.find,
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
    **routes.RULES,
    **endpoints.RULES,
    **security_groups.RULES,
    **load_balancer.RULES,
    **listeners.RULES,
    **certificates.RULES,
    **dns.RULES,
    **clusters.RULES,
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
    **routes.NOTICES,
    **endpoints.NOTICES,
    **security_groups.NOTICES,
    **instances.NOTICES,
    **nat.NOTICES,
    **load_balancer.NOTICES,
    **listeners.NOTICES,
    **certificates.NOTICES,
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
