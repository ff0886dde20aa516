"""Settings of the SSM parameters and the Stripe prices."""

from collections.abc import Mapping
from typing import Annotated, Literal

from settings.copying import NotCopied
from settings.references import Reference
from settings.types import (
    Key,
    Name,
    Path,
    Strict,
    Tags,
)
from settings.unique_names import Unique

_OWNERS = ("database", "buckets", "queues")


def _sources(database: object, buckets: Mapping[str, object], queues: Mapping[str, object]) -> list[str]:
    """Returns the attributes of resources that a parameter can hold."""
    return [
        *(f"database.{attribute}" for attribute in ("host", "name", "port")),
        *(f"buckets.{key}.name" for key in buckets),
        *(f"queues.{key}.url" for key in queues),
    ]


class ParameterSettings(Strict):
    """A parameter that is no secret; it has either `source` or `value`."""

    name: Annotated[Path, Unique("parameter")]
    """Name of the parameter, a path."""
    source: Annotated[str, Reference(needs=_OWNERS, known=_sources, rule="must be one of")] | None = None
    """Attribute of a resource that the parameter holds, such as `database.host`."""
    value: str | None = None
    """Value of the parameter, instead of a source."""
    description: str | None = None
    """Description of the parameter."""
    tags: Tags = {}


class StripeSettings(Strict):
    """Stripe's prices, and the paths of their parameters.

    A price that is unknown yet is "": no parameter is created for it, and every plan says so.
    """

    price_prefix: Annotated[Path, Unique("namespace of prices")]
    """Path of the parameters that hold prices by plan."""
    plan_prefix: Annotated[Path, Unique("namespace of prices")]
    """Path of the parameters that hold plans by price."""
    webhook_path: Path
    """Path at which the application receives webhooks."""
    prices: dict[Key, Annotated[Name | Literal[""], NotCopied("")]]
    """Plan = Stripe's price id; empty while it is unknown."""
    descriptions: dict[Key, str] = {}
    """Descriptions of the parameters, by `price_PLAN` and `plan_of_PLAN`."""

    @property
    def known(self) -> dict[str, str]:
        """Returns plan -> price for the known prices."""
        return {plan: price for plan, price in self.prices.items() if price}

    @property
    def unknown(self) -> list[str]:
        """Returns the plans without a known price."""
        return [plan for plan, price in self.prices.items() if not price]
