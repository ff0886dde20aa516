"""Network access: security groups, routes, address ranges and TLS policies. Bad cases first."""

from dataclasses import replace as but
from typing import Any

import pytest

from guard.address_ranges import is_wide
from guard.expected import Openings
from guard.policies.wildcards import covers
from guard.verdict import Mode, Severity
from tests.guard.plans import (
    EXPECTED,
    Json,
    blocked,
    create,
    delete,
    judge,
    keep,
    plan,
    refers,
    replace,
    rules,
    update,
    written,
)

IN, OUT = "aws_vpc_security_group_ingress_rule.it", "aws_vpc_security_group_egress_rule.it"
ALB, DB = (
    keep("aws_security_group.alb", {"id": "sg-alb", "name": "alb-sg"}),
    keep("aws_security_group.db", {"id": "sg-db", "name": "db-sg"}),
)
VPCE = keep("aws_security_group.vpce", {"id": "sg-vpce", "name": "vpce-sg"})


def rule(group: str = "sg-db", port: int | None = 5432, **over: Any) -> Json:
    ports = {"from_port": port, "to_port": port, "ip_protocol": "tcp"} if port else {"ip_protocol": "-1"}
    return {"security_group_id": group, **ports, **over}


@pytest.mark.parametrize(
    "after",
    [
        rule(cidr_ipv4="0.0.0.0/0"),
        rule(cidr_ipv4="0.0.0.0/1"),
        rule(cidr_ipv4="128.0.0.0/1"),
        rule(cidr_ipv4="52.0.0.0/8"),
        rule(cidr_ipv4="8.0.0.0/7"),
        rule(cidr_ipv4="somewhere"),
        rule(cidr_ipv6="::/0"),
        rule(cidr_ipv6="2000::/3"),
        rule(port=None, cidr_ipv4="0.0.0.0/0"),
        rule("sg-alb", 22, cidr_ipv4="0.0.0.0/0"),
        rule("sg-alb", 443, cidr_ipv6="::/0"),
        rule("sg-alb", 443, cidr_ipv4="0.0.0.0/1"),
        rule("sg-alb", None, cidr_ipv4="0.0.0.0/0"),
        rule("sg-alb", 80, cidr_ipv4="0.0.0.0/0", to_port=443),
        rule("sg-alb", 80, cidr_ipv4="0.0.0.0/0", from_port=0, to_port=65535),
        rule("sg-elsewhere", 443, cidr_ipv4="0.0.0.0/0"),
    ],
)
@pytest.mark.parametrize("mode", [Mode.CREATE, Mode.STEADY])
def test_security_group_open_to_the_internet_is_blocked(after: Json, mode: Mode) -> None:
    assert blocked(judge(plan(ALB, DB, create(IN, after)), mode=mode)) == {("group-opened", IN)}


@pytest.mark.parametrize("name", ["cidr_ipv4", "from_port", "to_port", "ip_protocol", "cidr_ipv6"])
def test_security_group_rule_with_an_unknown_source_is_blocked(name: str) -> None:
    document = plan(ALB, create(IN, rule("sg-alb", 443), after_unknown={name: True}))
    assert blocked(judge(document, mode=Mode.CREATE)) == {("group-opened", IN)}


@pytest.mark.parametrize(
    "after",
    [
        rule(referenced_security_group_id="sg-api"),
        rule(cidr_ipv4="10.10.0.0/16"),
        rule(cidr_ipv4="10.0.0.0/8"),
        rule("sg-alb", 443, cidr_ipv4="0.0.0.0/0"),
        rule("sg-alb", 80, cidr_ipv4="0.0.0.0/0"),
    ],
)
@pytest.mark.parametrize("mode", [Mode.CREATE, Mode.STEADY])
def test_opening_that_the_settings_allow_passes(after: Json, mode: Mode) -> None:
    verdict = judge(plan(ALB, DB, create(IN, after)), mode=mode)
    assert verdict.passed
    assert verdict.findings == ()


def test_small_public_range_is_reported() -> None:
    verdict = judge(plan(DB, create(IN, rule(cidr_ipv4="203.0.113.0/24"))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"group-opened"}
    assert rules(judge(plan(create(OUT, rule(prefix_list_id="pl-1")))), Severity.REPORTED) == {"group-opened"}


def test_open_egress_passes_only_for_groups_that_have_it_in_the_settings() -> None:
    out = rule("sg-vpce", None, cidr_ipv4="0.0.0.0/0")
    assert judge(plan(VPCE, create(OUT, out))).passed
    assert not judge(plan(DB, create(OUT, out | {"security_group_id": "sg-db"}))).passed
    assert not judge(plan(ALB, create(OUT, out | {"security_group_id": "sg-alb"}))).passed
    assert not judge(plan(VPCE, create(IN, out))).passed


def test_security_group_of_a_new_rule_is_found_through_the_code() -> None:
    group = create("aws_security_group.alb", {"name": "alb-sg"}, after_unknown={"id": True})
    other = create("aws_security_group.db", {"name": "db-sg"}, after_unknown={"id": True})
    entry = create(IN, {"cidr_ipv4": "0.0.0.0/0", "from_port": 443, "to_port": 443, "ip_protocol": "tcp"})
    for target, passes in (("alb", True), ("db", False), ("none", False)):
        code = written({"address": IN, "expressions": refers(security_group_id=f"aws_security_group.{target}")})
        assert judge(plan(group, other, entry, configuration=code), mode=Mode.CREATE).passed is passes
    assert not judge(plan(group, other, entry), mode=Mode.CREATE).passed


def test_rule_without_a_known_group_is_judged_by_its_address() -> None:
    promised = "aws_vpc_security_group_ingress_rule.groups_load_balancer_https"
    assert judge(plan(create(promised, rule("sg-1", 443, cidr_ipv4="0.0.0.0/0")))).passed
    assert not judge(plan(create(promised, rule("sg-1", 22, cidr_ipv4="0.0.0.0/0")))).passed
    assert not judge(plan(DB, create(promised, rule("sg-db", 443, cidr_ipv4="0.0.0.0/0")))).passed


def test_updated_rule_that_lets_in_more_is_blocked() -> None:
    live = rule("sg-db", 443, cidr_ipv4="0.0.0.0/0")
    assert judge(plan(DB, update(IN, live, live | {"description": "x"}))).passed
    assert not judge(plan(DB, update(IN, live, live | {"to_port": 444}))).passed
    assert not judge(plan(DB, update(IN, live, live | {"ip_protocol": "-1"}))).passed
    assert not judge(plan(DB, ALB, replace(IN, rule("sg-alb", 443, cidr_ipv4="0.0.0.0/0"), live))).passed
    inside = rule(cidr_ipv4="10.0.0.0/16")
    assert not judge(plan(DB, update(IN, inside, inside | {"cidr_ipv4": "0.0.0.0/0"}))).passed
    told = judge(plan(DB, update(IN, inside, inside | {"cidr_ipv4": "10.1.0.0/16"})))
    assert told.passed
    assert rules(told, Severity.REPORTED) == {"group-opened"}


def test_inline_and_legacy_rules_are_checked() -> None:
    old = "aws_security_group_rule.it"
    world = {"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
    assert ("group-opened", old) in blocked(judge(plan(create(old, world))))
    assert judge(plan(create(old, world | {"cidr_blocks": ["10.0.0.0/8"]}))).passed
    alb = {"security_group_id": "sg-alb", "from_port": 443, "to_port": 443}
    assert judge(plan(ALB, create(old, world | alb))).passed
    assert not judge(plan(ALB, create(old, world | alb | {"type": "egress"}))).passed
    group, inline = "aws_security_group.it", {"from_port": 22, "to_port": 22, "protocol": "tcp"}
    for range_ in ({"cidr_blocks": ["0.0.0.0/0"]}, {"ipv6_cidr_blocks": ["::/0"]}):
        opened = {"ingress": [inline | range_]}
        assert ("group-opened", group) in blocked(judge(plan(update(group, {"ingress": []}, opened))))
        assert ("group-opened", group) in blocked(judge(plan(create(group, opened))))
        assert judge(plan(update(group, opened, opened | {"tags": {"a": "b"}}))).passed
    assert ("group-opened", group) in blocked(judge(plan(update(group, {}, {}, after_unknown={"egress": True}))))
    assert judge(plan(create(group, {"name": "x"}, after_unknown={"ingress": True, "egress": True}))).passed
    acl = {"rule_action": "allow", "cidr_block": "0.0.0.0/0"}
    assert not judge(plan(create("aws_network_acl_rule.it", acl))).passed
    assert judge(plan(create("aws_network_acl_rule.it", acl | {"rule_action": "deny"}))).passed
    for action, passed in (("allow", False), ("deny", True)):
        listed = {"ingress": [{"action": action, "cidr_block": "0.0.0.0/0"}], "egress": []}
        assert judge(plan(create("aws_network_acl.it", listed))).passed is passed


def test_updated_legacy_rule_that_lets_in_more_is_blocked() -> None:
    old = "aws_security_group_rule.it"
    live = {"type": "ingress", "protocol": "tcp", "from_port": 440, "to_port": 449, "cidr_blocks": ["0.0.0.0/0"]}
    assert judge(plan(update(old, live, live | {"from_port": 441}))).passed
    for wider in ({"protocol": "-1"}, {"protocol": "all"}, {"to_port": 450}, {"from_port": 0}, {"from_port": None}):
        assert blocked(judge(plan(update(old, live, live | wider)))) == {("group-opened", old)}, wider
    whole = live | {"protocol": "all"}
    assert judge(plan(update(old, whole, whole | {"protocol": "-1"}))).passed


ROUTE = "aws_route.it"
PUBLIC = keep("aws_route_table.public", {"id": "rtb-1", "tags": {"Name": "rtb-public"}})
PRIVATE = keep("aws_route_table.private", {"id": "rtb-2", "tags": {"Name": "rtb-private"}})


def out(table: str, **over: Any) -> Json:
    return {"route_table_id": table, "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", **over}


def test_internet_route_passes_only_in_a_first_build_and_an_allowed_table() -> None:
    assert judge(plan(PUBLIC, create(ROUTE, out("rtb-1"))), mode=Mode.CREATE).passed
    assert rules(judge(plan(PUBLIC, create(ROUTE, out("rtb-1"))))) == {"route-opened"}
    assert rules(judge(plan(PRIVATE, create(ROUTE, out("rtb-2"))), mode=Mode.CREATE)) == {"route-opened"}
    translated = out("rtb-2", gateway_id=None, nat_gateway_id="nat-1")
    assert judge(plan(PRIVATE, create(ROUTE, translated)), mode=Mode.CREATE).passed
    assert not judge(plan(PRIVATE, create(ROUTE, translated))).passed
    assert judge(plan(PRIVATE, create(ROUTE, out("rtb-2", destination_cidr_block="10.0.0.0/8")))).passed
    promised = Openings(addresses=frozenset({ROUTE}))
    told_nothing = but(EXPECTED, openings=promised)
    assert judge(plan(create(ROUTE, out("rtb-9"))), mode=Mode.CREATE, expected=told_nothing).passed
    assert not judge(plan(PRIVATE, create(ROUTE, out("rtb-2"))), mode=Mode.CREATE, expected=told_nothing).passed
    nameless = keep("aws_route_table.plain", {"id": "rtb-3"})
    by_address = but(EXPECTED, openings=Openings(tables=frozenset({"aws_route_table.plain"})))
    assert judge(plan(nameless, create(ROUTE, out("rtb-3"))), mode=Mode.CREATE, expected=by_address).passed
    six = {"route_table_id": "rtb-2", "destination_ipv6_cidr_block": "::/0"}
    assert not judge(plan(PRIVATE, create(ROUTE, six)), mode=Mode.CREATE).passed


def test_route_table_of_a_new_route_is_found_through_the_code() -> None:
    table = create("aws_route_table.public", {"tags": {"Name": "rtb-public"}}, after_unknown={"id": True})
    entry = create(ROUTE, {"destination_cidr_block": "0.0.0.0/0"}, after_unknown={"gateway_id": True})
    code = written({"address": ROUTE, "expressions": refers(route_table_id="aws_route_table.public")})
    assert judge(plan(table, entry, configuration=code), mode=Mode.CREATE).passed
    nat = written({"address": ROUTE, "expressions": refers(nat_gateway_id="aws_nat_gateway.a")})
    assert judge(plan(entry, configuration=nat), mode=Mode.CREATE).passed
    assert not judge(plan(table, entry), mode=Mode.CREATE).passed


@pytest.mark.parametrize("name", ["gateway_id", "nat_gateway_id", "route_table_id", "destination_cidr_block"])
def test_route_to_another_target_is_blocked(name: str) -> None:
    assert ("route-changed", ROUTE) in blocked(judge(plan(update(ROUTE, out("rtb-1"), out("rtb-1") | {name: "x"}))))
    open_ = update(ROUTE, out("rtb-1"), {**out("rtb-1"), name: None}, after_unknown={name: True})
    assert ("route-changed", ROUTE) in blocked(judge(plan(open_)))


def test_inline_routes_of_a_table_are_checked() -> None:
    table = "aws_route_table.it"
    led_out = {"route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw"}]}
    assert ("route-opened", table) in blocked(judge(plan(create(table, led_out)), mode=Mode.CREATE))
    assert ("route-changed", table) in blocked(judge(plan(update(table, {"route": []}, led_out))))
    assert judge(plan(update(table, led_out, led_out | {"tags": {"a": "b"}}))).passed
    assert judge(plan(create(table, {}, after_unknown={"route": True}))).passed


@pytest.mark.parametrize(
    ("wide", "narrow", "answer"),
    [
        ("*", "anything", True),
        ("/api/*", "/api/*", True),
        ("/api*", "/api/*", True),
        ("/api/*", "/api*", False),
        ("/a?i", "/api", True),
        ("/a?i", "/a*i", False),
        ("/a*i", "/a?i", True),
        ("/a.i", "/axi", False),
        ("a\nb", "a\nb", True),
        ("*", "a\nb", True),
        ("", "", True),
        ("", "a", False),
        ("**", "*", True),
    ],
)
def test_wildcard_covers_another_only_if_proven(wide: str, narrow: str, answer: bool) -> None:
    assert covers(wide, narrow) is answer


@pytest.mark.parametrize(
    ("range_", "answer"),
    [
        ("0.0.0.0/0", True),
        ("52.0.0.0/15", True),
        ("52.0.0.0/16", False),
        ("10.0.0.0/8", False),
        ("10.0.0.0/7", True),
        ("172.16.0.0/12", False),
        ("192.168.0.0/16", False),
        ("100.64.0.0/10", False),
        ("::/0", True),
        ("2001:db8::/31", True),
        ("2001:db8::/32", False),
        ("fc00::/7", False),
        ("nonsense", True),
        (7, True),
        (None, False),
        ("", False),
    ],
)
def test_wide_ranges_are_detected_in_every_notation(range_: Any, answer: bool) -> None:
    assert is_wide(range_) is answer


STRENGTHS = [
    "TLS13-1-3-2021-06",
    "TLS13-1-2-FIPS-2023-04",
    "TLS13-1-2-Res-2021-06",
    "TLS13-1-2-2021-06",
    "TLS-1-2-2017-01",
]


@pytest.mark.parametrize("at", range(4))
def test_weaker_tls_policy_is_blocked_and_stronger_passes(at: int) -> None:
    strong, weak = ({"ssl_policy": f"ELBSecurityPolicy-{STRENGTHS[at + down]}"} for down in (0, 1))
    unknown_, none = {"ssl_policy": "ELBSecurityPolicy-2016-08"}, {"ssl_policy": ""}
    listener = "aws_lb_listener.a"
    assert rules(judge(plan(update(listener, strong, weak)))) == {"transport-weakened"}
    assert rules(judge(plan(update(listener, strong, unknown_)))) == {"transport-weakened"}
    for better in ((weak, strong), (strong, strong), (unknown_, weak), (none, unknown_), (unknown_, unknown_)):
        assert judge(plan(update(listener, *better))).passed


def test_deleted_rule_of_a_group_that_stays_is_reported() -> None:
    rule = {"security_group_id": "sg-api", "referenced_security_group_id": "sg-database", "from_port": 5432}
    deleted = delete("aws_vpc_security_group_egress_rule.api_to_database", rule)
    assert "traffic-removed" in rules(judge(plan(deleted)), Severity.REPORTED)
    for group in ("sg-api", "sg-database"):
        verdict = judge(plan(deleted, delete("aws_security_group.one", {"id": group})))
        assert "traffic-removed" not in rules(verdict, Severity.REPORTED), "the rule goes with its group"
