"""Fills in all forms of an environment from the choices of a seed."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.handmade.forms import EnvironmentForm
from sandbox.seeded.configuration import fill_parameters, fill_secrets
from sandbox.seeded.database import fill_database
from sandbox.seeded.identity import fill_identity
from sandbox.seeded.network import fill_endpoints, fill_network
from sandbox.seeded.security_groups import fill_security_groups
from sandbox.seeded.services import fill_cluster, fill_services
from sandbox.seeded.storage import fill_buckets, fill_queue
from sandbox.seeded.traffic import fill_dns, fill_load_balancer


def fill_in(choices: Mapping[str, str]) -> EnvironmentForm:
    """Fills in every form from the choices alone."""
    network = fill_network(choices)
    return EnvironmentForm(
        network=network,
        endpoints=fill_endpoints(choices, network),
        groups=fill_security_groups(choices),
        dns=fill_dns(choices),
        load_balancer=fill_load_balancer(choices),
        cluster=fill_cluster(choices),
        services=fill_services(choices),
        database=fill_database(choices),
        buckets=fill_buckets(choices),
        queue=fill_queue(choices),
        parameters=fill_parameters(choices),
        secrets=fill_secrets(choices),
        identity=fill_identity(choices),
    )
