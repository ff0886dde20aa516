"""The network's shape: subnets and route tables as they are, under keys a person can read; odd layouts first."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.model import Found
from tests.imports.shaped import SETTINGS, VPC, endpoint, rounds, shape_of, subnet, table
from tests.imports.small_dev import changed, live

IGW = "igw-1"
DEV_NETWORK = [
    VPC,
    subnet("subnet-1", "10.10.0.0/24", "a", "rtb-1", "counterpromo-dev-public-a", public=True),
    subnet("subnet-2", "10.10.1.0/24", "b", "rtb-1", "counterpromo-dev-public-b", public=True),
    subnet("subnet-3", "10.10.10.0/24", "a", "rtb-main", "counterpromo-dev-private-a"),
    subnet("subnet-4", "10.10.11.0/24", "b", "rtb-main", "counterpromo-dev-private-b"),
    *table("rtb-1", "counterpromo-dev-rtb-public", subnets=["subnet-1", "subnet-2"], out=IGW),
    *table("rtb-main", main=True),
    endpoint("s3", route_table_ids=["rtb-1", "rtb-main"]),
    endpoint("dynamodb", route_table_ids=["rtb-main"]),
]


def keys(found: list[Found]) -> tuple[dict[str, str], dict[str, str]]:
    """Key -> id of subnets and of tables once the shape is in the settings; all is matched and the shape is at rest."""
    shaped, outcome, again, _ = rounds(found)
    missing = [one.address for one in outcome.missing if "endpoint" not in one.address]
    assert (missing, outcome.ambiguous, again) == ([], (), {})
    assert set(shaped.network.subnets) == set(of(outcome.ids, "aws_subnet.network_"))
    tables = of(outcome.ids, "aws_route_table.network_") | of(outcome.ids, "aws_default_route_table.network_")
    return of(outcome.ids, "aws_subnet.network_"), tables


def of(ids: dict[str, str], prefix: str) -> dict[str, str]:
    return {address.removeprefix(prefix): id_ for address, id_ in ids.items() if address.startswith(prefix)}


def network(*subnets: Found, tables: list[Found]) -> list[Found]:
    return [VPC, *subnets, *tables, endpoint("s3", route_table_ids=["rtb-main"]), *table("rtb-main", main=True)]


def test_dev_equal_to_the_settings_changes_no_setting() -> None:
    _, outcome, again, _ = rounds(DEV_NETWORK)
    assert (outcome.missing, again) == ((), {})


def test_unmatched_vpc_changes_no_network_setting() -> None:
    assert shape_of({}, *DEV_NETWORK) == {}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"cidr_block": None}, "of IPv6 alone"),
        ({"cidr_block": "100.64.0.0/24"}, "of a second range"),
        ({"availability_zone": "eu-west-2-lon-1a"}, "in a local zone"),
        ({"vpc_id": "vpc-2"}, "of another vpc"),
        ({"route_table_id": None}, "of no table that is there"),
    ],
)
def test_unsupported_subnet_stays_a_stray(facts: dict[str, Any], why: str) -> None:
    odd = subnet("subnet-9", "10.10.99.0/24", "a", "rtb-main", why)
    found = [*DEV_NETWORK, *changed([odd], "subnet-9", **facts)]
    subnets, _ = keys(found)
    assert "subnet-9" not in subnets.values()


def test_subnet_with_only_an_equal_cidr_gets_a_new_key() -> None:
    """10.10.10.0/24 is `private_a` in the settings, and here a public subnet of another zone."""
    one = subnet("subnet-1", "10.10.10.0/24", "c", "rtb-1", public=True)
    subnets, tables = keys(network(one, tables=table("rtb-1", subnets=["subnet-1"], out=IGW)))
    assert (subnets, set(tables)) == ({"public_c": "subnet-1"}, {"public", "main"})


def test_empty_name_tag_counts_as_no_name() -> None:
    one = changed([subnet("subnet-1", "10.10.3.0/24", "c", "rtb-1")], "subnet-1", tags={"Name": ""})
    tables = changed(table("rtb-1", subnets=["subnet-1"]), "rtb-1", tags={"Name": ""})
    assert keys(network(*one, tables=tables)) == ({"private_c": "subnet-1"}, {"private": "rtb-1", "main": "vpc-1"})


def test_second_subnet_of_a_zone_gets_a_numbered_key() -> None:
    four = [subnet(f"subnet-{n}", f"10.10.{n}.0/28", "a", "rtb-main") for n in range(4)]
    subnets, tables = keys(network(*four, tables=[]))
    assert list(subnets) == ["private_a", "private_a_2", "private_a_3", "private_a_4"]
    assert tables == {"main": "vpc-1"}


def test_route_table_key_differs_from_subnet_keys() -> None:
    """Both stand in one scope of the code, where a name is given once."""
    pairs = [(zone, f"subnet-{zone}", f"rtb-{zone}") for zone in "abc"]
    subnets = [subnet(id_, f"10.10.{n}.0/24", zone, rtb) for n, (zone, id_, rtb) in enumerate(pairs)]
    tables = [part for _, id_, rtb in pairs for part in table(rtb, "dev-private", subnets=[id_])]
    keyed, tabled = keys(network(*subnets, tables=tables))
    assert set(keyed) == {"private_a", "private_b", "private_c"}
    assert set(tabled) == {"rtb_private_a", "rtb_private_b", "rtb_private_c", "main"}


def test_main_route_table_is_added_only_if_it_is_used() -> None:
    one = subnet("subnet-1", "10.10.0.0/24", "a", "rtb-1")
    ridden = network(one, tables=table("rtb-1", subnets=["subnet-1"]))
    assert set(keys(ridden)[1]) == {"private", "main"}
    unridden = [live_ for live_ in ridden if live_.type != "aws_vpc_endpoint"]
    shaped, _, again, _ = rounds([*unridden, endpoint("s3", route_table_ids=["rtb-1"])])
    assert (set(shaped.network.route_tables), again) == ({"private"}, {})
    assert shaped.endpoints["dynamodb"].enabled, "a gap, which the report is to name"


def test_public_subnet_may_use_the_main_route_table() -> None:
    public = subnet("subnet-1", "10.10.0.0/24", "a", "rtb-main", public=True)
    private = subnet("subnet-2", "10.10.1.0/24", "a", "rtb-2")
    found = [VPC, public, private, *table("rtb-main", main=True, out=IGW), *table("rtb-2", subnets=["subnet-2"])]
    shaped, _, again, _ = rounds(found)
    assert again == {}
    assert {key: part.route_table for key, part in shaped.network.subnets.items()} == {
        "public_a": "main",
        "private_a": "private",
    }
    assert shaped.network.route_tables["main"].internet


def test_nat_route_does_not_make_a_table_public() -> None:
    one = subnet("subnet-1", "10.10.0.0/24", "a", "rtb-1", "counterpromo-dev-public-a")
    found = [VPC, one, *table("rtb-1", subnets=["subnet-1"], out="nat-1"), *table("rtb-main", main=True)]
    shaped, outcome, _, _ = rounds(found)
    assert shaped.network.subnets["public_a"].tier == "private"
    assert [stray.id for stray in outcome.strays if stray.type == "aws_route"] == ["rtb-1_0.0.0.0/0"]


def test_route_table_of_an_endpoint_only_gets_a_key_from_its_name() -> None:
    extra = table("rtb-9", "counterpromo-dev-Isolated Routes")
    found = [one for one in DEV_NETWORK if one.id != "vpce-dynamodb"]
    subnets, tables = keys([*found, *extra, endpoint("dynamodb", route_table_ids=["rtb-9"])])
    assert tables["isolated_routes"] == "rtb-9"
    assert set(subnets) == set(SETTINGS.network.subnets)


def test_unused_route_table_stays_a_stray() -> None:
    _, tables = keys([*DEV_NETWORK, *table("rtb-9", "old")])
    assert set(tables) == {"public", "main"}


def test_every_list_of_subnets_names_the_live_subnets() -> None:
    found = [VPC, subnet("subnet-1", "10.10.7.0/24", "c", "rtb-main"), *table("rtb-main", main=True)]
    shaped, _, _, _ = rounds(found)
    assert {key for service in shaped.services.values() for key in service.subnets} == {"private_c"}
    assert shaped.database.subnets == ["private_c"]
    assert shaped.load_balancer.subnets == []


def test_written_settings_keep_the_layout_of_the_file() -> None:
    found = [*DEV_NETWORK, subnet("subnet-5", "10.10.2.0/24", "c", "rtb-1", "counterpromo-dev-public-c")]
    _, _, _, text = rounds(found)
    assert (
        '\n[network.subnets.public_c]\nname = "counterpromo-dev-public-c"\ncidr = "10.10.2.0/24"\n'
        'zone = "eu-west-2c"\ntier = "public"\nroute_table = "public"\n\n[network.route_tables.public]\n' in text
    )


TIERS = st.fixed_dictionaries(
    {zone: st.integers(0, 2) for zone in "abc"} | {"tables": st.sampled_from(["main", "one", "a zone", "each"])}
)
NAMES: dict[str, Callable[[str, str, int], str]] = {
    "none": lambda tier, zone, number: "",
    "one for all": lambda tier, zone, number: "counterpromo-dev",
    "each its own": lambda tier, zone, number: f"dev-{tier}{number}-eu-west-2{zone}",
    "the settings'": lambda tier, zone, number: f"counterpromo-dev-{tier}-{zone}",
    "the settings', crossed": lambda tier, zone, number: f"counterpromo-dev-private-{'ab'[number % 2]}",
}


@settings(deadline=None, max_examples=12)
@given(
    public=TIERS,
    private=TIERS,
    names=st.sampled_from(list(NAMES)),
    order=st.randoms(use_true_random=False),
    cidr=st.sampled_from(["10.10", "172.31", "192.168"]),
)
def test_any_network_layout_is_matched_and_stable(
    public: dict[str, Any], private: dict[str, Any], names: str, order: Any, cidr: str
) -> None:
    found = _laid_out({"public": public, "private": private}, NAMES[names], cidr)
    order.shuffle(found)
    _, outcome, again, _ = rounds(found)
    assert (again, outcome.ambiguous) == ({}, ())
    assert {one.type for one in outcome.missing} <= {"aws_vpc_endpoint"}
    left = {(stray.type, stray.id) for stray in outcome.strays}
    assert {one.key for one in found if one.type in ("aws_subnet", "aws_route_table", "aws_route")} & left == set()


def _laid_out(tiers: dict[str, dict[str, Any]], name: Callable[[str, str, int], str], cidr: str) -> list[Found]:
    """Of the two tiers only the private one may ride on the main table, lest both be of one."""
    subnets, tables, number = list[Found](), dict[str, list[str]](), 0
    for tier, said in tiers.items():
        for zone in "abc":
            for _ in range(said[zone]):
                number += 1
                alone = "rtb-public" if tier == "public" else "rtb-main"
                shared = {"main": alone, "one": f"rtb-{tier}", "a zone": f"rtb-{tier}-{zone}"}
                rtb = shared.get(said["tables"], f"rtb-{tier}-{zone}-{number}")
                block, id_ = f"{cidr}.{number}.0/24", f"subnet-{number}"
                subnets.append(subnet(id_, block, zone, rtb, name(tier, zone, number), public=tier == "public"))
                tables.setdefault(rtb, []).append(id_)
    made = [
        part
        for rtb, ids in tables.items()
        if rtb != "rtb-main"
        for part in table(rtb, name("rtb", "x", 1), subnets=ids, out=IGW if "public" in rtb else "")
    ]
    main = table("rtb-main", main=True)
    s3 = endpoint("s3", route_table_ids=sorted(tables))
    vpc = changed([VPC], "vpc-1", cidr_block=f"{cidr}.0.0/16")
    return [*vpc, *subnets, *made, *main, s3]


def test_order_of_discovery_has_no_effect_on_the_shape() -> None:
    by_address = {"aws_vpc.network_vpc": VPC}
    found = [*DEV_NETWORK, *(subnet(f"subnet-{n}", f"10.10.{n}.0/24", "a", "rtb-main") for n in (7, 8, 9))]
    assert shape_of(by_address, *found) == shape_of(by_address, *reversed(found)) != {}


BILLING = [
    subnet("subnet-5", "10.10.100.0/24", "a", "rtb-5", "billing-a"),
    subnet("subnet-6", "10.10.101.0/24", "b", "rtb-5", "billing-b"),
    *table("rtb-5", "billing", subnets=["subnet-5", "subnet-6"]),
]


@pytest.mark.parametrize(
    "user",
    [
        live("aws_lb", "lb/billing", name="billing", vpc_id="vpc-1", subnets=["subnet-5", "subnet-6"]),
        live("aws_db_subnet_group", "billing", name="billing", vpc_id="vpc-1", subnet_ids=["subnet-5", "subnet-6"]),
        live(
            "aws_ecs_service",
            "billing/billing",
            name="billing",
            network_configuration={"subnets": ["subnet-5", "subnet-6"]},
        ),
    ],
    ids=lambda user: user.type,
)
def test_subnets_that_another_product_has_for_itself_are_not_ours(user: Found) -> None:
    _, outcome, again, _ = rounds([*DEV_NETWORK, *BILLING, user])
    assert (outcome.missing, again) == ((), {})
    assert not {"subnet-5", "subnet-6", "rtb-5"} & set(outcome.ids.values())


def test_subnet_in_which_nothing_runs_and_one_that_is_shared_are_ours() -> None:
    shared = live("aws_lb", "lb/billing", name="billing", vpc_id="vpc-1", subnets=["subnet-3", "subnet-4"])
    assert set(keys([*DEV_NETWORK, *BILLING, shared])[0].values()) == {f"subnet-{number}" for number in range(1, 7)}
