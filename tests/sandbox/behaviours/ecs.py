"""Services and task definitions."""

from typing import Any

from tests.sandbox.account import Account, unique


def services_keep_what_they_were_given(aws: Account) -> None:
    given = {
        "healthCheckGracePeriodSeconds": 60,
        "enableECSManagedTags": True,
        "enableExecuteCommand": True,
        "availabilityZoneRebalancing": "ENABLED",
        "placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}],
        "placementConstraints": [{"type": "distinctInstance"}],
    }
    service = _service(aws, **given, deploymentConfiguration={"maximumPercent": 150, "minimumHealthyPercent": 50})
    assert {name: service.get(name) for name in given} == given
    assert service["deploymentConfiguration"]["maximumPercent"] == 150
    assert service["deploymentConfiguration"]["deploymentCircuitBreaker"] == {"enable": False, "rollback": False}
    assert "networkConfiguration" not in service


def services_run_on_the_capacity_providers_they_name(aws: Account) -> None:
    service = _service(aws, capacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}])
    assert service["capacityProviderStrategy"] == [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]
    assert "launchType" not in service


def services_run_what_they_were_asked_to(aws: Account) -> None:
    service = _service(aws, desiredCount=2)
    family = service["taskDefinition"].rpartition("/")[2].partition(":")[0]
    _register(aws, family)
    name = {"cluster": service["clusterArn"], "service": service["serviceName"]}
    aws.client("ecs").update_service(**name, taskDefinition=family, desiredCount=3)
    changed = _described(aws, service)
    assert changed["taskDefinition"].endswith(f"task-definition/{family}:2")
    assert (service["runningCount"], changed["runningCount"], changed["pendingCount"]) == (2, 3, 0)
    (deployment,) = changed["deployments"]
    assert (deployment["rolloutState"], deployment["taskDefinition"]) == ("COMPLETED", changed["taskDefinition"])


def a_family_means_its_newest_active_revision(aws: Account) -> None:
    ecs, family = aws.client("ecs"), unique("family")
    for _ in range(3):
        _register(aws, family)
    ecs.deregister_task_definition(taskDefinition=f"{family}:3")
    assert ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]["revision"] == 2
    _register(aws, family)
    assert ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]["revision"] == 4


def a_container_may_leave_its_memory_to_the_task(aws: Account) -> None:
    """A task on Fargate runs although its container names no memory."""
    cluster, family, ecs, ec2 = unique("cluster"), unique("family"), aws.client("ecs"), aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.8.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="tasks", Description="tasks")["GroupId"]
    ecs.create_cluster(clusterName=cluster)
    ecs.register_task_definition(
        family=family,
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        containerDefinitions=[{"name": "one", "image": "one"}],
    )
    place = {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}}
    assert ecs.run_task(cluster=cluster, taskDefinition=family, launchType="FARGATE", networkConfiguration=place)[
        "tasks"
    ]


def _service(aws: Account, **given: Any) -> dict[str, Any]:
    cluster, family = unique("cluster"), unique("family")
    aws.client("ecs").create_cluster(clusterName=cluster)
    _register(aws, family)
    wanted = {"cluster": cluster, "serviceName": unique("service"), "taskDefinition": family, "desiredCount": 1}
    return _described(aws, aws.client("ecs").create_service(**(wanted | given))["service"])


def _described(aws: Account, service: dict[str, Any]) -> dict[str, Any]:
    names = {"cluster": service["clusterArn"], "services": [service["serviceName"]]}
    found: dict[str, Any] = aws.client("ecs").describe_services(**names)["services"][0]
    return found


def _register(aws: Account, family: str) -> None:
    container = {"name": "one", "image": "one", "memory": 128}
    aws.client("ecs").register_task_definition(family=family, containerDefinitions=[container])


BEHAVIOURS = (
    a_container_may_leave_its_memory_to_the_task,
    services_keep_what_they_were_given,
    services_run_on_the_capacity_providers_they_name,
    services_run_what_they_were_asked_to,
    a_family_means_its_newest_active_revision,
)
