"""The actions that a command needs, and the ARNs. In: command, types, scope. Out: one grant for an action and
condition.

* audit: the calls of discovery, and those that read the facts and the baseline of a live account.
* discover: the calls of discovery, the reads of the provider while an import is proven, the state's bucket and lock.
* plan: the reads of the provider, the state, its lock, and a place for the saved plan.
* apply: plan, and to create, change and delete; not to delete what holds data, unless `deletes` is set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from envs.load import ACCOUNT
from errors import CounterPromoError
from guard.resource_type import Deletion
from modules.registry import TYPES
from permissions import recorded, state
from permissions.arns import ANYWHERE, Scope

Command = Literal["audit", "discover", "plan", "apply"]
# An audit reads the policies of AWS itself, too, which roles of tasks have.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
_OF_AWS = ("iam:GetPolicy", "iam:GetPolicyVersion")
# They find what a person made, under any name.
_SEARCHING: tuple[Command, ...] = ("audit", "discover")
COMMANDS: tuple[Command, ...] = get_args(Command)
# Asked with a filter and not by name, so that AWS looks at the permission on all of them:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
_ASKED_OF_ALL = frozenset({"cloudwatch:DescribeAlarms", "rds:DescribeDBInstances"})


def _kept() -> frozenset[str]:
    """Returns the types that nobody deletes every day: the guard blocks a plan that does.

    A type that is created and deleted by the same actions cannot be among them, such as a DNS record.
    """
    held = {name for name, row in TYPES.items() if row.guarded.deletion is Deletion.DATA} & recorded.types()
    return frozenset(name for name in held if not recorded.called(name, "delete") <= recorded.called(name, "create"))


KEPT = _kept()


@dataclass(frozen=True, kw_only=True, order=True)
class Grant:
    """One action on some ARNs; `condition` is (operator, key, value...), or empty."""

    action: str
    arns: tuple[str, ...]
    condition: tuple[str, ...] = ()
    allow: bool = True


def needed(command: Command, *, types: Collection[str], scope: Scope, deletes: bool = False) -> list[Grant]:
    """Returns the grants, sorted; every action with one condition appears once, with all its ARNs.

    Raises CounterPromoError for a type without recorded permissions.
    """
    if unknown := sorted(set(types) - recorded.types()):
        raise CounterPromoError(
            f"nobody has recorded which permissions {', '.join(unknown)} needs",
            cure="python -m tests.permissions.record, then review and commit what it wrote",
        )
    arns: dict[str, set[str]] = {}
    searched = command in _SEARCHING
    for action in _called(command, types=types, scope=scope, deletes=deletes):
        arns.setdefault(action, set()).update(_reach(action, scope=scope, searched=searched))
    if command == "discover" and scope.environment != ACCOUNT:
        for action, confined in recorded.around().items():
            arns.setdefault(action, set()).add(_whole_service(action, scope=scope) if confined else "*")
    if command == "audit":
        for action in _OF_AWS:
            arns[action].add(scope.fill("arn:{partition}:iam::aws:policy/{name}", name="*"))
    for action, arn in state.grants(command, scope):
        arns.setdefault(action, set()).add(arn)
    steps = list(_steps(command, types=types, deletes=deletes))
    return sorted(
        {
            *(
                Grant(action=action, arns=_tidy(some), condition=_condition(action, scope=scope))
                for action, some in arns.items()
                if some
            ),
            *(grant for type_, step in steps for grant in _on_named_resources(type_, step, scope=scope)),
            _no_secure_string(scope),
        }
    )


def _steps(command: Command, *, types: Collection[str], deletes: bool) -> Iterator[tuple[str, str]]:
    """Yields (type, step) for everything that a command may do. An audit runs no provider."""
    if command == "audit":
        return
    for type_ in types:
        yield type_, "read"
        if command == "apply":
            yield from ((type_, step) for step in ("create", "update"))
            if deletes or type_ not in KEPT:
                yield type_, "delete"


def _called(command: Command, *, types: Collection[str], scope: Scope, deletes: bool) -> set[str]:
    of: Literal["account", "environment"] = "account" if scope.environment == ACCOUNT else "environment"
    actions = set(filter(scope.uses, recorded.discovered(of))) if command in _SEARCHING else set()
    if command == "audit":
        actions |= recorded.audited()
    called = (recorded.called(*step) for step in _steps(command, types=types, deletes=deletes))
    return actions.union({"sts:GetCallerIdentity"}, *called)


def _reach(action: str, *, scope: Scope, searched: bool) -> tuple[str, ...]:
    """Returns the narrowest ARNs that AWS accepts: ours, of the kinds that the action checks; `*` if it checks none."""
    kinds = recorded.kinds(action)
    if not kinds:
        return ANYWHERE
    return tuple(arn for kind in kinds for arn in scope.arns(kind, searched=searched or action in _ASKED_OF_ALL))


def _whole_service(action: str, *, scope: Scope) -> str:
    """Returns the ARN of everything of a service in the account."""
    return scope.fill("arn:{partition}:{service}:*:{account}:*", service=action.partition(":")[0])


def _condition(action: str, *, scope: Scope) -> tuple[str, ...]:
    """Returns the condition on the names of records: one zone may hold the records of several environments.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
    """
    if action != "route53:ChangeResourceRecordSets" or not scope.records:
        return ()
    return ("ForAllValues:StringLike", "route53:ChangeResourceRecordSetsNormalizedRecordNames", *scope.records)


def _on_named_resources(type_: str, step: str, *, scope: Scope) -> Iterator[Grant]:
    """Yields the grants on roles that are passed to a service, on service-linked roles, and of RDS on our behalf."""
    for addition in recorded.on_named_resources(type_, step):
        condition = tuple(addition.get("condition", ()))
        for action in addition["actions"]:
            on = addition["on"]
            if arns := (scope.fill(on),) if on.startswith("arn:") else scope.arns(on):
                yield Grant(action=action, arns=tuple(sorted(arns)), condition=condition)


def _no_secure_string(scope: Scope) -> Grant:
    """Returns the statement that denies decryption through SSM. The provider asks for decrypted parameters, which would
    open a SecureString under AWS's own key.

    https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
    """
    through = ("StringEquals", "kms:ViaService", f"ssm.{scope.aws.region}.amazonaws.com")
    return Grant(action="kms:Decrypt", arns=ANYWHERE, condition=through, allow=False)


def _tidy(arns: Collection[str]) -> tuple[str, ...]:
    return ANYWHERE if "*" in arns else tuple(sorted(arns))
