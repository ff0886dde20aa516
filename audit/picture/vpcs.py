"""The VPCs that a picture shows: an account may hold others, which a reader of the whole region lists too."""

from __future__ import annotations

from reach.model.environment import Environment


def vpcs(environment: Environment) -> set[str]:
    """Returns the VPCs that services or load balancers are in; all of them if none is known."""
    used = {one for service in environment.services for one in service.subnets}
    used |= {one for balancer in environment.load_balancers for one in balancer.subnets}
    found = {environment.network.subnets[one].vpc for one in used if one in environment.network.subnets}
    return found or set(environment.network.vpcs)
