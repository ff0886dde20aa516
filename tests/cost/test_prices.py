"""The committed tables: every price has a source, and every assumption a price."""

import re

import pytest

from cost.prices import Price, price_list

PRICES = price_list()
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.mark.parametrize("price", PRICES.prices.values(), ids=PRICES.prices)
def test_a_price_has_a_line_of_the_price_list_and_its_date_or_says_how_it_was_worked_out(price: Price) -> None:
    assert price.source.startswith("https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/")
    assert price.usage_type
    assert price.usd > 0
    assert bool(DATE.fullmatch(price.published)) != bool(price.worked_out)
    assert not price.published or price.published <= PRICES.read


def test_an_assumption_is_about_a_price_and_goes_from_low_to_high() -> None:
    assert PRICES.assumptions.keys() <= PRICES.prices.keys()
    for one in PRICES.assumptions.values():
        assert 0 <= one.low <= one.high
