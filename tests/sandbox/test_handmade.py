"""The hand-made DEV: counts and names of the reference, and traces of the console."""

import json
from typing import Any

import pytest

from sandbox.handmade.secrets import MARK
from tests.sandbox.account import ACCOUNT_ID, Account

CLUSTER = "counterpromo-dev-cluster"


@pytest.fixture(scope="module")
def vpc(made_by_hand: Account) -> str:
    named = [{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}]
    (found,) = made_by_hand.client("ec2").describe_vpcs(Filters=named)["Vpcs"]
    return str(found["VpcId"])


def in_vpc(aws: Account, vpc: str, call: str, answer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = getattr(aws.client("ec2"), call)(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        answer
    ]
    return found


def test_the_network_is_that_of_the_reference(made_by_hand: Account, vpc: str) -> None:
    subnets = in_vpc(made_by_hand, vpc, "describe_subnets", "Subnets")
    assert sorted(subnet["CidrBlock"] for subnet in subnets) == [
        "10.10.0.0/24",
        "10.10.1.0/24",
        "10.10.10.0/24",
        "10.10.11.0/24",
    ]
    endpoints = in_vpc(made_by_hand, vpc, "describe_vpc_endpoints", "VpcEndpoints")
    assert sorted((each["VpcEndpointType"], each["ServiceName"].split(".", 3)[3]) for each in endpoints) == [
        ("Gateway", "dynamodb"),
        ("Gateway", "s3"),
        *(("Interface", name) for name in ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "sqs", "ssm")),
    ]
    tables = in_vpc(made_by_hand, vpc, "describe_route_tables", "RouteTables")
    (main,) = [table for table in tables if any(each["Main"] for each in table["Associations"])]
    assert (len(tables), main["Tags"], len(main["Associations"])) == (2, [], 1)


def test_the_security_groups_are_six_with_the_rules_of_the_reference(made_by_hand: Account, vpc: str) -> None:
    groups = in_vpc(made_by_hand, vpc, "describe_security_groups", "SecurityGroups")
    names = {group["GroupId"]: group["GroupName"] for group in groups}
    everything = made_by_hand.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    rules = [rule for rule in everything if names.get(rule["GroupId"], "default") != "default"]
    assert len(names) == 7
    assert len([rule for rule in rules if not rule["IsEgress"]]) == 9
    assert len([rule for rule in rules if rule["IsEgress"]]) == 9
    open_out = {names[rule["GroupId"]] for rule in rules if rule["IsEgress"] and rule["IpProtocol"] == "-1"}
    assert open_out == {"counterpromo-dev-rds-sg", "counterpromo-dev-vpce-sg"}
    assert [rule["Description"] for rule in rules if rule.get("Description")] == ["added to fix web task init"]


def test_the_load_balancer_redirects_to_https_and_routes_by_path(made_by_hand: Account) -> None:
    elb = made_by_hand.client("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    http, https = sorted(listeners, key=lambda listener: listener["Port"])
    assert http["DefaultActions"][0]["RedirectConfig"]["Protocol"] == "HTTPS"
    rules = elb.describe_rules(ListenerArn=https["ListenerArn"])["Rules"]
    targets = [(rule["Priority"], rule["Actions"][0]["TargetGroupArn"].split("/")[1]) for rule in rules]
    assert targets == [(number, "counterpromo-dev-tg-api") for number in "12"] + [
        ("default", "counterpromo-dev-tg-web")
    ]
    zones = made_by_hand.client("route53").list_hosted_zones()["HostedZones"]
    (zone,) = [zone["Id"] for zone in zones if zone["Name"] == "counterpromo.com."]
    records = made_by_hand.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert sorted(record["Type"] for record in records) == ["A", "CNAME", "MX", "NS", "SOA", "TXT"]


def test_the_services_run_the_newest_active_revision(made_by_hand: Account) -> None:
    ecs = made_by_hand.client("ecs")
    arns = ecs.list_services(cluster=CLUSTER)["serviceArns"]
    services = ecs.describe_services(cluster=CLUSTER, services=arns)["services"]
    running = {service["serviceName"]: service["taskDefinition"].rpartition("/")[2] for service in services}
    assert running == {
        "counterpromo-dev-svc-web": "counterpromo-dev-td-web:2",
        "counterpromo-dev-api-service": "counterpromo-dev-td-api:4",
        "counterpromo-dev-svc-worker": "counterpromo-dev-td-worker:2",
    }
    assert all(service["runningCount"] == service["desiredCount"] == 1 for service in services)
    assert len(ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]) == 1 + 3 + 2 + 1
    assert len(ecs.list_task_definitions(status="INACTIVE")["taskDefinitionArns"]) == 3


def test_the_database_buckets_queues_and_parameters_are_those_of_the_reference(made_by_hand: Account) -> None:
    (database,) = made_by_hand.client("rds").describe_db_instances()["DBInstances"]
    assert database["StorageEncrypted"]
    assert not database["PubliclyAccessible"]
    assert database["EngineVersion"] == "16.4"
    buckets = [bucket["Name"] for bucket in made_by_hand.client("s3").list_buckets()["Buckets"]]
    dev = [f"counterpromo-dev-{purpose}-{ACCOUNT_ID}" for purpose in ("assets", "exports", "uploads")]
    assert sorted(buckets) == sorted([*dev, f"counterpromo-design-files-{ACCOUNT_ID}"])
    for bucket in dev:
        assert made_by_hand.client("s3").get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    queues = made_by_hand.client("sqs").list_queues(QueueNamePrefix="counterpromo-dev")["QueueUrls"]
    assert len(queues) == 4
    pages = made_by_hand.client("ssm").get_paginator("describe_parameters").paginate()
    names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
    assert len([name for name in names if name.startswith("/counterpromo/")]) == 10


def test_values_of_secrets_are_marked_and_occur_nowhere_else(made_by_hand: Account) -> None:
    manager = made_by_hand.client("secretsmanager")
    names = [secret["Name"] for secret in manager.list_secrets()["SecretList"]]
    assert len([name for name in names if name.startswith("counterpromo/dev/")]) == 3
    assert all(MARK in manager.get_secret_value(SecretId=name)["SecretString"] for name in names)
    families = made_by_hand.client("ecs").list_task_definitions()["taskDefinitionArns"]
    tasks = [made_by_hand.client("ecs").describe_task_definition(taskDefinition=family) for family in families]
    parameters = made_by_hand.client("ssm").get_parameters_by_path(Path="/", Recursive=True)["Parameters"]
    databases = made_by_hand.client("rds").describe_db_instances()["DBInstances"]
    assert MARK not in json.dumps([tasks, parameters, databases], default=str)


def test_the_account_also_holds_unrelated_resources(made_by_hand: Account) -> None:
    vpcs = made_by_hand.client("ec2").describe_vpcs()["Vpcs"]
    assert sorted((vpc["IsDefault"], vpc["CidrBlock"]) for vpc in vpcs) == [
        (False, "10.10.0.0/16"),
        (False, "10.10.0.0/16"),
        (True, "172.31.0.0/16"),
    ]
    iam = made_by_hand.client("iam")
    assert len(iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1
    roles = {role["RoleName"] for role in iam.list_roles()["Roles"]}
    ours = {f"counterpromo-dev-{name}" for name in ("ecs-task-app", "ecs-exec-default", "github-deployer")}
    assert ours < roles
    assert len(made_by_hand.client("ecs").list_clusters()["clusterArns"]) == 2
