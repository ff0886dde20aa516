"""Settings of the SSM parameters and the Stripe prices."""

from typing import Annotated, Literal

from settings.types import (
    Key,
    Name,
    Path,
    Strict,
    Tags,
)
from settings.unique_names import Unique


class ParameterSettings(Strict):
    """A non-secret parameter: exactly one of `source` (an attribute of a resource) and `value`."""

    name: Annotated[Path, Unique("parameter")]
    source: str | None = None
    value: str | None = None
    description: str | None = None
    tags: Tags = {}


class StripeSettings(Strict):
    """Stripe's prices (plan = price) and where they stand among the parameters.

    `descriptions` are the parameters', by `price_PLAN` and `plan_of_PLAN`. A price nobody knows yet is "": no parameter
    is made of it, and every plan says so.
    """

    price_prefix: Annotated[Path, Unique("namespace of prices")]
    plan_prefix: Annotated[Path, Unique("namespace of prices")]
    webhook_path: Path
    prices: dict[Key, Name | Literal[""]]
    descriptions: dict[Key, str] = {}

    @property
    def known(self) -> dict[str, str]:
        """Plan -> price, of the prices that are known."""
        return {plan: price for plan, price in self.prices.items() if price}

    @property
    def unknown(self) -> list[str]:
        """The plans whose price nobody has written down yet."""
        return [plan for plan, price in self.prices.items() if not price]
