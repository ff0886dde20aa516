"""A VPC as the engines see it: subnets, routes, network ACLs, security groups and endpoints.

The readers fill it from settings, a plan or a live account. Ids are those of AWS, or addresses where nothing is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

EVERY_PORT = (0, 65535)
INTERNET = "0.0.0.0/0"


class Target(StrEnum):
    """The kind of target of a route. `OTHER`: a peering, transit gateway, instance or VPN, which is not followed."""

    INTERNET = "internet gateway"
    NAT = "NAT gateway"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route: CIDR of the destination, kind and id of the target. A blackhole route is not `active`."""

    destination: str
    kind: Target
    target: str
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class RouteTable:
    """A route table. The local route and the routes of gateway endpoints are not listed."""

    id: str
    name: str
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subnet:
    """A subnet, with its route table (its own, or the main one) and its network ACL (empty: the default one)."""

    id: str
    name: str
    vpc: str
    cidr: str
    zone: str
    route_table: str
    acl: str = ""


@dataclass(frozen=True, kw_only=True)
class AclRule:
    """An entry of a network ACL. `ports` is inclusive; `protocol` is a name of the provider, `-1` for all."""

    number: int
    egress: bool
    allow: bool
    protocol: str
    ports: tuple[int, int]
    cidr: str


@dataclass(frozen=True, kw_only=True)
class Acl:
    """A network ACL. What no entry matches is denied."""

    id: str
    name: str
    rules: tuple[AclRule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """A rule of a security group, with one peer: a CIDR, a group or a prefix list."""

    egress: bool
    protocol: str
    ports: tuple[int, int]
    cidr: str = ""
    group: str = ""
    prefix_list: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """A security group."""

    id: str
    name: str
    vpc: str
    rules: tuple[GroupRule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A VPC endpoint. `service` is the short name (`ecr.api`); an empty `policy` is full access, None is not known."""

    id: str
    name: str
    vpc: str
    service: str
    gateway: bool
    subnets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    route_tables: tuple[str, ...] = ()
    prefix_list: str = ""
    private_dns: bool = True
    policy: str | None = ""


@dataclass(frozen=True, kw_only=True)
class Nat:
    """A NAT gateway; a private one leads to no internet."""

    id: str
    name: str
    subnet: str
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class Vpc:
    """A VPC. Private DNS of endpoints needs both DNS attributes; `internet_gateway` is True if one is attached."""

    id: str
    name: str
    dns_support: bool = True
    dns_hostnames: bool = True
    internet_gateway: bool = False


@dataclass(frozen=True, kw_only=True)
class Network:
    """All VPCs of an environment, each thing by its id."""

    vpcs: Mapping[str, Vpc] = field(default_factory=dict)
    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    route_tables: Mapping[str, RouteTable] = field(default_factory=dict)
    acls: Mapping[str, Acl] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    endpoints: tuple[Endpoint, ...] = ()
    nats: Mapping[str, Nat] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Interface:
    """A network interface: `label` names its owner. Its address is any of its subnet."""

    label: str
    subnet: str
    groups: tuple[str, ...]
    public_ip: bool = False
    ephemeral: tuple[int, int] = (1024, 65535)
