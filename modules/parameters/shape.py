"""Stripe's prices in the live parameters, as settings: plan = price. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imports.live_by_address import Changes, LiveResources
from imports.model import Found
from imports.new_keys import fits
from modules.network.shape import Layout
from modules.parameters.settings import StripeSettings
from modules.settings import Settings
from settings.types import Key, Name


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the plans of the live prices. Without live ones the settings keep theirs, as gaps."""
    stripe = settings.stripe
    live = live_prices(live_resources.of_type("aws_ssm_parameter"), stripe)
    if not live:
        return {}
    gone = {plan: None for plan in stripe.known if plan not in live}
    now = {plan: price for plan, price in sorted(live.items()) if stripe.prices.get(plan) != price}
    return {f"{stripe.where}.prices.{plan}": price for plan, price in {**gone, **now}.items()}


def live_prices(parameters: Sequence[Found], stripe: StripeSettings) -> dict[str, str]:
    """Returns plan -> price, each price once: by the name of the parameter, else by the map from prices to plans."""
    named, plans = _after_prefix(parameters, stripe.price_prefix), _after_prefix(parameters, stripe.plan_prefix)
    # A SecureString is there but never read: the settings' word for its price stands.
    prices = {plan: value or stripe.prices.get(plan) for plan, value in named.items()}
    pairs = [(plan, price) for plan, price in prices.items() if price and _is_in_the_map(plan, price, plans, prices)]
    for plan in sorted({plan for plan in plans.values() if plan} - {*prices}):
        mapped = [price for price, of in plans.items() if of == plan and price not in prices.values()]
        said = [price for price in mapped if price == stripe.prices.get(plan)]
        pairs += [(plan, price) for price in (said or mapped) if len(said or mapped) == 1]
    return {plan: price for plan, price in pairs if fits(Key, plan) and fits(Name, price)}


def _is_in_the_map(plan: str, price: str, plans: Mapping[str, str | None], prices: Mapping[str, str | None]) -> bool:
    """Returns True for the plan that the map gives a price with several plans; for the first plan if it gives none."""
    rivals = sorted(rival for rival, other in prices.items() if other == price)
    mapped = plans.get(price)
    return plan == (mapped if mapped in rivals else rivals[0])


def _after_prefix(parameters: Sequence[Found], prefix: str) -> Mapping[str, str | None]:
    """Returns the part of each name after the prefix, with the value; None if the value was not read."""
    return {one.name.removeprefix(prefix): one.facts["value"] for one in parameters if one.name.startswith(prefix)}
