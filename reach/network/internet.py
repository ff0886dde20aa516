"""The way from an interface to the internet: a route to an internet gateway or to a NAT gateway.

https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
"""

from __future__ import annotations

from reach.hops import Hop, checked, undecided
from reach.model.network import INTERNET, Interface, Nat, Network, Route, Subnet, Target
from reach.network.connection import acl_hop, leave

_EPHEMERAL = (1024, 65535)  # of NAT gateways: vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports


def default_route(network: Network, subnet: Subnet) -> Route | None:
    """Returns the route of a subnet to all addresses; None if it has none or only a blackhole."""
    table = network.route_tables.get(subnet.route_table)
    routes = table.routes if table else ()
    return next((route for route in routes if route.destination == INTERNET and route.active), None)


def is_public(network: Network, subnet: Subnet) -> bool:
    """Returns True if the subnet has a route to an internet gateway."""
    route = default_route(network, subnet)
    return route is not None and route.kind is Target.INTERNET


def reach_internet(network: Network, source: Interface, *, port: int, cure: str) -> tuple[Hop, ...]:
    """Returns the hops of a TCP connection to an address of the internet. `cure` replaces a missing route."""
    subnet = network.subnets.get(source.subnet)
    if subnet is None:
        return (undecided(f"subnet {source.subnet}", f"subnet {source.subnet} is not among the facts"),)
    hops: list[Hop | None] = [
        _way_out(network, source, subnet, cure=cure),
        leave(network, source, to=INTERNET, port=port),
    ]
    hops += [
        acl_hop(network, subnet, egress=True, ports=(port, port), cidr=INTERNET),
        acl_hop(network, subnet, egress=False, ports=source.ephemeral, cidr=INTERNET),
    ]
    route = default_route(network, subnet)
    if route and route.kind is Target.NAT and route.target in network.nats:
        hops += _through_nat(network, network.nats[route.target], port=port)
    return tuple(hop for hop in hops if hop)


def _way_out(network: Network, source: Interface, subnet: Subnet, *, cure: str) -> Hop:
    name = f"route of {subnet.name} to the internet"
    if subnet.route_table not in network.route_tables:
        return undecided(name, f"the routes of {subnet.name} are not known")
    route = default_route(network, subnet)
    if route is None:
        return checked(name, False, detail=f"its subnet {subnet.name} has no way to the internet", cure=cure)
    if route.kind is Target.INTERNET:
        detail = f"it has no public IP in {subnet.name}, whose route leads to an internet gateway"
        return checked(name, source.public_ip, detail=detail, cure=f"subnets with a route to a NAT gateway; {cure}")
    if route.kind is Target.NAT:
        return checked(name, True, detail="")
    return undecided(name, f"the route of {subnet.name} leads to {route.target}, which is not followed")


def _through_nat(network: Network, nat: Nat, *, port: int) -> list[Hop | None]:
    """Returns the hops from a NAT gateway to the internet."""
    subnet = network.subnets.get(nat.subnet)
    name = f"route of NAT gateway {nat.name}"
    if subnet is None:
        return [undecided(name, f"the subnet of NAT gateway {nat.name} is not among the facts")]
    public = nat.public and is_public(network, subnet)
    detail = f"NAT gateway {nat.name} is in {subnet.name}, which has no route to an internet gateway"
    return [
        checked(name, public, detail=detail, cure=f"a route of {subnet.name}: {INTERNET} to the internet gateway"),
        acl_hop(network, subnet, egress=True, ports=(port, port), cidr=INTERNET),
        acl_hop(network, subnet, egress=False, ports=_EPHEMERAL, cidr=INTERNET),
    ]
