"""The committed tables: list prices with their sources, and assumptions on traffic."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

HOURS = 730  # of a month, as the AWS Pricing Calculator counts them


@dataclass(frozen=True, kw_only=True)
class Price:
    """A list price in USD. `published` is the date of the source, empty if the price is `worked_out` from others."""

    usd: float
    unit: str
    usage_type: str
    source: str
    published: str = ""
    worked_out: str = ""


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """An amount a month that no setting decides, from `low` to `high`; `of` is its unit and what it is counted for."""

    low: float
    high: float
    of: str


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """The prices of one region, by key, with the date on which they were read, and the assumptions by key."""

    region: str
    read: str
    prices: Mapping[str, Price]
    assumptions: Mapping[str, Assumption]


@cache
def price_list() -> PriceList:
    """Returns the committed price list."""
    table = _table("prices.toml")
    region, read = table.pop("region"), table.pop("read")
    return PriceList(
        region=region,
        read=read,
        prices={key: Price(**entry) for key, entry in table.items()},
        assumptions={key: Assumption(**entry) for key, entry in _table("assumptions.toml").items()},
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("cost").joinpath(name).read_text(encoding="utf-8"))
