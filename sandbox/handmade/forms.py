"""All forms of an environment, filled in as for DEV; `sandbox.seeded` fills them in otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.handmade.configuration import DEV_PARAMETERS, ParametersForm
from sandbox.handmade.database import DEV_DATABASE, DatabaseForm
from sandbox.handmade.dns import DEV_DNS, DnsForm
from sandbox.handmade.ecs.cluster import DEV_CLUSTER, ClusterForm
from sandbox.handmade.ecs.services import DEV_SERVICES, ServiceForm
from sandbox.handmade.endpoints import DEV_ENDPOINTS, EndpointsForm
from sandbox.handmade.iam.roles import DEV_IDENTITY, IdentityForm
from sandbox.handmade.load_balancer import DEV_LOAD_BALANCER, LoadBalancerForm
from sandbox.handmade.messaging import DEV_QUEUE, QueueForm
from sandbox.handmade.network import DEV_NETWORK, NetworkForm
from sandbox.handmade.secrets import DEV_SECRETS, SecretsForm
from sandbox.handmade.security_groups import DEV_GROUPS, SecurityGroupsForm
from sandbox.handmade.storage import DEV_BUCKETS, BucketForm


@dataclass(frozen=True, kw_only=True)
class EnvironmentForm:
    """One form for each area; buckets by purpose, services in the order in which they were made."""

    network: NetworkForm
    endpoints: EndpointsForm
    groups: SecurityGroupsForm
    dns: DnsForm
    load_balancer: LoadBalancerForm
    cluster: ClusterForm
    services: tuple[ServiceForm, ...]
    database: DatabaseForm
    buckets: Mapping[str, BucketForm]
    queue: QueueForm
    parameters: ParametersForm
    secrets: SecretsForm
    identity: IdentityForm


DEV = EnvironmentForm(
    network=DEV_NETWORK,
    endpoints=DEV_ENDPOINTS,
    groups=DEV_GROUPS,
    dns=DEV_DNS,
    load_balancer=DEV_LOAD_BALANCER,
    cluster=DEV_CLUSTER,
    services=DEV_SERVICES,
    database=DEV_DATABASE,
    buckets=DEV_BUCKETS,
    queue=DEV_QUEUE,
    parameters=DEV_PARAMETERS,
    secrets=DEV_SECRETS,
    identity=DEV_IDENTITY,
)
