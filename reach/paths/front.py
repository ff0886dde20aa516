"""The environment's host: DNS leads to the load balancer, the certificate covers the host, webhooks reach a service.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
"""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Hop, Path, Phase, checked, undecided
from reach.model.environment import Environment
from reach.model.services import Listener, LoadBalancer
from reach.paths.listener_rules import taken_by

FRONT = "load balancer"


def front(environment: Environment) -> Iterator[Path]:
    """Yields one path for each host, and one for the webhook path."""
    for host, name in environment.hosts.items():
        yield Path(
            service=FRONT,
            does=f"answer as {host}",
            phase=Phase.SERVE,
            rule="host-unanswered",
            ends=("internet", _label(environment, name)),
            port=443,
            hops=tuple(_host(environment, host, name)),
        )
    balancer = next(iter(environment.load_balancers), None)
    if environment.webhook_path and balancer:
        yield Path(
            service=FRONT,
            does=f"hand {environment.webhook_path} to a service",
            phase=Phase.SERVE,
            rule="webhook-unhandled",
            hops=tuple(_webhook(environment, balancer)),
        )


def _label(environment: Environment, name: str) -> str:
    balancer = next((one for one in environment.load_balancers if same_name(one.dns_name, name)), None)
    return f"load balancer {balancer.name}" if balancer else name


def _host(environment: Environment, host: str, name: str) -> Iterator[Hop]:
    balancer = next((one for one in environment.load_balancers if same_name(one.dns_name, name)), None)
    yield checked(
        f"alias of {host}",
        balancer is not None,
        detail=f"{host} is an alias of {name}, which is no load balancer of the environment",
        cure=f"an alias record of {host} to the load balancer ([dns])",
    )
    secure = [one for one in (balancer.listeners if balancer else ()) if one.protocol == "HTTPS"]
    if balancer:
        yield checked(
            f"HTTPS listener of {balancer.name}",
            bool(secure),
            detail=f"load balancer {balancer.name} has no HTTPS listener",
            cure="a listener with protocol HTTPS on port 443",
        )
    for listener in secure:
        yield from _certificate(environment, listener, host)


def _certificate(environment: Environment, listener: Listener, host: str) -> Iterator[Hop]:
    held = environment.certificates.get(listener.certificate)
    if held is None:
        yield undecided("certificate", f"certificate {listener.certificate} is not among the facts")
        return
    yield checked(
        f"names of certificate {held.arn}",
        any(_covers(name, host) for name in held.names),
        detail=f"its certificate is for {', '.join(held.names)}, not for {host}",
        cure="dns.certificate_names with that host",
    )
    yield checked(
        f"status of certificate {held.arn}",
        held.issued,
        detail="its certificate is not issued",
        unknown="ACM issues the certificate once its validation record is found",
        cure="the validation record of the certificate in the zone that the domain is delegated to",
    )


def _webhook(environment: Environment, balancer: LoadBalancer) -> Iterator[Hop]:
    for listener in balancer.listeners:
        if listener.redirects:
            continue
        rule = taken_by(listener, environment.webhook_path)
        yield checked(
            f"rule of listener {listener.port} for {environment.webhook_path}",
            rule is not None and bool(rule.targets) and rule.targets != listener.targets,
            detail=f"no listener rule takes {environment.webhook_path}: the default service gets it",
            cure=f'a rule in [load_balancer.rules] with paths = ["{environment.webhook_path}"]',
        )


def _covers(name: str, host: str) -> bool:
    """Returns True if a name of a certificate covers a host. A wildcard stands for one label."""
    if name.startswith("*."):
        return host.partition(".")[2].lower() == name[2:].lower()
    return name.lower() == host.lower()


def same_name(first: str, second: str) -> bool:
    """Returns True if two DNS names are those of one load balancer. An alias may have the prefix `dualstack.`."""
    plain = [name.lower().rstrip(".").removeprefix("dualstack.") for name in (first, second)]
    return bool(plain[0]) and plain[0] == plain[1]
