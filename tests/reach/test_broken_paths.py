"""Each broken path is found, named and cured; on the sound environment nothing is found."""

import pytest

from tests.reach.cuts_network import NETWORK
from tests.reach.cuts_permissions import PERMISSIONS
from tests.reach.cuts_serving import SERVING
from tests.reach.cutting import PUBLIC, Broken
from tests.reach.sound import Document, findings, in_containers, report, with_, within, without
from tests.stack import Stack


@pytest.fixture(scope="module")
def sound(prod: Stack) -> Document:
    return prod.document


def test_nothing_is_found_on_the_sound_environment(sound: Document) -> None:
    assert findings(sound) == ()
    assert len(report(sound).paths) >= 30


@pytest.mark.parametrize("broken", [*NETWORK, *PERMISSIONS, *SERVING], ids=lambda broken: broken.name)
def test_a_broken_path_is_found_named_and_cured(sound: Document, broken: Broken) -> None:
    found = findings(sound, broken.cut)
    told = [f"{one.message} -> {one.cure}" for one in found]
    assert any(
        one.service == broken.service
        and broken.cannot in one.cannot
        and broken.detail in one.detail
        and broken.cure in one.cure
        for one in found
    ), told


def test_every_rule_of_a_security_group_is_needed(sound: Document) -> None:
    """The rules follow from the services; only the redirect from HTTP to HTTPS is needed by no path."""
    needless = set()
    for type_ in ("aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"):
        for name in sound["resource"][type_]:
            if not findings(sound, without(f"{type_}.{name}")):
                needless.add(name)
    assert needless == {"groups_load_balancer_http"}


def test_every_endpoint_is_needed(sound: Document) -> None:
    needless = {
        name
        for name in sound["resource"]["aws_vpc_endpoint"]
        if not findings(sound, without(f"aws_vpc_endpoint.{name}"))
    }
    assert needless == {"gateway_endpoints_dynamodb"}


NAT = (
    with_(
        "aws_nat_gateway.out",
        subnet_id="${aws_subnet.network_public_a.id}",
        connectivity_type="public",
        tags={"Name": "out"},
    ),
    with_(
        "aws_route.out",
        route_table_id="${aws_route_table.network_private.id}",
        destination_cidr_block="0.0.0.0/0",
        nat_gateway_id="${aws_nat_gateway.out.id}",
    ),
    *(
        with_(
            f"aws_vpc_security_group_egress_rule.{key}_out",
            security_group_id=f"${{aws_security_group.groups_{key}.id}}",
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
        )
        for key in ("web", "api", "worker")
    ),
)
PUBLIC_IMAGE = in_containers("web", lambda one: one.update(image="public.ecr.aws/nginx/nginx:latest"))


def test_a_nat_gateway_is_a_way_to_every_registry_and_service(sound: Document) -> None:
    edges = [without(f"aws_vpc_endpoint.endpoints_{key}") for key in ("ecr_api", "ecr_dkr", "logs", "sqs", "ssm")]
    assert findings(sound, *NAT, PUBLIC_IMAGE, *edges) == ()


def test_a_nat_gateway_in_a_private_subnet_leads_nowhere(sound: Document) -> None:
    inside = with_("aws_nat_gateway.out", subnet_id="${aws_subnet.network_private_a.id}")
    assert "no route to an internet gateway" in findings(sound, *NAT, PUBLIC_IMAGE, inside)[0].detail


def test_a_public_ip_is_a_way_out_of_a_public_subnet_only(sound: Document) -> None:
    def place(subnets: list[str], *, public_ip: bool) -> bool:
        placed = within(
            "aws_ecs_service.services_web_service", "network_configuration", subnets=subnets, assign_public_ip=public_ip
        )
        found = findings(sound, NAT[2], PUBLIC_IMAGE, placed)
        return not any("pull" in one.cannot for one in found)

    assert place(PUBLIC, public_ip=True)
    assert not place(PUBLIC, public_ip=False)
    private = ["${aws_subnet.network_private_a.id}"]
    assert not place(private, public_ip=True)


def test_groups_by_cidr_are_as_good_as_groups_by_reference(sound: Document) -> None:
    vpc = "10.40.0.0/16"
    by_cidr = [
        with_(
            f"aws_vpc_security_group_ingress_rule.groups_endpoints_from_{key}",
            referenced_security_group_id=None,
            cidr_ipv4=vpc,
        )
        for key in ("web", "api", "worker")
    ]
    assert findings(sound, *by_cidr) == ()
    elsewhere = [
        with_(f"aws_vpc_security_group_ingress_rule.groups_endpoints_from_{key}", cidr_ipv4="10.99.0.0/16")
        for key in ("web", "api", "worker")
    ]
    assert {one.service for one in findings(sound, *by_cidr, *elsewhere)} == {"web", "api", "worker"}
