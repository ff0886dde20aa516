"""Rules of the services: keys, ports, the sizes that Fargate offers, variables."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from modules.services.settings import ServiceSettings
from settings.fault import Fault
from settings.secret_detection import is_secret

_TAKEN = ("database", "dbtest", "endpoints", "load_balancer")


def keys_differ_from_security_groups(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key in _TAKEN:
        if key in services:
            rule = f"must not have the key of a security group: {', '.join(_TAKEN)}"
            yield Fault(f"services.{key}", services[key].name, rule)


def target_groups_have_a_port(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        if service.target_group and service.port is None:
            yield Fault(f"services.{key}.port", None, "must be set where there is a target group")


def memory_fits_the_cpu(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        sizes = _memory_for(service.cpu)
        if service.memory_mib not in sizes:
            rule = f"must be a size Fargate offers for cpu {service.cpu}: {_words(sizes)}"
            yield Fault(f"services.{key}.memory_mib", service.memory_mib, rule)


def scratch_folders_differ(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        for folder, count in Counter(service.scratch.values()).items():
            if count > 1:
                yield Fault(f"services.{key}.scratch", folder, "must name each folder once")


def execute_command_can_write(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    """Checks that the agent of ECS Exec can write into the container's root file system.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
    """
    for key, service in services.items():
        if service.execute_command and service.read_only_root:
            rule = "must be false where read_only_root is true: the agent of ECS Exec writes to the root file system"
            yield Fault(f"services.{key}.execute_command", True, rule)


def variables_are_set_once(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        names = Counter([*service.environment, *service.parameters, *service.secrets])
        for variable, count in names.items():
            if count > 1:
                rule = "must be in only one of environment, parameters and secrets"
                yield Fault(f"services.{key}", variable, rule)


def variables_hold_no_secret(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    """Checks that no variable is a secret: whoever may describe a task definition reads its variables."""
    for key, service in services.items():
        for name, value in service.environment.items():
            if is_secret(value):
                rule = f"is a secret: keep it in [secrets] and inject it by services.{key}.secrets"
                yield Fault(f"services.{key}.environment.{name}", "(not shown)", rule)


def autoscaling_maximum_is_not_below_the_minimum(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        scaling = service.autoscaling
        if scaling and scaling.maximum < scaling.minimum:
            rule = f"must be at least the minimum {scaling.minimum}"
            yield Fault(f"services.{key}.autoscaling.maximum", scaling.maximum, rule)


RULES = (
    scratch_folders_differ,
    execute_command_can_write,
    keys_differ_from_security_groups,
    target_groups_have_a_port,
    memory_fits_the_cpu,
    variables_are_set_once,
    variables_hold_no_secret,
    autoscaling_maximum_is_not_below_the_minimum,
)


def _memory_for(cpu: int) -> list[int]:
    """Returns the sizes that Fargate offers, in MiB.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
    """
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
