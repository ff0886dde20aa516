"""Evaluates a request of a role by all its policies, in the order that AWS documents for one account.

An explicit deny wins; then the boundary and the endpoint policy must allow; then the role's own policies or the policy
of the resource must. Session policies and the organization's policies are not known here.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from reach.hops import some
from reach.iam.document import SILENT, read, together
from reach.iam.request import Decision, Effect, Request
from reach.model.services import Role


def evaluate(
    request: Request,
    *,
    role: Role,
    resource_policy: str | None = "",
    endpoint_policy: str | None = "",
) -> Decision:
    """Returns the decision on a request of a role. An empty policy text is no policy."""
    identity = together([read(text, request) for text in role.documents]) if role.documents else SILENT
    resource = read(resource_policy, request) if resource_policy != "" else SILENT
    limits = {
        f"the permissions boundary of {role.name}": role.boundary,
        "the policy of the endpoint": endpoint_policy,
    }
    bounds = {by: read(text, request) for by, text in limits.items() if text != ""}
    everything = {f"a policy of {role.name}": identity, "the policy of the resource": resource, **bounds}
    for by, says in everything.items():
        if says.deny is True:
            return Decision(effect=Effect.DENIED, by=f"{by} denies it")
    for by, says in bounds.items():
        if says.allow is False:
            return Decision(effect=Effect.DENIED, by=f"{by} does not allow it")
    granted = some([identity.allow, resource.allow])
    if granted is False:
        return Decision(effect=Effect.DENIED, by=f"no policy of {role.name} allows it")
    unsure = [by for by, says in everything.items() if says.deny is None]
    unsure += [by for by, says in bounds.items() if says.allow is None]
    if granted is None or unsure:
        return Decision(effect=Effect.UNKNOWN, by=f"{(unsure or [f'a policy of {role.name}'])[0]} is not known in full")
    return Decision(effect=Effect.ALLOWED)


def trusts(role: Role, service: str, *, account: str) -> bool | None:
    """Returns whether a role's trust policy lets a service (`ecs-tasks.amazonaws.com`) assume it."""
    context = {"aws:sourceaccount": account}
    request = Request(action="sts:AssumeRole", resource=role.arn, role=service, account=account, context=context)
    says = read(role.trust, request)
    if says.deny is True or says.allow is False:
        return False
    return None if says.deny is None or says.allow is None else True
