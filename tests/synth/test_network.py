"""Section 3 of the reference: VPC, subnets, routes, endpoints, and who may talk to whom (section 11)."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Change
from tests.stack import Resource, Stack

INTERFACES = {"ecr.api", "ecr.dkr", "logs", "sqs", "secretsmanager", "ssm"}
SERVICES = {"web", "api", "worker"}


def rules_of(stack: Stack, group: str) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """Ingress and egress of one group as (port, peer); the peer is a CIDR, a prefix list or a group's address."""

    def said(rule: Resource) -> tuple[Any, ...]:
        peers = rule.refers_to("referenced_security_group_id") or rule.refers_to("prefix_list_id")
        peer = next(iter(peers)).removeprefix("aws_security_group.groups_") if peers else rule["cidr_ipv4"]
        return rule.get("from_port", "all"), peer

    def of(type_: str) -> set[tuple[Any, ...]]:
        address = f"aws_security_group.groups_{group}"
        return {said(rule) for rule in stack.of_type(type_) if rule.refers_to("security_group_id") == {address}}

    return of("aws_vpc_security_group_ingress_rule"), of("aws_vpc_security_group_egress_rule")


def test_vpc_equals_the_reference(dev: Stack) -> None:
    (vpc,) = dev.of_type("aws_vpc")
    assert vpc["cidr_block"] == "10.10.0.0/16"
    assert vpc["tags"] == {"Name": "counterpromo-dev-vpc"}
    assert vpc["enable_dns_support"]
    assert vpc["enable_dns_hostnames"]


def test_only_public_subnets_are_routed_to_the_internet(dev: Stack) -> None:
    (default_route,) = dev.of_type("aws_route")
    assert default_route["destination_cidr_block"] == "0.0.0.0/0"
    assert default_route.refers_to("gateway_id") == {"aws_internet_gateway.network_internet"}
    (internet,) = default_route.refers_to("route_table_id")
    routed = {
        subnet
        for association in dev.of_type("aws_route_table_association")
        if association.refers_to("route_table_id") == {internet}
        for subnet in association.refers_to("subnet_id")
    }
    assert routed == {"aws_subnet.network_public_a", "aws_subnet.network_public_b"}


def test_subnet_on_the_main_table_has_no_association(dev: Stack) -> None:
    associated = {
        subnet for each in dev.of_type("aws_route_table_association") for subnet in each.refers_to("subnet_id")
    }
    assert not {subnet for subnet in associated if "private" in subnet}
    (main,) = dev.of_type("aws_default_route_table")
    assert "route" not in main.arguments, "an inline list would remove every route it does not know"


def test_subnet_may_have_its_own_route_table(changed: Callable[[Change], Stack]) -> None:
    def explicit(settings: Any) -> None:
        settings["network"]["route_tables"]["main"] = {"name": "private"}

    stack = changed(explicit)
    assert stack.has("aws_route_table.network_main")
    assert stack.has("aws_route_table_association.network_private_a_routes")


def test_tasks_reach_every_service_they_need_through_an_endpoint(dev: Stack) -> None:
    endpoints = dev.of_type("aws_vpc_endpoint")
    by_kind = {
        kind: {
            each["service_name"].removeprefix("com.amazonaws.eu-west-2.")
            for each in endpoints
            if each["vpc_endpoint_type"] == kind
        }
        for kind in ("Gateway", "Interface")
    }
    assert by_kind == {"Gateway": {"s3", "dynamodb"}, "Interface": INTERFACES}
    for endpoint in endpoints:
        if endpoint["vpc_endpoint_type"] == "Interface":
            assert endpoint["private_dns_enabled"], endpoint.address
            assert endpoint.refers_to("security_group_ids") == {"aws_security_group.groups_endpoints"}
            assert endpoint.refers_to("subnet_ids") == {"aws_subnet.network_private_a", "aws_subnet.network_private_b"}


def test_every_endpoint_can_be_switched_off(changed: Callable[[Change], Stack]) -> None:
    def off(settings: Any) -> None:
        for endpoint in settings["endpoints"].values():
            endpoint["enabled"] = False

    assert changed(off).of_type("aws_vpc_endpoint") == []


def test_six_security_groups_equal_the_reference(dev: Stack) -> None:
    anywhere = "0.0.0.0/0"
    expected = {
        "load_balancer": ({(80, anywhere), (443, anywhere)}, {(3000, "api"), (80, "web")}),
        "api": ({(3000, "load_balancer")}, {(5432, "database"), (443, "endpoints")}),
        "worker": (set(), {(5432, "database"), (443, "endpoints")}),
        "web": ({(80, "load_balancer")}, {(443, "endpoints")}),
        "database": ({(5432, "api"), (5432, "worker")}, {("all", anywhere)}),
        "endpoints": ({(443, "api"), (443, "worker"), (443, "web")}, {("all", anywhere)}),
    }
    assert {group: rules_of(dev, group) for group in expected} == expected
    assert len(dev.of_type("aws_security_group")) == 6


def test_groups_have_no_inline_rules(dev: Stack) -> None:
    for group in dev.of_type("aws_security_group"):
        assert not {"ingress", "egress"} & set(group.arguments), group.address


def test_added_service_may_reach_the_endpoints(changed: Callable[[Change], Stack]) -> None:
    def add(settings: Any) -> None:
        mailer = dict(settings["services"]["worker"])
        mailer |= {"name": "mailer", "family": "mailer", "security_group": {"name": "mailer", "description": "mail"}}
        settings["services"]["mailer"] = mailer

    stack = changed(add)
    ingress, _ = rules_of(stack, "endpoints")
    _, egress = rules_of(stack, "mailer")
    assert (443, "mailer") in ingress
    assert (443, "endpoints") in egress


def test_image_layer_egress_is_a_setting(changed: Callable[[Change], Stack]) -> None:
    def on(settings: Any) -> None:
        settings["security_groups"]["image_layers"] = True

    stack = changed(on)
    for service in SERVICES:
        _, egress = rules_of(stack, service)
        assert (443, "aws_vpc_endpoint.gateway_endpoints_s3") in egress, service


def test_dbtest_group_is_off_by_default(dev: Stack, changed: Callable[[Change], Stack]) -> None:
    def on(settings: Any) -> None:
        settings["security_groups"]["dbtest"]["enabled"] = True

    assert not dev.has("aws_security_group.groups_dbtest")
    ingress, _ = rules_of(changed(on), "database")
    assert (5432, "dbtest") in ingress
