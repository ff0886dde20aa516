"""The same DEV in a crowded account: twins made with boto3 in the emulated one. Adoption must not notice them."""

from typing import Any

import boto3
import pytest

from imports.discovery import Inventory
from tests.imports.conftest import Handmade


@pytest.fixture(scope="module")
def before(handmade: Handmade, found: Inventory) -> dict[str, str]:
    return handmade.outcome(found).ids


@pytest.fixture(scope="module")
def crowded(handmade: Handmade, before: dict[str, str]) -> Inventory:
    """The account once every twin is in it; `before` was looked up without them."""
    session: Any = boto3.Session(region_name=handmade.settings.aws.region)
    _twin_network(session, handmade)
    _twin_cluster(session, handmade)
    _twin_zone_and_certificate(session, handmade)
    _later_revisions(session, handmade)
    _many_parameters(session, handmade)
    return handmade.inventory()


def test_resources_with_similar_names_have_no_effect(
    handmade: Handmade, before: dict[str, str], crowded: Inventory
) -> None:
    outcome = handmade.outcome(crowded)
    assert outcome.ids == before
    assert (outcome.missing, outcome.ambiguous) == ((), ())


def test_unrelated_resources_add_pages_but_no_detail_calls(crowded: Inventory, found: Inventory) -> None:
    assert crowded.api_calls - found.api_calls < 20


def test_every_page_is_read(handmade: Handmade, crowded: Inventory) -> None:
    names = {one.id for one in crowded.found if one.type == "aws_ssm_parameter"}
    assert {f"/counterpromo/dev/many/{number}" for number in range(60)} <= names


def _twin_network(session: Any, handmade: Handmade) -> None:
    """A VPC with DEV's name, CIDR, subnets and groups, in which nothing runs."""
    ec2, network = session.client("ec2"), handmade.settings.network
    vpc = ec2.create_vpc(CidrBlock=network.cidr, TagSpecifications=_named("vpc", network.name))["Vpc"]["VpcId"]
    for subnet in network.subnets.values():
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=subnet.cidr,
            AvailabilityZone=subnet.zone,
            TagSpecifications=_named("subnet", subnet.name),
        )
    for group in ("counterpromo-dev-alb-sg", "counterpromo-dev-rds-sg"):
        ec2.create_security_group(GroupName=group, Description="a twin", VpcId=vpc)


def _twin_cluster(session: Any, handmade: Handmade) -> None:
    """A cluster whose service has the name and the task definition of DEV's."""
    ecs, service = session.client("ecs"), handmade.settings.services["api"]
    ecs.create_cluster(clusterName="counterpromo-dev-cluster-old")
    ecs.create_service(
        cluster="counterpromo-dev-cluster-old",
        serviceName=service.name,
        taskDefinition=service.family,
        desiredCount=0,
    )


def _twin_zone_and_certificate(session: Any, handmade: Handmade) -> None:
    dns = handmade.settings.dns
    vpcs = session.client("ec2").describe_vpcs()["Vpcs"]
    session.client("route53").create_hosted_zone(
        Name=dns.zone,
        CallerReference="private twin",
        HostedZoneConfig={"PrivateZone": True},
        VPC={"VPCRegion": handmade.settings.aws.region, "VPCId": vpcs[0]["VpcId"]},
    )
    session.client("acm").request_certificate(DomainName=dns.host, ValidationMethod="DNS")


def _later_revisions(session: Any, handmade: Handmade) -> None:
    """A newer revision that was deregistered, and a family whose name only begins alike."""
    ecs, family = session.client("ecs"), handmade.settings.services["web"].family
    containers = [{"name": "web", "image": "nginx", "memory": 128}]
    revision = ecs.register_task_definition(family=family, containerDefinitions=containers)
    ecs.deregister_task_definition(taskDefinition=revision["taskDefinition"]["taskDefinitionArn"])
    ecs.register_task_definition(family=f"{family}-canary", containerDefinitions=containers)


def _many_parameters(session: Any, handmade: Handmade) -> None:
    ssm = session.client("ssm")
    for number in range(60):
        ssm.put_parameter(Name=f"/counterpromo/dev/many/{number}", Value="x", Type="String")
        ssm.put_parameter(Name=f"/elsewhere/{number}", Value="x", Type="String")


def _named(type_: str, name: str | None) -> list[dict[str, Any]]:
    return [{"ResourceType": type_, "Tags": [{"Key": "Name", "Value": name or ""}]}]
