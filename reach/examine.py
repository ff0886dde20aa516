"""All paths of an environment: what each service needs to start, to run and to be reached."""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Path, Phase, undecided
from reach.model.environment import Environment
from reach.model.services import Service
from reach.paths.front import front
from reach.paths.image import pull
from reach.paths.injection import read_injected
from reach.paths.logs import write_logs
from reach.paths.run_time import use_resources
from reach.paths.serving import be_reached


def examine(environment: Environment) -> tuple[Path, ...]:
    """Returns the paths of all services, then those of the load balancer."""
    paths = [path for service in environment.services for path in _of_service(environment, service)]
    return (*paths, *front(environment))


def _of_service(environment: Environment, service: Service) -> Iterator[Path]:
    if service.containers is None:
        detail = f"the containers of {service.key} are not known: its task definition is not among the facts"
        hop = undecided("task definition", detail)
        yield Path(service=service.key, does="start", phase=Phase.START, rule="task-unknown", hops=(hop,))
    yield from pull(environment, service)
    yield from write_logs(environment, service)
    yield from read_injected(environment, service)
    yield from use_resources(environment, service)
    yield from be_reached(environment, service)
