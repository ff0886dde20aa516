"""A user of a resource, as AWS lists it: another resource that stops working when this one is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aws.reader import Aws
from terraform.plan.change import Change
from terraform.plan.plan import Plan

Item = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class User:
    """`says` names the user for a person. `ids` are its ids and ARNs: Terraform's state has one if the user is ours."""

    says: str
    ids: frozenset[str]


# (reader, the change that removes a resource, its plan) -> the users of the resource, ours among them.
FindUsers = Callable[[Aws, Change, Plan], Iterable[User]]


def user(says: str, *ids: Any) -> User:
    """Returns a user; empty ids are left out."""
    return User(says=says, ids=frozenset(str(each) for each in ids if each))
