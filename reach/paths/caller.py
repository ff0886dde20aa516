"""A service as the caller of AWS: its interfaces, one for each subnet, and the hops of a call of the AWS API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reach.hops import Hop, checked, every, some
from reach.iam.evaluate import evaluate, trusts
from reach.iam.request import Decision, Request
from reach.model.environment import Environment
from reach.model.network import Endpoint, Interface
from reach.model.services import Role, Service
from reach.network.aws_service import Way, reach_service

# The ports from which Linux opens connections: vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
_EPHEMERAL = (32768, 60999)
TASKS = "ecs-tasks.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call of the AWS API: the endpoint's service, and the actions of which one must be allowed on the resource."""

    service: str
    actions: tuple[str, ...]
    resource: str
    policy: str | None = ""


def interfaces(service: Service) -> tuple[Interface, ...]:
    """Returns the interfaces that a task of the service may get."""
    return tuple(
        Interface(
            label=service.key,
            subnet=subnet,
            groups=service.groups,
            public_ip=service.public_ip,
            ephemeral=_EPHEMERAL,
        )
        for subnet in service.subnets
    )


def role_hop(environment: Environment, service: Service, arn: str, *, purpose: str) -> Hop:
    """Returns the hop that the role is there, known, and trusts ECS tasks."""
    name = f"{purpose} of {service.key}"
    if not arn:
        return checked(name, False, detail=f"its task definition has no {purpose}", cure=f"an {purpose} for the task")
    role = environment.roles.get(arn)
    if role is None:
        absent = "role" in environment.whole
        unknown = f"its {purpose} {arn} is not in the settings: it may exist"
        detail = f"its {purpose} {arn} does not exist"
        return checked(
            name, False if absent else None, detail=detail, cure=f"an {purpose} that exists", unknown=unknown
        )
    return checked(
        name,
        trusts(role, TASKS, account=environment.account),
        detail=f"its {purpose} {role.name} does not trust {TASKS}",
        cure=f"a trust policy of {role.name} that lets {TASKS} assume it",
    )


def call(environment: Environment, service: Service, *, role: str, what: Call) -> tuple[Hop, ...]:
    """Returns the hops of a call: the way there from each subnet, and the permission."""
    ways = [reach_service(environment.network, each, service=what.service) for each in interfaces(service)]
    return (*once(hop for way in ways for hop in way.hops), *permission(environment, role=role, ways=ways, what=what))


def permission(environment: Environment, *, role: str, ways: Sequence[Way], what: Call) -> Iterator[Hop]:
    """Yields the hop that the role, and the policy of each endpoint on the ways, allow the call."""
    held = environment.roles.get(role)
    if held is None:
        return
    endpoints = list(dict.fromkeys(way.endpoint for way in ways)) or [None]
    decisions = [
        [_decide(environment, held, endpoint, action, what) for action in what.actions] for endpoint in endpoints
    ]
    verdict = every(some(one.holds for one in each) for each in decisions)
    by = next((one.by for each in decisions for one in each if one.holds is verdict), "")
    wanted = " or ".join(what.actions)
    yield checked(
        f"{wanted} by {held.name}",
        verdict,
        detail=f"{held.name} may not {wanted} on {what.resource}: {by}",
        cure=f"allow {wanted} on {what.resource} in {_owner(by, held)}",
        unknown=by,
    )


def once(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """Returns the hops without repetitions."""
    return tuple(dict.fromkeys(hops))


def context_of(environment: Environment, endpoint: Endpoint | None) -> dict[str, str]:
    """Returns the condition keys that are known for a call of a task through an endpoint, or without one."""
    through = {"aws:sourcevpce": endpoint.id, "aws:sourcevpc": endpoint.vpc} if endpoint else {}
    return {
        "aws:securetransport": "true",
        "aws:requestedregion": environment.region,
        "aws:resourceaccount": environment.account,
        "aws:principaltype": "AssumedRole",
        "aws:viaawsservice": "false",
        "aws:principalisawsservice": "false",
        **through,
    }


def _decide(environment: Environment, role: Role, endpoint: Endpoint | None, action: str, what: Call) -> Decision:
    request = Request(
        action=action,
        resource=what.resource,
        role=role.arn,
        account=environment.account,
        context=context_of(environment, endpoint),
    )
    policy = endpoint.policy if endpoint else ""
    return evaluate(request, role=role, resource_policy=what.policy, endpoint_policy=policy)


def _owner(by: str, role: Role) -> str:
    """Returns the policy to change: the one that denies, or one of the role."""
    return by.removesuffix(" denies it").removesuffix(" does not allow it") if by[:4] in ("the ", "a po") else role.name
