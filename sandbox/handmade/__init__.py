"""DEV as a person made it in the console, before there was any code for it.

In: the environment variables of an AWS client. Out: nothing; what was made is in the account. Written from the
reference, one file an area, in the order a person would go: each step needs what the ones before it made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from sandbox.handmade.cluster import make_cluster
from sandbox.handmade.configuration import make_parameters
from sandbox.handmade.console import sign_in
from sandbox.handmade.database import make_database
from sandbox.handmade.dns import make_alias, make_certificate, make_zone
from sandbox.handmade.endpoints import make_endpoints
from sandbox.handmade.identity import make_roles
from sandbox.handmade.load_balancer import make_load_balancer
from sandbox.handmade.messaging import make_queues
from sandbox.handmade.network import make_network
from sandbox.handmade.oidc import make_identity_provider
from sandbox.handmade.secrets import make_secrets
from sandbox.handmade.security_groups import make_security_groups
from sandbox.handmade.services import make_services
from sandbox.handmade.storage import make_buckets
from sandbox.handmade.unrelated import make_unrelated


def make_dev(environment: Mapping[str, str] = os.environ) -> None:
    """Make the whole of DEV, and what else is in the account, with the endpoint and credentials of `environment`."""
    console = sign_in(environment)
    make_unrelated(console)
    identity_provider = make_identity_provider(console)
    zone = make_zone(console)

    network = make_network(console)
    groups = make_security_groups(console, vpc=network.vpc)
    make_endpoints(console, network=network, group=groups.endpoints)

    make_buckets(console)
    make_queues(console)
    secrets = make_secrets(console)
    host = make_database(console, subnets=network.private_subnets, group=groups.database)
    make_parameters(console, database_host=host)

    certificate = make_certificate(console, zone=zone)
    balancer = make_load_balancer(console, network=network, group=groups.load_balancer, certificate=certificate)
    make_alias(console, zone=zone, dns_name=balancer.dns_name, load_balancer_zone=balancer.zone)

    roles = make_roles(console, secrets=secrets, identity_provider=identity_provider)
    make_cluster(console)
    make_services(console, network=network, groups=groups, balancer=balancer, roles=roles, secrets=secrets)
