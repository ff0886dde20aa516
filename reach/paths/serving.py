"""The load balancer reaches a service: listener, rules in order, target group, health check, groups and subnets.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Hop, Path, Phase, checked, undecided
from reach.model.environment import Environment
from reach.model.network import EVERY_PORT, Interface
from reach.model.services import Balanced, Listener, LoadBalancer, Service, TargetGroup
from reach.network import acls
from reach.network.connection import connect, names
from reach.network.internet import is_public
from reach.paths.caller import once
from reach.paths.listener_rules import leads_to, shadowed_by


def be_reached(environment: Environment, service: Service) -> Iterator[Path]:
    """Yields one path for each target group of the service."""
    for balanced in service.balanced:
        group = environment.target_groups.get(balanced.target_group)
        yield Path(
            service=service.key,
            does=f"be reached through target group {group.name if group else balanced.target_group}",
            phase=Phase.SERVE,
            rule="service-unreachable",
            ends=(_balancer_of(environment, balanced), service.key),
            port=balanced.port,
            hops=once(_hops(environment, service, balanced, group)),
        )


def _balancer_of(environment: Environment, balanced: Balanced) -> str:
    """Returns the label of the load balancer that forwards to a target group; empty if none does."""
    for balancer in environment.load_balancers:
        if any(leads_to(listener, balanced.target_group) for listener in balancer.listeners):
            return f"load balancer {balancer.name}"
    return ""


def _hops(environment: Environment, service: Service, balanced: Balanced, group: TargetGroup | None) -> Iterator[Hop]:
    yield _container_port(service, balanced)
    if group is None:
        yield undecided("target group", f"target group {balanced.target_group} is not among the facts")
        return
    yield checked(
        f"target type of {group.name}",
        group.target_type == "ip",
        detail=f"target group {group.name} has target type {group.target_type}; tasks of awsvpc need ip",
        cure=f"target_type = ip of {group.name}",
    )
    ways = [
        (balancer, listener)
        for balancer in environment.load_balancers
        for listener in balancer.listeners
        if leads_to(listener, group.arn)
    ]
    yield checked(
        f"listener that forwards to {group.name}",
        bool(ways),
        detail=f"no listener forwards to target group {group.name}",
        cure=f"load_balancer.default_service or a rule in [load_balancer.rules] with service {service.key}",
    )
    for balancer, listener in ways:
        yield from _listener(environment, balancer, listener, group)
        for port in dict.fromkeys([balanced.port, group.health_port or balanced.port]):
            yield from _to_the_tasks(environment, balancer, service, port=port)


def _container_port(service: Service, balanced: Balanced) -> Hop:
    containers = {container.name: container for container in service.containers or ()}
    container = containers.get(balanced.container)
    known = service.containers is not None
    there = container is not None and balanced.port in container.ports
    return checked(
        f"port {balanced.port} of container {balanced.container}",
        there if known else None,
        detail=f"container {balanced.container} has no port {balanced.port}, which the load balancer is to use",
        cure=f"services.{service.key}.port = {balanced.port}",
    )


def _listener(
    environment: Environment, balancer: LoadBalancer, listener: Listener, group: TargetGroup
) -> Iterator[Hop]:
    network = environment.network
    inbound = [
        rule
        for one in balancer.groups
        if one in network.groups
        for rule in network.groups[one].rules
        if not rule.egress and (rule.protocol in ("-1", "all") or rule.ports[0] <= listener.port <= rule.ports[1])
    ]
    own = names(network, balancer.groups)
    yield checked(
        f"inbound rule of {own}",
        bool(inbound),
        detail=f"security group {own} of load balancer {balancer.name} admits nobody on tcp {listener.port}",
        cure=f"an inbound rule of {own}: tcp {listener.port}",
    )
    yield from _subnets(environment, balancer)
    for rule in listener.rules:
        if group.arn in rule.targets and (shadow := shadowed_by(rule, listener)):
            yield checked(
                f"listener rule {rule.name}",
                False,
                detail=f"rule {shadow.name} with priority {shadow.priority} takes {', '.join(rule.paths)} first",
                cure=f"a priority of {rule.name} below {shadow.priority}",
            )


def _subnets(environment: Environment, balancer: LoadBalancer) -> Iterator[Hop]:
    """Yields the hops that the subnets are in two zones, and public if the load balancer faces the internet."""
    subnets = [environment.network.subnets[one] for one in balancer.subnets if one in environment.network.subnets]
    whole = len(subnets) == len(balancer.subnets)
    yield checked(
        f"zones of load balancer {balancer.name}",
        len({subnet.zone for subnet in subnets}) >= 2 or (False if whole else None),
        detail=f"load balancer {balancer.name} has subnets in one zone; it needs two",
        cure="load_balancer.subnets in two zones",
    )
    for subnet in () if balancer.internal else subnets:
        yield checked(
            f"route of {subnet.name} to the internet",
            is_public(environment.network, subnet),
            detail=f"subnet {subnet.name} of load balancer {balancer.name} has no route to an internet gateway",
            cure=f"load_balancer.subnets = public subnets, or a route of {subnet.name} to the internet gateway",
        )
        if subnet.acl in environment.network.acls and not balancer.internal:
            yield _answers(environment, subnet.acl, subnet.name)


def _answers(environment: Environment, acl: str, subnet: str) -> Hop:
    """Returns the hop that answers may leave to some clients: a network ACL that lets none out stops all."""
    held = environment.network.acls[acl]
    allowed = acls.permits(held, egress=True, ports=(1024, EVERY_PORT[1]), cidr="0.0.0.0/0")
    return checked(
        f"outbound entries of network ACL {held.name}",
        allowed,
        detail=f"network ACL {held.name} of subnet {subnet} does not let answers out to tcp 1024-65535",
        cure=f"an outbound entry of {held.name}: allow tcp 1024-65535 to 0.0.0.0/0",
    )


def _to_the_tasks(environment: Environment, balancer: LoadBalancer, service: Service, *, port: int) -> Iterator[Hop]:
    for source in balancer.subnets:
        for target in service.subnets:
            yield from connect(
                environment.network,
                Interface(label=f"load balancer {balancer.name}", subnet=source, groups=balancer.groups),
                Interface(label=service.key, subnet=target, groups=service.groups),
                port=port,
            )
