"""VPC endpoints of the model, with what resources of their own add: route tables, subnets, groups and policies."""

from __future__ import annotations

from collections.abc import Iterator

from modules.environment_facts.things import Thing, Things, texts
from reach.model.network import Endpoint

_SHORT = "com.amazonaws."


def endpoints(things: Things) -> Iterator[Endpoint]:
    """Yields every gateway and interface endpoint."""
    for endpoint in things.of("aws_vpc_endpoint"):
        kind = str(things.get(endpoint, "vpc_endpoint_type", "Gateway"))
        if kind in ("Gateway", "Interface"):
            yield _endpoint(things, endpoint, gateway=kind == "Gateway")


def _endpoint(things: Things, endpoint: Thing, *, gateway: bool) -> Endpoint:
    id_ = things.text(endpoint, "id")
    service = str(things.get(endpoint, "service_name", ""))
    return Endpoint(
        id=id_,
        name=things.name(endpoint),
        vpc=things.text(endpoint, "vpc_id"),
        service=service.removeprefix(f"{_SHORT}{things.region}."),
        gateway=gateway,
        subnets=_with(things, endpoint, id_, "subnet_ids", "aws_vpc_endpoint_subnet_association", "subnet_id"),
        groups=_with(
            things,
            endpoint,
            id_,
            "security_group_ids",
            "aws_vpc_endpoint_security_group_association",
            "security_group_id",
        ),
        route_tables=_with(
            things, endpoint, id_, "route_table_ids", "aws_vpc_endpoint_route_table_association", "route_table_id"
        ),
        prefix_list=things.text(endpoint, "prefix_list_id") if gateway else "",
        private_dns=bool(things.get(endpoint, "private_dns_enabled", False)),
        policy=_policy(things, endpoint, id_),
    )


def _with(things: Things, endpoint: Thing, id_: str, listed: str, type_: str, attribute: str) -> tuple[str, ...]:
    """Returns the ids that the endpoint lists, and those that associations add."""
    added = [things.text(one, attribute) for one in things.of(type_) if things.get(one, "vpc_endpoint_id") == id_]
    return tuple(dict.fromkeys([*texts(things.get(endpoint, listed, [])), *added]))


def _policy(things: Things, endpoint: Thing, id_: str) -> str:
    """Returns the endpoint policy; empty for full access, which an endpoint without a policy has."""
    own = (
        things.get(one, "policy")
        for one in things.of("aws_vpc_endpoint_policy")
        if things.get(one, "vpc_endpoint_id") == id_
    )
    return str(next(own, None) or things.get(endpoint, "policy", ""))
