"""Events of application deploys and of autoscaling, as docs/deploys.md allows them."""

from __future__ import annotations

from typing import Any

from sandbox.ageing.event import Account, Event, Owner

_KEPT = ("family", "containerDefinitions", "cpu", "memory", "networkMode", "executionRoleArn", "taskRoleArn")


def _register(ecs: Any, family: str, image: str) -> str:
    """Registers a revision with another image, and returns its ARN."""
    live = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
    members = {name: live[name] for name in _KEPT if name in live}
    members["requiresCompatibilities"] = ["FARGATE"]
    members["containerDefinitions"] = [{**members["containerDefinitions"][0], "image": image}]
    return str(ecs.register_task_definition(**members)["taskDefinition"]["taskDefinitionArn"])


def _service(account: Account, key: str = "svc-web") -> dict[str, str]:
    return {"cluster": f"{account.prefix}-cluster", "service": f"{account.prefix}-{key}"}


def _deploy(account: Account) -> None:
    ecs = account.client("ecs")
    revision = _register(ecs, f"{account.prefix}-td-web", "example.com/web@sha256:" + "a" * 64)
    ecs.update_service(**_service(account), taskDefinition=revision)


def _roll_back(account: Account) -> None:
    account.client("ecs").update_service(**_service(account), taskDefinition=f"{account.prefix}-td-web:1")


def _many(account: Account) -> None:
    ecs = account.client("ecs")
    made = [_register(ecs, f"{account.prefix}-td-worker", f"example.com/worker:{number}") for number in range(20)]
    for revision in made[:5]:
        ecs.deregister_task_definition(taskDefinition=revision)
    ecs.update_service(**_service(account, "svc-worker"), taskDefinition=made[-1])


def _scale_out(account: Account) -> None:
    account.client("ecs").update_service(**_service(account), desiredCount=4)


def _restart(account: Account) -> None:
    account.client("ecs").update_service(**_service(account), forceNewDeployment=True)


def _event(name: str, says: str, make: Any) -> Event:
    return Event(name=name, owner=Owner.DEPLOYS, says=says, make=make)


BY_DEPLOYS = (
    _event("deploy", "a deploy registers a revision, and the service runs it", _deploy),
    _event("rollback", "the circuit breaker rolls the service back to the revision before", _roll_back),
    _event("revisions", "a family gains twenty revisions, of which five are INACTIVE", _many),
    _event("scale-out", "a service runs four tasks instead of one", _scale_out),
    _event("restart", "a new deployment of the same revision is forced", _restart),
)
