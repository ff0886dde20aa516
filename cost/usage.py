"""A use of AWS that is billed: a price of the list and an amount a month."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Range:
    """An amount from `low` to `high`; both are the same where nothing is assumed."""

    low: float
    high: float

    @classmethod
    def of(cls, amount: float) -> Range:
        """Returns the range of one amount."""
        return cls(low=amount, high=amount)

    def __add__(self, other: Range) -> Range:
        return Range(low=self.low + other.low, high=self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        """Returns the difference of the lows and of the highs: the same assumptions hold on both sides."""
        return Range(low=self.low - other.low, high=self.high - other.high)

    def __mul__(self, factor: float) -> Range:
        return Range(low=self.low * factor, high=self.high * factor)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """A use of AWS by one resource.

    * `part`: the line of the report that it adds to, such as `Interface endpoints`.
    * `name`: the name of the resource.
    * `price`: the key of the price.
    * `amount`: how much of the price's unit a month; it multiplies the assumption if `assumed` is True.
    * `between`: what the ends of the amount stand for, if a setting gives both.
    """

    part: str
    name: str
    price: str
    amount: Range
    assumed: bool = False
    between: str = ""

    @classmethod
    def by_assumption(cls, part: str, name: str, price: str) -> Usage:
        """Returns a use of which `assumptions.toml` says the amount."""
        return cls(part=part, name=name, price=price, amount=Range.of(1), assumed=True)
