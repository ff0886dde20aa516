"""Makes DEV as a person made it in the console, before there was any code for it.

Input: the environment variables of an AWS client. The steps follow the reference, one file an area, in the order in
which a person works: each step needs what earlier steps made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.handmade.configuration import make_parameters
from sandbox.handmade.console import Console, sign_in
from sandbox.handmade.database import make_database
from sandbox.handmade.dns import make_alias, make_certificate, make_zone
from sandbox.handmade.ecs.cluster import make_cluster
from sandbox.handmade.ecs.services import make_services
from sandbox.handmade.endpoints import make_endpoints
from sandbox.handmade.forms import DEV, EnvironmentForm
from sandbox.handmade.iam.oidc import make_identity_provider
from sandbox.handmade.iam.roles import make_roles
from sandbox.handmade.load_balancer import LoadBalancer, make_load_balancer
from sandbox.handmade.messaging import make_queues
from sandbox.handmade.network import Network, make_network
from sandbox.handmade.secrets import make_secrets
from sandbox.handmade.security_groups import SecurityGroups, make_security_groups
from sandbox.handmade.storage import make_buckets
from sandbox.handmade.traffic_rules import ALB, ENDPOINTS, RDS
from sandbox.handmade.unrelated import make_unrelated


@dataclass(frozen=True, kw_only=True)
class Made:
    """The facts about the environment that later steps need, for example to make resources beside it."""

    zone: str
    network: Network
    groups: SecurityGroups
    balancer: LoadBalancer


def make_dev(environment: Mapping[str, str] = os.environ) -> None:
    """Makes all of DEV, and what else is in the account, with the endpoint and credentials of `environment`."""
    console = sign_in(environment)
    make_unrelated(console)
    make_environment(console, DEV)


def make_environment(console: Console, form: EnvironmentForm, *, identity_provider: str = "", zone: str = "") -> Made:
    """Makes an environment as its forms say; the console's notebook records what was made and left out.

    An account has one identity provider and one zone of a name: a second environment is given the ARN and the id.
    """
    identity_provider = identity_provider or make_identity_provider(console)
    zone = zone or make_zone(console, form.dns)

    network = make_network(console, form.network)
    groups = make_security_groups(console, form.groups, vpc=network.vpc)
    make_endpoints(console, form.endpoints, network=network, group=groups[ENDPOINTS])

    make_buckets(console, form.buckets)
    make_queues(console, form.queue)
    secrets = make_secrets(console, form.secrets)
    host = make_database(console, form.database, network=network, group=groups[RDS])
    make_parameters(console, form.parameters, database_host=host, database_name=form.database.name)

    certificate = make_certificate(console, form.dns, zone=zone)
    balancer = make_load_balancer(
        console, form.load_balancer, network=network, group=groups[ALB], certificate=certificate
    )
    make_alias(console, form.dns, zone=zone, dns_name=balancer.dns_name, load_balancer_zone=balancer.zone)

    names = tuple(service.name for service in form.services)
    roles = make_roles(console, form.identity, secrets=secrets, identity_provider=identity_provider, services=names)
    make_cluster(console, form.cluster)
    make_services(
        console, form.services, network=network, groups=groups, balancer=balancer, roles=roles, secrets=secrets
    )
    return Made(zone=zone, network=network, groups=groups, balancer=balancer)
