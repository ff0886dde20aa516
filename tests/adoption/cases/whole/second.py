"""A second complete environment in DEV's account: in another VPC, with a database, services and a load balancer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.handmade.configuration import make_parameters
from sandbox.handmade.console import Console, sign_in
from sandbox.handmade.database import make_database
from sandbox.handmade.dns import make_alias, make_certificate
from sandbox.handmade.ecs.cluster import make_cluster
from sandbox.handmade.ecs.services import make_services
from sandbox.handmade.endpoints import make_endpoints
from sandbox.handmade.forms import DEV
from sandbox.handmade.iam.roles import make_roles
from sandbox.handmade.load_balancer import make_load_balancer
from sandbox.handmade.messaging import make_queues
from sandbox.handmade.network import make_network
from sandbox.handmade.secrets import make_secrets
from sandbox.handmade.security_groups import make_security_groups
from sandbox.handmade.storage import make_buckets
from sandbox.handmade.traffic_rules import ALB, ENDPOINTS, RDS
from tests.adoption.account import ACCOUNT, Account


def numbered_dev(account: Account) -> None:
    """`counterpromo-dev2-*` and `/counterpromo/dev2/*`, with the CIDR of DEV."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w)": r"counterpromo\1dev\g<2>2"})


def green_dev(account: Account) -> None:
    """A copy for a blue/green change: DEV's names with `-green`."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w|-green)": r"counterpromo\1dev\2-green"})


def staging(account: Account) -> None:
    """STAGING, made like DEV."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w)": r"counterpromo\1staging\2"})


def _make(account: Account, names: Mapping[str, str]) -> None:
    console = sign_in(account.workplace.sandbox.environment())

    def renamed(value: Any) -> Any:
        match value:
            case str():
                for pattern, new in names.items():
                    value = re.sub(pattern, new, value)
                return value.replace("dev.counterpromo.com", "second.counterpromo.com")
            case Mapping():
                return {renamed(key): renamed(item) for key, item in value.items()}
            case list() | tuple() | frozenset():
                return type(value)(renamed(item) for item in value)
            case _:
                return value

    def rename(*, params: dict[str, Any], **_event: Any) -> Any:
        return renamed(params)

    zone = account.client("route53").list_hosted_zones_by_name(DNSName="counterpromo.com")["HostedZones"][0]["Id"]
    console.session.events.register("provide-client-params", rename)
    _make_all(console, zone=zone.rpartition("/")[2])


def _make_all(console: Console, *, zone: str) -> None:
    """Makes what DEV has, without the zone and the identity provider, which an account has once."""
    network = make_network(console, DEV.network)
    groups = make_security_groups(console, DEV.groups, vpc=network.vpc)
    make_endpoints(console, DEV.endpoints, network=network, group=groups[ENDPOINTS])
    make_buckets(console, DEV.buckets)
    make_queues(console, DEV.queue)
    secrets = make_secrets(console, DEV.secrets)
    host = make_database(console, DEV.database, network=network, group=groups[RDS])
    make_parameters(console, DEV.parameters, database_host=host, database_name=DEV.database.name)
    certificate = make_certificate(console, DEV.dns, zone=zone)
    balancer = make_load_balancer(
        console, DEV.load_balancer, network=network, group=groups[ALB], certificate=certificate
    )
    make_alias(console, DEV.dns, zone=zone, dns_name=balancer.dns_name, load_balancer_zone=balancer.zone)
    roles = make_roles(
        console,
        DEV.identity,
        secrets=secrets,
        identity_provider=f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com",
        services=tuple(service.name for service in DEV.services),
    )
    make_cluster(console, DEV.cluster)
    make_services(
        console, DEV.services, network=network, groups=groups, balancer=balancer, roles=roles, secrets=secrets
    )
