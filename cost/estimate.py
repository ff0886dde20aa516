"""Estimates a month: uses of AWS times list prices, added up by part, and the difference of two estimates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cost.prices import PriceList
from cost.usage import Range, Usage

NOTHING = Range.of(0)
# What an estimate leaves out. A bill holds more lines than these.
NOT_COUNTED = (
    "tax, credits, savings plans and the free allowances of the account",
    "requests to buckets, secrets and parameters; storage of logs; traffic between zones",
    "metrics of Container Insights, enhanced monitoring, web ACLs, and the alarms that target tracking creates",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A part of the estimate: number of resources, USD a month, what was assumed, and how a price was worked out."""

    part: str
    count: int
    usd: Range
    assumed: str = ""
    worked_out: str = ""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate of one month in USD. `without_price` names what the list has no price for."""

    region: str
    prices_of: str
    read: str
    lines: tuple[Line, ...]
    without_price: tuple[str, ...]

    @property
    def total(self) -> Range:
        """Returns the sum of all lines."""
        return sum((line.usd for line in self.lines), NOTHING)

    @property
    def elsewhere(self) -> bool:
        """Returns True if the environment is in another region than the prices."""
        return self.region != self.prices_of

    def line(self, part: str) -> Line | None:
        """Returns the line of a part; None if it has none."""
        return next((line for line in self.lines if line.part == part), None)


def estimate(uses: Iterable[Usage], prices: PriceList, *, region: str) -> Estimate:
    """Returns the estimate, the dearest part first."""
    by_part: dict[str, list[Usage]] = {}
    without: dict[str, None] = {}
    for use in uses:
        if use.price in prices.prices:
            by_part.setdefault(use.part, []).append(use)
        else:
            without[f"{use.part}: {use.name} ({use.price})"] = None
    lines = [_line(part, listed, prices) for part, listed in by_part.items()]
    return Estimate(
        region=region,
        prices_of=prices.region,
        read=prices.read,
        lines=tuple(sorted(lines, key=lambda line: (-line.usd.high, line.part))),
        without_price=tuple(without),
    )


def usd(use: Usage, prices: PriceList) -> Range:
    """Returns what a use costs in a month."""
    amount = use.amount
    if use.assumed:
        assumption = prices.assumptions[use.price]
        amount = Range(low=amount.low * assumption.low, high=amount.high * assumption.high)
    return amount * prices.prices[use.price].usd


def _line(part: str, uses: list[Usage], prices: PriceList) -> Line:
    keys = dict.fromkeys(use.price for use in uses)
    assumed = [_assumption(prices, key) for key in keys if any(use.assumed for use in uses if use.price == key)]
    between = dict.fromkeys(use.between for use in uses if use.between and use.amount.low != use.amount.high)
    worked_out = [prices.prices[key].worked_out for key in keys if prices.prices[key].worked_out]
    return Line(
        part=part,
        count=len({use.name for use in uses}),
        usd=sum((usd(use, prices) for use in uses), NOTHING),
        assumed="; ".join([*between, *assumed]),
        worked_out="; ".join(worked_out),
    )


def _assumption(prices: PriceList, key: str) -> str:
    one = prices.assumptions[key]
    return f"{one.low:g} to {one.high:g} {one.of}"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The difference of a plan: by part, those that change, and in total."""

    parts: Mapping[str, Range]
    total: Range


def difference(before: Estimate, after: Estimate) -> Difference:
    """Returns what changes from one estimate to another, in the order of the latter, then what goes."""
    names = dict.fromkeys(line.part for line in (*after.lines, *before.lines))
    changed = {}
    for name in names:
        old, new = before.line(name), after.line(name)
        change = (new.usd if new else NOTHING) - (old.usd if old else NOTHING)
        if max(abs(change.low), abs(change.high)) >= 0.005:
            changed[name] = change
    return Difference(parts=changed, total=sum(changed.values(), NOTHING))
