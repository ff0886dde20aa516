"""From what was chosen to the forms of a whole environment, area by area."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.anyshape.configuration import fill_parameters, fill_secrets
from sandbox.anyshape.database import fill_database
from sandbox.anyshape.identity import fill_identity
from sandbox.anyshape.network import fill_endpoints, fill_network
from sandbox.anyshape.security_groups import fill_security_groups
from sandbox.anyshape.services import fill_cluster, fill_services
from sandbox.anyshape.storage import fill_buckets, fill_queue
from sandbox.anyshape.traffic import fill_dns, fill_load_balancer
from sandbox.handmade.forms import EnvironmentForm


def fill_in(choices: Mapping[str, str]) -> EnvironmentForm:
    """Every form, from the table's choices alone."""
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
