"""An amendment: the fields that one answer of AWS gets, checked against botocore's service model. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Self

from botocore.loaders import Loader
from botocore.model import ListShape, OperationNotFoundError, ServiceModel, Shape, StructureShape

from sandbox.overlay.validate import InvalidAmendment, check_value

READING = ("Describe", "Get", "List")


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """Fields to merge into the answer of `operation`.

    `service` is botocore's name (`rds`), `operation` a call that only reads (`DescribeDBInstances`). `when` are request
    parameters that must be equal. `at` is the dotted path of the item in the answer (`Reservations.Instances`; empty is
    the answer itself), `item` the members that tell the item from the others of its list. `members` are merged into the
    item: a structure or a map member by member, a list as a whole, None takes a member away. `adds` appends the item
    where the list does not have it.
    """

    service: str
    operation: str
    members: Mapping[str, Any]
    when: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    item: Mapping[str, Any] = field(default_factory=dict)
    adds: bool = False

    def __post_init__(self) -> None:
        """Raises InvalidAmendment, which names the member, what was given and what AWS's model allows."""
        if not self.operation.startswith(READING):
            raise InvalidAmendment(f"{self.operation} does not only read: an operation starts with {READING}")
        model = operation_model(self.service, self.operation)
        place = f"{self.service}.{self.operation}"
        item = _item_shape(model.output_shape, self.at, place=place)
        known = model.input_shape.members if model.input_shape else {}
        if unknown := sorted(set(self.when) - set(known)):
            raise InvalidAmendment(f"{place} has no parameter {', '.join(unknown)}; it has {', '.join(sorted(known))}")
        for members in (self.item, self.members):
            check_value(dict(members), item, path=f"{place}:{self.at}", partial=True)

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Reads what `as_json` wrote. Raises InvalidAmendment where it has other keys."""
        try:
            return cls(**document)
        except TypeError as error:
            raise InvalidAmendment(f"an amendment has other keys: {error}") from error

    def as_json(self) -> dict[str, Any]:
        """Returns the amendment as JSON can hold it."""
        return asdict(self)


@lru_cache
def service_model(service: str) -> ServiceModel:
    """Returns botocore's model of a service. Raises InvalidAmendment for a service that botocore does not know."""
    loader = Loader()
    if service not in loader.list_available_services("service-2"):
        raise InvalidAmendment(f"botocore knows no service {service}")
    return ServiceModel(loader.load_service_model(service, "service-2"), service)


def operation_model(service: str, operation: str) -> Any:
    """Returns botocore's model of an operation. Raises InvalidAmendment for one that the service does not have."""
    try:
        return service_model(service).operation_model(operation)
    except OperationNotFoundError as error:
        raise InvalidAmendment(f"{service} has no operation {operation}") from error


def _item_shape(shape: Shape | None, at: str, *, place: str) -> StructureShape:
    for part in at.split(".") if at else ():
        shape = shape.member if isinstance(shape, ListShape) else shape
        members = shape.members if isinstance(shape, StructureShape) else {}
        if part not in members:
            raise InvalidAmendment(f"{place} answers with no {part} at {at}; there is {', '.join(sorted(members))}")
        shape = members[part]
    shape = shape.member if isinstance(shape, ListShape) else shape
    if not isinstance(shape, StructureShape):
        raise InvalidAmendment(f"{place}: what is at {at or 'the top'} has no members of its own")
    return shape
