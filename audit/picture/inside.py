"""The places within the VPC: load balancers, NAT gateways, services with what they do, databases."""

from __future__ import annotations

from collections.abc import Iterator

from audit.picture.drawing import Place, Row, Tier, worst
from audit.picture.kinds import state_words
from audit.picture.marks import Marks, name_of
from audit.picture.vpcs import vpcs
from audit.report import Report
from reach.hops import State
from reach.model.environment import Environment
from reach.model.services import LoadBalancer, Service
from reach.network.internet import is_public
from reach.paths.front import same_name


def inside(report: Report, marks: Marks) -> Iterator[Place]:
    """Yields the places of the subnets, with those that the inventory misses."""
    environment = report.environment
    for balancer in environment.load_balancers:
        yield _balancer(environment, balancer, marks)
    ours = vpcs(environment)
    for nat in environment.network.nats.values():
        subnet = environment.network.subnets.get(nat.subnet)
        if subnet is None or subnet.vpc in ours:
            yield Place(key=f"NAT {nat.id}", kind="NAT gateway", name=nat.name, tier=Tier.PUBLIC)
    for service in environment.services:
        yield _service(report, service, marks)
    for database in environment.databases:
        yield Place(
            key=f"database {database.id}",
            kind="database",
            name=database.id,
            tier=Tier.BEHIND,
            rows=(Row(text=f"tcp {database.port}"),),
            mark=marks.of_name(("aws_db_instance",), database.id),
        )
    shown = {
        "aws_lb": ({one.name for one in environment.load_balancers}, Tier.PUBLIC, "load balancer"),
        "aws_ecs_service": ({one.name for one in environment.services}, Tier.PRIVATE, "service"),
        "aws_db_instance": ({one.id for one in environment.databases}, Tier.BEHIND, "database"),
    }
    for type_, (names, tier, kind) in shown.items():
        for item in marks.absent(type_):
            name = name_of(item)
            if name not in names:
                yield Place(key=f"{type_} {name}", kind=kind, name=name, tier=tier, mark=item.standing.value)


def _balancer(environment: Environment, balancer: LoadBalancer, marks: Marks) -> Place:
    rows = [
        Row(text=f"{listener.protocol} {listener.port}{' to HTTPS' if listener.redirects else ''}")
        for listener in sorted(balancer.listeners, key=lambda one: one.port)
    ]
    rows += [
        Row(text=f"{rule.priority}: {', '.join(rule.paths) or 'every path'}")
        for listener in balancer.listeners
        for rule in sorted(listener.rules, key=lambda one: one.priority)
    ]
    hosts = [host for host, name in environment.hosts.items() if same_name(name, balancer.dns_name)]
    return Place(
        key=f"load balancer {balancer.name}",
        kind="load balancer",
        name=balancer.name,
        tier=_tier(environment, balancer.subnets),
        rows=(*(Row(text=host) for host in hosts), *rows),
        mark=marks.of_name(("aws_lb",), balancer.name),
    )


def _service(report: Report, service: Service, marks: Marks) -> Place:
    """Returns a service with one row for each kind of path, and its worst state."""
    states: dict[str, list[State]] = {}
    for path in report.paths:
        if path.service == service.key:
            found = State.STOPS if path.stopped_at else State.UNKNOWN if path.unknown else State.PASSES
            states.setdefault(state_words(path), []).append(found)
    return Place(
        key=service.key,
        kind="service",
        name=service.key,
        tier=_tier(report.environment, service.subnets),
        rows=tuple(Row(text=words, state=worst(found)) for words, found in states.items()),
        mark=marks.of_name(("aws_ecs_service",), service.name),
    )


def _tier(environment: Environment, subnets: tuple[str, ...]) -> Tier:
    known = [environment.network.subnets[one] for one in subnets if one in environment.network.subnets]
    return Tier.PUBLIC if any(is_public(environment.network, one) for one in known) else Tier.PRIVATE
