"""Uses of the network: load balancers, interface endpoints in each zone, NAT gateways and public addresses.

https://aws.amazon.com/elasticloadbalancing/pricing/, https://aws.amazon.com/privatelink/pricing/, https://aws.amazon.com/vpc/pricing/
"""

from __future__ import annotations

from collections.abc import Iterator

from cost.prices import HOURS
from cost.usage import Range, Usage
from modules.environment_facts.things import Things, texts
from modules.environment_facts.uses.tasks import count
from terraform.plan.values import block

BALANCERS, ENDPOINTS, NAT, ADDRESSES = "Load balancers", "Interface endpoints", "NAT gateways", "Public IPv4 addresses"
OUT = "Traffic to the internet"


def uses(things: Things) -> Iterator[Usage]:
    """Yields the uses of the network."""
    yield from _balancers(things)
    for endpoint in things.of("aws_vpc_endpoint"):
        if things.get(endpoint, "vpc_endpoint_type", "Gateway") == "Interface":
            name, zones = things.name(endpoint), len(texts(things.get(endpoint, "subnet_ids", [])))
            yield Usage(part=ENDPOINTS, name=name, price="endpoint", amount=Range.of(HOURS * zones))
            yield Usage.by_assumption(ENDPOINTS, name, "endpoint_data")
    for nat in things.of("aws_nat_gateway"):
        name = things.name(nat)
        yield Usage(part=NAT, name=name, price="nat_gateway", amount=Range.of(HOURS))
        yield Usage.by_assumption(NAT, name, "nat_gateway_data")
        if things.get(nat, "connectivity_type", "public") == "public":
            yield _address(name, Range.of(1))
    for service in things.of("aws_ecs_service"):
        if block(things.get(service, "network_configuration", [])).get("assign_public_ip") is True:
            yield _address(things.text(service, "name"), count(things, service))


def _balancers(things: Things) -> Iterator[Usage]:
    """Yields hours, capacity and traffic; one that faces the internet has a public address in each zone."""
    for balancer in things.of("aws_lb"):
        name = things.text(balancer, "name")
        yield Usage(part=BALANCERS, name=name, price="load_balancer", amount=Range.of(HOURS))
        yield Usage(part=BALANCERS, name=name, price="load_balancer_capacity", amount=Range.of(HOURS), assumed=True)
        if things.get(balancer, "internal", False) is not True:
            yield _address(name, Range.of(len(texts(things.get(balancer, "subnets", [])))))
            yield Usage.by_assumption(OUT, name, "data_out")


def _address(name: str, count: Range) -> Usage:
    return Usage(part=ADDRESSES, name=name, price="public_ipv4", amount=count * HOURS)
