"""Words for amounts of USD, from a low to a high one, and for the estimate as a whole."""

from __future__ import annotations

from cost.estimate import Difference, Estimate
from cost.usage import Range


def amount(usd: Range) -> str:
    """Returns a range of USD: `184 to 252`, `13.14` where both ends are the same."""
    low, high = _number(usd.low), _number(usd.high)
    return low if low == high else f"{low} to {high}"


def signed(usd: Range) -> str:
    """Returns a difference of USD with its sign: `+13.14`, `-96.42 to -99.36`."""
    low, high = _signed(usd.low), _signed(usd.high)
    return low if low == high else f"{low} to {high}"


def total(cost: Estimate) -> str:
    """Returns the estimate in one phrase, with the region and the date of its prices."""
    prices = f"list prices of {cost.prices_of}, read {cost.read}"
    elsewhere = f"; the environment is in {cost.region}" if cost.elsewhere else ""
    return f"about {amount(cost.total)} USD a month ({prices}{elsewhere})"


def changed(change: Difference) -> str:
    """Returns what a plan changes, in one phrase."""
    return (
        f"this plan changes it by {signed(change.total)} USD a month"
        if change.parts
        else "this plan does not change it"
    )


def _number(usd: float) -> str:
    return f"{usd:.0f}" if abs(usd) >= 100 else f"{usd:.2f}"


def _signed(usd: float) -> str:
    return f"{'-' if usd < 0 else '+'}{_number(abs(usd))}"
