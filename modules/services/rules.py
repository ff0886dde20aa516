"""Rules of what runs: the parts a service names, the sizes Fargate has, what its variables may hold."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from modules.database.settings import DatabaseSettings
from modules.network.references import in_subnets
from modules.network.settings import NetworkSettings
from modules.parameters.settings import ParameterSettings
from modules.secrets.settings import SecretSettings
from modules.services.settings import ServiceSettings
from settings.fault import Fault, unknown
from settings.secret_detection import is_secret

_TAKEN = ("database", "dbtest", "endpoints", "load_balancer")


def services_find_their_parts(
    services: dict[str, ServiceSettings],
    network: NetworkSettings,
    parameters: dict[str, ParameterSettings],
    secrets: dict[str, SecretSettings],
    database: DatabaseSettings,
) -> Iterator[Fault]:
    known = {*secrets, *(["database"] if database.master_password == "rds" else [])}
    for key, service in services.items():
        if key in _TAKEN:
            yield Fault(f"services.{key}", service.name, f"must not be named as a security group: {', '.join(_TAKEN)}")
        yield from in_subnets(f"services.{key}.subnets", service.subnets, network)
        if service.target_group and service.port is None:
            yield Fault(f"services.{key}.port", None, "must be set where there is a target group")
        if service.memory_mib not in _memory_for(service.cpu):
            rule = f"must be a size Fargate offers for cpu {service.cpu}: {_words(_memory_for(service.cpu))}"
            yield Fault(f"services.{key}.memory_mib", service.memory_mib, rule)
        for variable, name in service.parameters.items():
            yield from unknown(f"services.{key}.parameters.{variable}", [name], parameters, "[parameters]")
        for variable, reference in service.secrets.items():
            name = reference.partition(":")[0]
            yield from unknown(f"services.{key}.secrets.{variable}", [name], known, "[secrets]")
        yield from _named_twice(key, service)


def _named_twice(key: str, service: ServiceSettings) -> Iterator[Fault]:
    names = Counter([*service.environment, *service.parameters, *service.secrets])
    for variable, count in names.items():
        if count > 1:
            yield Fault(f"services.{key}", variable, "must be set once among environment, parameters and secrets")


def no_variable_holds_a_secret(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    """A task definition shows its variables to whoever may describe it, and this file is committed."""
    for key, service in services.items():
        for name, value in service.environment.items():
            if is_secret(value):
                rule = f"is a secret: keep it in [secrets] and inject it by services.{key}.secrets"
                yield Fault(f"services.{key}.environment.{name}", "(not shown)", rule)


def autoscaling_has_bounds(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        scaling = service.autoscaling
        if scaling and scaling.maximum < scaling.minimum:
            rule = f"must be at least the minimum {scaling.minimum}"
            yield Fault(f"services.{key}.autoscaling.maximum", scaling.maximum, rule)


def _memory_for(cpu: int) -> list[int]:
    """What Fargate offers, in MiB: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html."""
    sizes: dict[int, Any] = {
        256: [512, 1024, 2048],
        512: range(1024, 4097, 1024),
        1024: range(2048, 8193, 1024),
        2048: range(4096, 16385, 1024),
        4096: range(8192, 30721, 1024),
        8192: range(16384, 61441, 4096),
        16384: range(32768, 122881, 8192),
    }
    return list(sizes[cpu])


def _words(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes)) if len(sizes) < 5 else f"{sizes[0]} to {sizes[-1]} by {sizes[1] - sizes[0]}"
