"""One kind of resource that may lean on an environment: the listing that shows it, and the calls around the listing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Parameters = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Within:
    """A listing that comes first, because the listing of a look asks for one item of it: the rules of each event bus.

    * `at`: the list in the reply.
    * `asks`: (item of this listing) -> parameters of the look's own listing.
    """

    operation: str
    at: str
    asks: Callable[[Any], Parameters]


@dataclass(frozen=True, kw_only=True)
class Then:
    """A further call about each item of a look.

    * `asks`: (item, item of `within` or None) -> parameters of the call.
    * `at`: the list in the reply, of all pages; empty for the reply itself.
    """

    operation: str
    asks: Callable[[Any, Any], Parameters]
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One listing of a region or an account.

    * `type`: the Terraform type of what is listed.
    * `at`: dotted path of the list in the reply.
    * `named`: the member with the id of an item, or `{GROUP}/{NAME}` of several; `{item}` is an item that is a name,
      `{parent}` the item of `within`. Empty where the items are names.
    * `more`: parameters of the listing.
    * In `named` and in the texts of `more`, `{account_id}`, `{project}` and `{environment}` are those of the settings.
    """

    type: str
    service: str
    operation: str
    at: str
    named: str
    within: Within | None = None
    then: Then | None = None
    more: Parameters = field(default_factory=dict)

    @property
    def operations(self) -> Sequence[str]:
        """Returns the operations of boto3 that the look may call, in their order."""
        before, after = (self.within,) if self.within else (), (self.then,) if self.then else ()
        return (*(one.operation for one in before), self.operation, *(one.operation for one in after))


def look(
    type_: str,
    call: str,
    at: str,
    named: str,
    *,
    within: Within | None = None,
    then: Then | None = None,
    more: Parameters | None = None,
) -> Look:
    """Returns a look; `call` is `SERVICE.OPERATION`."""
    service, _, operation = call.partition(".")
    return Look(
        type=type_,
        service=service,
        operation=operation,
        at=at,
        named=named,
        within=within,
        then=then,
        more=more or {},
    )


def by(parameter: str, member: str = "") -> Callable[[Any, Any], Parameters]:
    """Returns parameters that name an item by one member, or by itself if it is a name."""
    return lambda item, _parent: {parameter: item[member] if member else item}
