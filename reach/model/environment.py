"""An environment as the engines see it: the one model that each reader fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reach.model.network import Network
from reach.model.services import (
    CacheRule,
    Certificate,
    Database,
    LoadBalancer,
    Role,
    Service,
    Store,
    TargetGroup,
)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """An environment. `whole` names the kinds of which nothing else exists: what is not listed is not there.

    `hosts` are the names that DNS leads to a load balancer: host -> DNS name of the load balancer.
    """

    name: str
    account: str
    region: str
    network: Network
    services: tuple[Service, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    load_balancers: tuple[LoadBalancer, ...] = ()
    target_groups: Mapping[str, TargetGroup] = field(default_factory=dict)
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    databases: tuple[Database, ...] = ()
    stores: tuple[Store, ...] = ()
    log_groups: frozenset[str] = frozenset()
    cache_rules: tuple[CacheRule, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    webhook_path: str = ""
    whole: frozenset[str] = frozenset()

    def stores_of(self, kind: str) -> tuple[Store, ...]:
        """Returns the stores of a kind, such as `queue`."""
        return tuple(store for store in self.stores if store.kind == kind)
