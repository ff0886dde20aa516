"""The estimate: sums by part, differences of a plan, and the same numbers from settings and plan."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cost.estimate import Estimate, difference, estimate
from cost.prices import HOURS, price_list
from cost.usage import Range, Usage
from envs.load import load
from imports.model import Found
from modules.environment_facts import from_plan
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.live.of_environment import of_environment
from modules.environment_facts.things import Thing, Things
from modules.environment_facts.uses.all_uses import uses
from terraform.plan.plan import Plan
from terraform.stack import Stack as Declared
from tests.conftest import ENVS
from tests.reach.test_plans import code_of, first_build
from tests.stack import Stack

PRICES = price_list()
REGION = PRICES.region


def of_things(*things: Thing) -> Estimate:
    held = Things(account="1", region=REGION, listed=things)
    return estimate(uses(held), PRICES, region=REGION)


def of_document(document: Any, environment: str) -> Estimate:
    settings = load(environment, ENVS)
    return estimate(uses(from_stack(Declared(document=document), settings.aws)), PRICES, region=REGION)


def of_plan(document: Any, environment: str) -> Estimate:
    settings = load(environment, ENVS)
    aws, plan = settings.aws, Plan.of(first_build(document))
    things = from_plan.after(plan, account=aws.account_id, region=aws.region, code=code_of(document))
    return estimate(uses(things), PRICES, region=REGION)


def thing(type_: str, **values: Any) -> Thing:
    return Thing(address=f"{type_}.one", type=type_, values=values)


def usd(shown: Estimate, part: str) -> Range:
    line = shown.line(part)
    assert line, f"{part} is not in {[one.part for one in shown.lines]}"
    return line.usd


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_settings_and_plan_give_the_same_numbers(environment: str, dev: Stack, prod: Stack) -> None:
    document = {"dev": dev, "prod": prod}[environment].document
    assert of_plan(document, environment) == of_document(document, environment)


def test_everything_of_both_environments_has_a_price(dev: Stack, prod: Stack) -> None:
    for name, stack in (("dev", dev), ("prod", prod)):
        shown = of_document(stack.document, name)
        assert not shown.without_price
        assert 0 < shown.total.low <= shown.total.high


def test_an_interface_endpoint_is_billed_in_each_zone_and_a_gateway_endpoint_is_not() -> None:
    zones = thing("aws_vpc_endpoint", vpc_endpoint_type="Interface", subnet_ids=["a", "b"])
    gateway = thing("aws_vpc_endpoint", vpc_endpoint_type="Gateway", route_table_ids=["r"])
    assumed = PRICES.assumptions["endpoint_data"]
    two = 2 * HOURS * PRICES.prices["endpoint"].usd
    data = PRICES.prices["endpoint_data"].usd
    wanted = Range(low=two + assumed.low * data, high=two + assumed.high * data)
    assert usd(of_things(zones), "Interface endpoints").low == pytest.approx(wanted.low)
    assert usd(of_things(zones), "Interface endpoints").high == pytest.approx(wanted.high)
    assert not of_things(gateway).lines


def test_a_standby_in_another_zone_doubles_instance_and_storage() -> None:
    values = {"identifier": "db", "instance_class": "db.t4g.micro", "storage_type": "gp3", "allocated_storage": 20}
    alone, twice = (of_things(thing("aws_db_instance", **values, multi_az=multi)) for multi in (False, True))
    for part in ("Database instances", "Database storage"):
        assert usd(twice, part).high == pytest.approx(2 * usd(alone, part).high)


def test_a_scaled_service_costs_from_its_lowest_to_its_highest_number_of_tasks() -> None:
    service = thing("aws_ecs_service", name="web", task_definition="web:1", desired_count=2)
    definition = thing("aws_ecs_task_definition", family="web", cpu="256", memory="512", container_definitions="[]")
    scaled = thing("aws_appautoscaling_target", resource_id="service/cluster/web", min_capacity=1, max_capacity=6)
    one = usd(of_things(service, definition), "Fargate tasks").low / 2
    found = usd(of_things(service, definition, scaled), "Fargate tasks")
    assert (found.low, found.high) == pytest.approx((one, 6 * one))


def test_an_address_of_each_zone_is_billed_for_a_load_balancer_that_faces_the_internet() -> None:
    values = {"name": "alb", "subnets": ["a", "b"]}
    assert usd(of_things(thing("aws_lb", **values)), "Public IPv4 addresses").low == pytest.approx(2 * HOURS * 0.005)
    assert of_things(thing("aws_lb", **values, internal=True)).line("Public IPv4 addresses") is None


def test_what_the_list_has_no_price_for_is_named() -> None:
    shown = of_things(thing("aws_db_instance", identifier="db", instance_class="db.x9z.huge", storage_type="gp3"))
    assert shown.without_price == ("Database instances: db (rds_db_x9z_huge)",)


def test_an_account_is_billed_for_what_belongs_to_the_environment() -> None:
    """A secret of others is read and not billed; a zone that only discovery reads is billed."""
    ours = Thing(address="arn:ours", type="aws_secretsmanager_secret", values={"name": "ours"})
    others = Thing(address="arn:others", type="aws_secretsmanager_secret", values={"name": "others"})
    service = Thing(address="arn:service", type="aws_ecs_service", values={"name": "web"})
    zone = Found(type="aws_route53_zone", id="Z1", name="example.com", facts={"name": "example.com"})
    read = Things(account="1", region=REGION, listed=(ours, others, service))
    keys = {("aws_secretsmanager_secret", "arn:ours"), zone.key}
    found = (zone, Found(type="aws_secretsmanager_secret", id="arn:ours", name="ours", facts={}))
    kept = of_environment(read, found, ours=keys)
    assert [one.address for one in kept.listed] == ["arn:ours", "arn:service", "Z1"]
    shown = estimate(uses(kept), PRICES, region=REGION)
    assert {line.part: line.count for line in shown.lines} == {"Secrets": 1, "DNS zones": 1}


def test_a_plan_that_adds_a_nat_gateway_shows_what_it_adds(dev: Stack) -> None:
    with_nat = copy.deepcopy(dev.document)
    with_nat["resource"]["aws_nat_gateway"] = {"network_nat": {"subnet_id": "${aws_subnet.network_public_a.id}"}}
    change = difference(of_document(dev.document, "dev"), of_document(with_nat, "dev"))
    assert list(change.parts) == ["NAT gateways", "Public IPv4 addresses"]
    assert change.total.low > 40
    back = difference(of_document(with_nat, "dev"), of_document(dev.document, "dev"))
    assert back.total.low == pytest.approx(-change.total.low)


ONE = st.builds(
    Usage,
    part=st.sampled_from(["A", "B", "C"]),
    name=st.text(min_size=1, max_size=3),
    price=st.sampled_from([*PRICES.prices, "no such price"]),
    amount=st.floats(0, 1e4).map(Range.of),
    assumed=st.just(False),
)


@given(st.lists(ONE, max_size=8), st.lists(ONE, max_size=8))
def test_differences_add_up(before: list[Usage], after: list[Usage]) -> None:
    """The difference of two estimates is that of their totals, up to half a cent for each part that hardly changes."""
    old, new = (estimate(uses_, PRICES, region=REGION) for uses_ in (before, after))
    assert difference(old, new).total.high == pytest.approx((new.total - old.total).high, abs=0.02)
    assert not difference(new, new).parts
    named = {use for use in after if use.price not in PRICES.prices}
    assert bool(named) == bool(new.without_price)
