"""Stripe's prices: names and values that are live come out of the settings again; a secret is never among them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.model import Found
from modules.parameters import discovery as parameters
from modules.parameters.shape import live_prices
from modules.shape import shape
from tests.imports.scripted import NO_TASKS, Reply, Script
from tests.imports.shaped import SETTINGS, loaded, matched, shape_of
from tests.imports.small_dev import live

PRICE, PLAN = SETTINGS.stripe.price_prefix, SETTINGS.stripe.plan_prefix
HOST = SETTINGS.parameters["db_host"].name
STARTER = SETTINGS.stripe.prices["starter"]


def parameter(name: str, value: str | None) -> Found:
    return live("aws_ssm_parameter", name, name=name, type="String" if value else "SecureString", value=value)


def priced(prices: dict[str, str | None], plans: dict[str, str | None] | None = None) -> list[Found]:
    """Live parameters of plan -> price, and of price -> plan."""
    return [
        *(parameter(f"{PRICE}{plan}", price) for plan, price in prices.items()),
        *(parameter(f"{PLAN}{price}", plan) for price, plan in (plans or {}).items()),
    ]


CASES: list[tuple[str, list[Found], dict[str, str | None]]] = [
    ("none: the settings' are gaps", [], {}),
    ("as the settings say", priced({"starter": STARTER}, {STARTER: "starter"}), {}),
    ("a price alone", priced({"starter": STARTER}), {}),
    ("its map entry alone", priced({}, {STARTER: "starter"}), {}),
    ("another price", priced({"starter": "price_2"}), {"starter": "price_2"}),
    ("another plan", priced({"pro": STARTER}, {STARTER: "pro"}), {"starter": None, "pro": STARTER}),
    ("a plan of the map alone", priced({"starter": STARTER}, {"price_2": "pro"}), {"pro": "price_2"}),
    ("two prices in the map for a plan", priced({"starter": STARTER}, {"price_2": "pro", "price_3": "pro"}), {}),
    ("the settings' of the two", priced({}, {STARTER: "starter", "price_3": "starter"}), {}),
    ("one price, two plans: the map's", priced({"a": "p1", "b": "p1"}, {"p1": "b"}), {"starter": None, "b": "p1"}),
    ("one price, two plans: the first", priced({"b": "p1", "a": "p1"}), {"starter": None, "a": "p1"}),
    ("a name that is no key", priced({"starter": STARTER, "PRO": "p2", "pro-yearly": "p3"}), {}),
    ("a value that is no name", priced({"starter": STARTER, "pro": "price 2 / month"}), {}),
    ("a secret of a known plan", priced({"starter": None}), {}),
    ("a secret of an unknown plan", priced({"starter": STARTER, "pro": None}), {}),
]


@pytest.mark.parametrize(("found", "changes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_prices_become_settings(found: list[Found], changes: dict[str, str | None]) -> None:
    assert shape_of({}, *found) == {f"stripe.prices.{plan}": price for plan, price in changes.items()}


WORDS = st.sampled_from(["starter", "pro", "team", "PRO", "a b", "price_1", "price_2", "price_3", None])
ONES = st.dictionaries(WORDS.filter(lambda word: word and " " not in word), WORDS)


@settings(deadline=None, max_examples=12)
@given(ONES, ONES)
def test_settings_of_any_live_prices_load_and_are_stable(
    prices: dict[str, str | None], plans: dict[str, str | None]
) -> None:
    found = priced(prices, plans)
    shaped, _ = loaded(shape(matched({}), found, SETTINGS))
    assert shape(matched({}), found, shaped) == {}
    said = live_prices(found, SETTINGS.stripe)
    assert len(set(said.values())) == len(said)
    assert all((prices.get(plan) or price) == price for plan, price in said.items())


def test_values_of_secret_parameters_are_not_read() -> None:
    """One that has become a secret since it was described is answered in cipher text, and passed over."""
    described = {f"{PRICE}a": "String", f"{PRICE}b": "SecureString", f"{PLAN}p": "String", HOST: "String"}
    values = {f"{PRICE}a": ("String", "p"), f"{PLAN}p": ("SecureString", "AQICAHh")}
    listed = ", ".join(f'{{"Name": "{name}", "Type": "{kind}"}}' for name, kind in described.items())
    read = ", ".join(
        f'{{"Name": "{name}", "Type": "{kind}", "Value": "{value}"}}' for name, (kind, value) in values.items()
    )
    script = Script(
        {
            "ssm.DescribeParameters": [Reply(f'{{"Parameters": [{listed}]}}'), Reply('{"Parameters": []}')],
            "ssm.GetParameters": [Reply(f'{{"Parameters": [{read}], "InvalidParameters": []}}')],
        }
        | NO_TASKS
    )
    with script.aws() as aws:
        found = parameters.find(aws, SETTINGS)
    assert script.asked.count("ssm.GetParameters") == 1
    assert {one.id: one.facts["value"] for one in found if one.facts["value"]} == {f"{PRICE}a": "p"}
