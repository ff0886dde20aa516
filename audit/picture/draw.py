"""Draws a report: what is in the environment, and the paths of its services as arrows between places."""

from __future__ import annotations

from collections.abc import Iterator

from audit.picture.drawing import Arrow, Drawing, Place, Row, SubnetLabel, Tier, worst
from audit.picture.inside import inside
from audit.picture.kinds import KINDS, Kind, kind_of
from audit.picture.marks import Marks
from audit.picture.vpcs import vpcs
from audit.report import Report
from reach.hops import Path, State
from reach.model.environment import Environment
from reach.model.network import Subnet, Target
from reach.network.internet import default_route

ENDPOINTS = "VPC endpoints"
NOT_IN_CODE = "not in code"
_WAYS = {Target.INTERNET: "internet gateway", Target.NAT: "NAT gateway", Target.OTHER: "another network"}


def draw(report: Report) -> Drawing:
    """Returns the picture of a report."""
    marks = Marks.of(report.inventory)
    environment = report.environment
    places = [*_outside(report.paths), *_endpoints(report, marks), *inside(report, marks), *_services(report, marks)]
    keys = {place.key for place in places}
    arrows = [arrow for arrow in _arrows(report) if arrow.source in keys and arrow.target in keys]
    return Drawing(
        title=_title(environment),
        subnets=tuple(_subnets(environment)),
        places=tuple(places),
        arrows=tuple(dict.fromkeys(arrows)),
    )


def _listening(environment: Environment, target: str) -> list[int]:
    """Returns the ports on which a load balancer listens; empty if the target is none."""
    found = [one for one in environment.load_balancers if f"load balancer {one.name}" == target]
    return sorted({listener.port for balancer in found for listener in balancer.listeners})


def _title(environment: Environment) -> str:
    names = sorted(one.name for id_, one in environment.network.vpcs.items() if id_ in vpcs(environment))
    return ", ".join(names) or environment.name


def _subnets(environment: Environment) -> Iterator[SubnetLabel]:
    ours = vpcs(environment)
    listed = [one for one in environment.network.subnets.values() if one.vpc in ours]
    for subnet in sorted(listed, key=lambda one: (one.zone, one.name)):
        way = _way_out(environment, subnet)
        label = SubnetLabel(
            name=subnet.name,
            zone=subnet.zone,
            cidr=subnet.cidr,
            way_out=way or "no way out",
            public=way == _WAYS[Target.INTERNET],
        )
        yield label


def _way_out(environment: Environment, subnet: Subnet) -> str:
    route = default_route(environment.network, subnet)
    return _WAYS[route.kind] if route else ""


def _outside(paths: tuple[Path, ...]) -> Iterator[Place]:
    """Yields the internet, and each public registry that an image comes from."""
    yield Place(key="internet", kind="internet", name="browsers, Stripe", tier=Tier.OUTSIDE)
    registries = dict.fromkeys(path.ends[1] for path in paths if path.rule == "image-not-pulled" and not kind_of(path))
    for registry in registries:
        yield Place(key=registry, kind="public registry", name=registry.removeprefix("registry "), tier=Tier.OUTSIDE)


def _endpoints(report: Report, marks: Marks) -> Iterator[Place]:
    """Yields all endpoints of the VPC as one place with a row for each."""
    ours = vpcs(report.environment)
    listed = [one for one in report.environment.network.endpoints if one.vpc in ours]
    rows = [
        Row(text=f"{one.service} (gateway)" if one.gateway else one.service, mark=marks.of_endpoint(one.id))
        for one in sorted(listed, key=lambda one: (one.gateway, one.service, one.id))
    ]
    known = {one.id for one in listed}
    rows += [
        Row(text=item.name or item.address, mark=item.standing.value)
        for item in marks.absent("aws_vpc_endpoint")
        if item.id not in known and f"{item.address}.id" not in known
    ]
    if rows:
        yield Place(key=ENDPOINTS, kind="", name=ENDPOINTS, tier=Tier.BEHIND, rows=tuple(rows))


def _services(report: Report, marks: Marks) -> Iterator[Place]:
    """Yields a place for each kind of AWS service, with what the environment has of it."""
    for kind in KINDS:
        rows = list(_held(report, kind, marks))
        if rows:
            yield Place(key=kind.title, kind="", name=kind.title, tier=Tier.AWS, rows=tuple(rows))


def _held(report: Report, kind: Kind, marks: Marks) -> Iterator[Row]:
    """Yields a row for each resource of a kind, and for each that a path leads to."""
    named: dict[str, list[State]] = {}
    for path in report.paths:
        if kind_of(path) is kind:
            named.setdefault(path.target, []).append(_state(path))
    listed = marks.names(kind.types)
    for name in sorted({*listed, *named}):
        mark = marks.of_name(kind.types, name) if name in listed else _beside_the_code(name)
        states = named.get(name, [])
        yield Row(text=name, state=worst(states) if states else None, mark=mark if marks.known else "")


def _beside_the_code(name: str) -> str:
    """Returns the mark of what a service uses and no code declares. RDS keeps some passwords in a secret of its own."""
    return "kept by RDS" if name.startswith("of database ") else NOT_IN_CODE


def _state(path: Path) -> State:
    if path.stopped_at:
        return State.STOPS
    return State.UNKNOWN if path.unknown else State.PASSES


def _arrows(report: Report) -> Iterator[Arrow]:
    together: dict[tuple[str, str], list[Path]] = {}
    behind: dict[tuple[str, str, str], list[State]] = {}
    endpoints = {one.service for one in report.environment.network.endpoints}
    for path in report.paths:
        kind, (source, target) = kind_of(path), path.ends
        nat = _nat_of(report.environment, path.service) if kind or target.startswith("registry ") else ""
        if kind and kind.endpoints[0] in endpoints:
            target = ENDPOINTS
            behind.setdefault((ENDPOINTS, kind.title, kind.endpoints[0]), []).append(_state(path))
        elif nat:
            behind.setdefault((nat, "internet" if kind else target, ""), []).append(_state(path))
            target = nat
        elif kind:
            target = kind.title
        together.setdefault((source, target), []).append(path)
    for (source, target), paths in together.items():
        ports = _listening(report.environment, target) or sorted({path.port or 443 for path in paths})
        label = f"tcp {', '.join(str(port) for port in ports)}"
        yield Arrow(source=source, target=target, state=worst([_state(path) for path in paths]), label=label)
    for (source, target, row), states in behind.items():
        yield Arrow(source=source, target=target, state=worst(states), row=row)


def _nat_of(environment: Environment, key: str) -> str:
    """Returns the place of the NAT gateway to which the subnets of a service lead; empty if they lead to none."""
    network = environment.network
    subnets = [one for service in environment.services if service.key == key for one in service.subnets]
    routes = [default_route(network, network.subnets[one]) for one in subnets if one in network.subnets]
    return next((f"NAT {route.target}" for route in routes if route and route.kind is Target.NAT), "")
