"""A connection between two interfaces of one VPC, hop by hop: groups both ways, network ACLs both ways.

https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html
"""

from __future__ import annotations

from collections.abc import Sequence

from reach.hops import Hop, checked, undecided
from reach.model.network import Interface, Network, Subnet
from reach.network import acls, groups
from reach.network.groups import Peer


def connect(network: Network, source: Interface, target: Interface, *, port: int) -> tuple[Hop, ...]:
    """Returns the hops of a TCP connection from `source` to a port of `target`."""
    here, there = network.subnets.get(source.subnet), network.subnets.get(target.subnet)
    if here is None or there is None:
        missing = source.subnet if here is None else target.subnet
        return (undecided(f"subnet {missing}", f"subnet {missing} is not among the facts"),)
    if here.vpc != there.vpc:
        detail = f"{here.name} and {there.name} are in two VPCs; ways between VPCs are not followed"
        return (undecided("one VPC", detail),)
    return (
        leave(network, source, to=there.cidr, target=target, port=port),
        *_acls_there(network, here, there, port=port),
        enter(network, target, source=source, from_=here.cidr, port=port),
        *_acls_back(network, here, there, ephemeral=source.ephemeral),
    )


def leave(
    network: Network,
    source: Interface,
    *,
    to: str,
    port: int,
    target: Interface | None = None,
    prefix_list: str = "",
    setting: str = "",
) -> Hop:
    """Returns the hop out of the security groups of `source`, to an interface, a prefix list or a CIDR.

    `setting` is put before the cure.
    """
    peer = Peer(cidr=to, groups=target.groups if target else (), prefix_list=prefix_list)
    allowed = groups.permits(source.groups, egress=True, port=port, peer=peer, within=network)
    own, end = names(network, source.groups), _end(network, target, to, prefix_list)
    return checked(
        f"outbound rule of {own}",
        allowed,
        detail=f"security group {own} has no outbound rule for tcp {port} to {end}",
        cure=f"{setting}an outbound rule of {own}: tcp {port} to {end}",
    )


def enter(network: Network, target: Interface, *, source: Interface | None, from_: str, port: int) -> Hop:
    """Returns the hop into the security groups of `target`, from an interface or from a CIDR."""
    peer = Peer(cidr=from_, groups=source.groups if source else ())
    allowed = groups.permits(target.groups, egress=False, port=port, peer=peer, within=network)
    own, end = names(network, target.groups), _end(network, source, from_, "")
    return checked(
        f"inbound rule of {own}",
        allowed,
        detail=f"security group {own} of {target.label} has no inbound rule for tcp {port} from {end}",
        cure=f"an inbound rule of {own}: tcp {port} from {end}",
    )


def acl_hop(network: Network, subnet: Subnet, *, egress: bool, ports: tuple[int, int], cidr: str) -> Hop | None:
    """Returns the hop through the network ACL of a subnet; None for the default ACL, which allows everything."""
    if not subnet.acl:
        return None
    acl = network.acls.get(subnet.acl)
    way, end = ("outbound", "to") if egress else ("inbound", "from")
    span = f"{ports[0]}" if ports[0] == ports[1] else f"{ports[0]}-{ports[1]}"
    name = acl.name if acl else subnet.acl
    return checked(
        f"{way} entries of network ACL {name}",
        acls.permits(acl, egress=egress, ports=ports, cidr=cidr) if acl else None,
        detail=f"network ACL {name} of subnet {subnet.name} does not allow {way} tcp {span} {end} {cidr}",
        cure=f"an {way} entry of {name}: allow tcp {span} {end} {cidr}",
    )


def names(network: Network, groups_: Sequence[str]) -> str:
    """Returns the names of groups, joined; an id for a group that the network does not hold."""
    return ", ".join(network.groups[one].name if one in network.groups else one for one in groups_) or "(no group)"


def _acls_there(network: Network, here: Subnet, there: Subnet, *, port: int) -> tuple[Hop, ...]:
    """Returns the ACL hops of the request. Traffic within one subnet passes no network ACL."""
    if here.id == there.id:
        return ()
    hops = (
        acl_hop(network, here, egress=True, ports=(port, port), cidr=there.cidr),
        acl_hop(network, there, egress=False, ports=(port, port), cidr=here.cidr),
    )
    return tuple(hop for hop in hops if hop)


def _acls_back(network: Network, here: Subnet, there: Subnet, *, ephemeral: tuple[int, int]) -> tuple[Hop, ...]:
    if here.id == there.id:
        return ()
    hops = (
        acl_hop(network, there, egress=True, ports=ephemeral, cidr=here.cidr),
        acl_hop(network, here, egress=False, ports=ephemeral, cidr=there.cidr),
    )
    return tuple(hop for hop in hops if hop)


def _end(network: Network, interface: Interface | None, cidr: str, prefix_list: str) -> str:
    if interface and interface.groups:
        return names(network, interface.groups)
    service = next((one.service for one in network.endpoints if prefix_list and one.prefix_list == prefix_list), "")
    return f"the prefix list of {service}" if service else cidr
