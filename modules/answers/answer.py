"""One kind of answer of AWS about a live resource: the call, and the members that the provider has no argument for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from imports.model import Found
from imports.pinning.beyond_provider import Beyond

Parameters = Mapping[str, Any]


def nothing(live: Found) -> Parameters:
    """Returns no parameters: one call lists all resources of the type, and discovery has made it already."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer of one read-only call about resources of one Terraform type.

    * `service`, `operation`: names of boto3.
    * `at`: the member of the reply that holds the item or the list of items; empty for the reply itself.
    * `asks`: (live resource) -> parameters of the call.
    * `named`: the member that tells the item of a list; its value is the resource's id, ARN or name. Empty for a reply
      about one resource.
    * `paged`: the operation lists items page by page.
    * `beyond`: what to say of the item.
    """

    type: str
    service: str
    operation: str
    at: str
    beyond: Beyond
    asks: Callable[[Found], Parameters] = nothing
    named: str = ""
    paged: bool = True


def listed(
    type_: str,
    call: str,
    at: str,
    named: str,
    members: Mapping[str, tuple[Any, ...]],
    *,
    asks: Callable[[Found], Parameters] = nothing,
) -> Answer:
    """Returns the row of a call that lists items. `call` is `service.operation`."""
    service, _, operation = call.partition(".")
    beyond = Beyond(members=members)
    return Answer(type=type_, service=service, operation=operation, at=at, named=named, beyond=beyond, asks=asks)


def whole(
    type_: str,
    call: str,
    at: str,
    members: Mapping[str, tuple[Any, ...]],
    *,
    asks: Callable[[Found], Parameters],
    named: str = "",
    known: frozenset[str] | None = None,
) -> Answer:
    """Returns the row of a call about one resource. With `known`, the item is a list or map of keys and values."""
    service, _, operation = call.partition(".")
    beyond = Beyond(members=members, known=known)
    return Answer(
        type=type_, service=service, operation=operation, at=at, beyond=beyond, asks=asks, named=named, paged=False
    )


def by(parameter: str, fact: str = "id") -> Callable[[Found], Parameters]:
    """Returns parameters that name the resource by a fact of it, or by its import id."""

    def asks(live: Found) -> Parameters:
        value = live.id if fact == "id" else live.name if fact == "name" else live.facts[fact]
        return {parameter: value}

    return asks
