"""Unrelated resources may lack attributes that ours have: discovery must still succeed."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from aws.reader import Aws
from envs.load import load
from imports.matching import name_filter
from modules.dns import discovery_certificates
from modules.identity import discovery as identity
from modules.load_balancer import discovery as load_balancer
from modules.network import discovery as network
from modules.secrets import discovery as secrets
from modules.services import discovery as services
from modules.services import discovery_clusters as clusters
from modules.settings import Settings
from modules.stages import match
from tests.conftest import ENVS
from tests.imports.scripted import NO_TASKS, Reply, Script
from tests.imports.small_dev import code

SETTINGS = load("dev", ENVS)


def ec2(operation: str, set_: str, item: str) -> list[Reply]:
    return [Reply(f"<{operation}Response><{set_}>{item}</{set_}></{operation}Response>")]


NETWORK = {
    "ec2.DescribeVpcs": ec2("DescribeVpcs", "vpcSet", "<item><vpcId>vpc-1</vpcId></item>"),
    "ec2.DescribeSubnets": ec2(
        "DescribeSubnets",
        "subnetSet",
        "<item><subnetId>subnet-6</subnetId><vpcId>vpc-1</vpcId><availabilityZone>eu-west-2a</availabilityZone></item>",
    ),
    "ec2.DescribeInternetGateways": ec2(
        "DescribeInternetGateways",
        "internetGatewaySet",
        "<item><internetGatewayId>igw-1</internetGatewayId></item>",
    ),
    "rds.DescribeDBInstances": [
        Reply(
            "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult>"
            "</DescribeDBInstancesResponse>"
        )
    ],
    "route-53.ListHostedZones": [
        Reply("<ListHostedZonesResponse><HostedZones/><IsTruncated>false</IsTruncated></ListHostedZonesResponse>")
    ],
    "ec2.DescribeRouteTables": ec2("DescribeRouteTables", "routeTableSet", ""),
}


def test_discovery_reads_ipv6_only_subnets_and_detached_gateways() -> None:
    with Script(NETWORK).aws() as aws:
        assert {one.id for one in network.find(aws, SETTINGS)} == {"vpc-1", "subnet-6", "igw-1"}


def test_discovery_reads_load_balancers_without_a_dns_name() -> None:
    balancer = (
        "<member><LoadBalancerArn>gwlb</LoadBalancerArn><LoadBalancerName>g</LoadBalancerName><Type>gateway</Type>"
    )
    replies = {
        f"elastic-load-balancing-v2.Describe{kind}": [
            Reply(
                f"<Describe{kind}Response><Describe{kind}Result><{kind}>{items}</{kind}>"
                f"</Describe{kind}Result></Describe{kind}Response>"
            )
        ]
        for kind, items in (("LoadBalancers", f"{balancer}</member>"), ("TargetGroups", ""))
    }
    with Script(NETWORK | replies).aws() as aws:
        assert [one.name for one in load_balancer.find(aws, SETTINGS)] == ["g"]


def test_discovery_reads_certificates_without_a_domain() -> None:
    listed = Reply('{"CertificateSummaryList": [{"CertificateArn": "imported"}]}')
    with Script({"acm.ListCertificates": [listed]}).aws() as aws:
        assert discovery_certificates.find(aws, SETTINGS) == []


def test_discovery_reads_services_without_a_task_definition() -> None:
    arn = f"arn:aws:ecs:eu-west-2:123456789012:cluster/{SETTINGS.cluster.name}"
    service = f'{{"serviceArn": "s", "serviceName": "s", "clusterArn": "{arn}", "status": "ACTIVE"}}'
    replies = {
        "ecs.ListClusters": [Reply(f'{{"clusterArns": ["{arn}"]}}')],
        "ecs.DescribeClusters": [Reply(f'{{"clusters": [{{"clusterArn": "{arn}", "status": "ACTIVE"}}]}}')],
        "ecs.ListServices": [Reply('{"serviceArns": ["s"]}')],
        "ecs.DescribeServices": [Reply(f'{{"services": [{service}]}}')],
    }
    with Script(replies).aws() as aws:
        assert [one.facts["family"] for one in services.find(aws, SETTINGS)] == [""]


@pytest.mark.parametrize("look", [clusters.find, clusters.likely_clusters])
def test_a_deleted_cluster_that_ecs_still_lists_is_not_there_and_hides_no_other(
    look: Callable[[Aws, Settings], Sequence[Any]],
) -> None:
    deleted, other = f"arn:cluster/{SETTINGS.cluster.name}", "arn:cluster/something"
    described = [
        Reply(f'{{"clusters": [{{"clusterArn": "{arn}", "status": "{status}"}}]}}')
        for arn, status in ((deleted, "INACTIVE"), (other, "ACTIVE"))
    ]
    listed = [Reply(f'{{"clusterArns": ["{deleted}", "{other}"]}}')]
    with Script({"ecs.ListClusters": listed, "ecs.DescribeClusters": described}).aws() as aws:
        assert [one if isinstance(one, str) else one.facts["arn"] for one in look(aws, SETTINGS)] == [other]


def test_a_secret_that_is_scheduled_for_deletion_is_a_gap_that_says_so() -> None:
    name = "counterpromo/dev/db/postgres"
    listed = f'{{"SecretList": [{{"ARN": "arn:secret", "Name": "{name}", "DeletedDate": 1790000000}}]}}'
    with Script({"secrets-manager.ListSecrets": [Reply(listed)]} | NO_TASKS).aws() as aws:
        found = secrets.find(aws, SETTINGS)
    outcome = match([code("aws_secretsmanager_secret.db", name=name)], found, near=name_filter.near(SETTINGS))
    (gap,) = outcome.missing
    assert gap.why.startswith("it is scheduled for deletion")
    assert f"restore-secret --secret-id {name}" in gap.why
    assert outcome.strays == ()


def test_workflow_roles_are_not_strays() -> None:
    def role(name: str) -> str:
        return (
            f"<member><RoleName>{name}</RoleName><RoleId>A</RoleId><Path>/</Path><Arn>arn:{name}</Arn>"
            "<CreateDate>2026-01-01T00:00:00Z</CreateDate></member>"
        )

    names = [each.name for each in (SETTINGS.identity.task, SETTINGS.identity.execution, SETTINGS.identity.deployer)]
    listed = "".join(map(role, [*names, "counterpromo-dev-plan", "counterpromo-dev-apply"]))
    nothing = {
        "ListRolePolicies": "PolicyNames",
        "ListAttachedRolePolicies": "AttachedPolicies",
        "ListInstanceProfilesForRole": "InstanceProfiles",
    }
    replies = {
        f"iam.{call}": [Reply(f"<{call}Response><{call}Result><{key}/></{call}Result></{call}Response>")] * len(names)
        for call, key in nothing.items()
    }
    replies["iam.ListRoles"] = [
        Reply(f"<ListRolesResponse><ListRolesResult><Roles>{listed}</Roles></ListRolesResult></ListRolesResponse>")
    ]
    with Script(replies).aws() as aws:
        assert sorted(one.name for one in identity.find(aws, SETTINGS)) == sorted(names)
