"""The way from an interface to an AWS service: an interface endpoint, a gateway endpoint, or the internet.

With private DNS, the name of the service leads to the interface endpoint from every subnet of the VPC, also from a
subnet that has a way to the internet.
https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

from __future__ import annotations

from dataclasses import dataclass

from reach.hops import Hop, checked
from reach.model.network import INTERNET, Endpoint, Interface, Network, Subnet
from reach.network.connection import acl_hop, connect, leave
from reach.network.internet import default_route, reach_internet

HTTPS = 443
_LAYERS = "security_groups.image_layers = true, or "
BY_GATEWAY = ("s3", "dynamodb")


@dataclass(frozen=True, kw_only=True)
class Way:
    """The hops to a service, and the endpoint they lead through; None for the internet."""

    hops: tuple[Hop, ...]
    endpoint: Endpoint | None


def reach_service(network: Network, source: Interface, *, service: str) -> Way:
    """Returns the way to a service of the region by its short name, such as `ecr.api`."""
    subnet = network.subnets.get(source.subnet)
    if subnet is None:
        return Way(hops=reach_internet(network, source, port=HTTPS, cure=""), endpoint=None)
    own = [one for one in network.endpoints if one.vpc == subnet.vpc and one.service == service]
    by_name = next((one for one in own if not one.gateway and one.private_dns), None)
    if by_name:
        return Way(hops=_interface(network, source, subnet, by_name), endpoint=by_name)
    gateway = next((one for one in own if one.gateway and subnet.route_table in one.route_tables), None)
    if gateway:
        return Way(hops=_gateway(network, source, subnet, gateway), endpoint=gateway)
    return Way(hops=_outside(network, source, subnet, service=service, own=own), endpoint=None)


def _interface(network: Network, source: Interface, subnet: Subnet, endpoint: Endpoint) -> tuple[Hop, ...]:
    """Returns the hops to each interface of an endpoint: its name resolves to all of them."""
    vpc = network.vpcs.get(subnet.vpc)
    resolves = vpc.dns_support and vpc.dns_hostnames if vpc else None
    label = f"endpoint {endpoint.name}"
    dns = checked(
        f"private DNS of {endpoint.service}",
        resolves,
        detail=f"the VPC lacks DNS support or DNS hostnames, which the private name of {label} needs",
        cure="enable_dns_support and enable_dns_hostnames of the VPC",
    )
    there = checked(f"subnets of {label}", bool(endpoint.subnets) or None, detail=f"{label} has no known subnet")
    hops = [
        hop
        for one in endpoint.subnets
        for hop in connect(network, source, Interface(label=label, subnet=one, groups=endpoint.groups), port=HTTPS)
    ]
    return (dns, there, *dict.fromkeys(hops))


def _gateway(network: Network, source: Interface, subnet: Subnet, endpoint: Endpoint) -> tuple[Hop, ...]:
    hops = (
        leave(network, source, to=INTERNET, port=HTTPS, prefix_list=endpoint.prefix_list, setting=_LAYERS),
        acl_hop(network, subnet, egress=True, ports=(HTTPS, HTTPS), cidr=INTERNET),
        acl_hop(network, subnet, egress=False, ports=source.ephemeral, cidr=INTERNET),
    )
    return tuple(hop for hop in hops if hop)


def _outside(
    network: Network, source: Interface, subnet: Subnet, *, service: str, own: list[Endpoint]
) -> tuple[Hop, ...]:
    """Returns the hops over the internet. Without a way there, the first hop says what the endpoint lacks."""
    if default_route(network, subnet) or subnet.route_table not in network.route_tables:
        return reach_internet(network, source, port=HTTPS, cure=f"an endpoint for {service}")
    if not own:
        kind = "gateway" if service in BY_GATEWAY else "interface"
        detail = f"subnet {subnet.name} has no endpoint for {service} and no way to the internet"
        cure = f'endpoints.{service.replace(".", "_")}: service = "{service}", kind = "{kind}"'
    elif own[0].gateway:
        table = network.route_tables[subnet.route_table].name
        detail = f"endpoint {own[0].name} for {service} is not in the route table {table} of subnet {subnet.name}"
        cure = f"route table {table} in route_tables of the endpoint for {service}"
    else:
        detail = f"endpoint {own[0].name} for {service} has no private DNS, and {subnet.name} no way to the internet"
        cure = f"private DNS of the endpoint for {service}"
    return (checked(f"way from {subnet.name} to {service}", False, detail=detail, cure=cure),)
