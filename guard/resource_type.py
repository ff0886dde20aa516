"""The row of facts that the guard needs about one Terraform type. The services fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from guard.attribute_rules import Watch
from terraform.plan.change import Change
from terraform.plan.plan import Plan

# (value shown now, the drift, the plan) -> True if resources of this code explain the whole value.
Owner = Callable[[Any, Change, Plan], bool]
# (a change, the plan) -> the loss or the reason, if another change of the plan asks for this one, or "".
AskedFor = Callable[[Change, Plan], str]
# (value before, value after)
Transition = tuple[Any, Any]


class Deletion(Enum):
    """The loss that a deletion, a replacement or a `forget` of a resource causes."""

    DATA = "data or identity"  # the content is lost, or others rely on its name, id or address
    PROTECTION = "protection"  # harmless by itself, but something else becomes open, unencrypted or unobserved
    DISRUPTIVE = "disruptive"  # other resources need it; the default for a type without a row
    REPORTED = "reported"  # Terraform can create it again; until then nobody is notified, or nothing expires
    ALLOWED = "allowed"  # Terraform creates it again at once, and nothing depends on the old one


class PolicyKind(Enum):
    """The kind of an IAM policy document: of an identity, of a resource, or trust in those who assume a role."""

    IDENTITY = "identity"
    RESOURCE = "resource"
    TRUST = "trust"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, kw_only=True)
class PolicyAttribute:
    """The attribute of a type that holds an IAM policy document.

    `computed`: AWS fills it in where the code leaves it out, so an unknown value at creation is harmless.
    `full`: an empty document permits everything.
    """

    attribute: str
    kind: PolicyKind
    computed: bool = False
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class GuardedType:
    """The facts about one Terraform type that the guard needs.

    * `arn`: template of the ARN, with `{region}`, `{account}` and attributes; empty if AWS invents a part.
    * `asked_for`: finds removals that another change of the same plan asks for: they are reported.
    * `watched`: attributes that must not become worse.
    * `follows`: attributes that another change of the same plan makes known after apply, each with the function that
      says why the value is none to fear; then it is reported.
    * `policy`: the attribute that holds an IAM policy document, if there is one.
    * `owned_elsewhere`: attributes that show other resources of this code, such as the rules in a security group, each
      with the function that finds these resources in the plan; None if no resource of this code owns the attribute.
    * `changes_by_itself`: attributes that AWS changes without anybody, with the transitions that are expected; an empty
      tuple expects any.
    * `spelled_twice`: attributes that the provider writes in two equal forms and reads back in one or both.
    * `judged`: arguments that a check of more than one attribute judges.
    * `harmless`: reason -> arguments of which no value is dangerous; None if this code does not declare the type.
    * `computed`: attributes that the provider computes, and nobody sets.
    * `acts`: says what a new resource does to what exists, if the code does not declare the type: it is blocked.
    """

    deletion: Deletion
    arn: str = ""
    asked_for: AskedFor | None = None
    watched: tuple[Watch, ...] = ()
    follows: Mapping[str, AskedFor] = field(default_factory=dict)
    policy: PolicyAttribute | None = None
    owned_elsewhere: Mapping[str, Owner | None] = field(default_factory=dict)
    changes_by_itself: Mapping[str, tuple[Transition, ...]] = field(default_factory=dict)
    spelled_twice: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    harmless: Mapping[str, tuple[str, ...]] | None = None
    computed: frozenset[str] = frozenset()
    acts: str = ""


Types = Mapping[str, GuardedType]
UNKNOWN_TYPE = GuardedType(deletion=Deletion.DISRUPTIVE)
