"""Tasks on EC2 instances in the place of Fargate: bridge network, target groups of instances, a daemon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.adoption.account import CLUSTER, Account

SERVICES = {
    "web": "counterpromo-dev-svc-web",
    "api": "counterpromo-dev-api-service",
    "worker": "counterpromo-dev-svc-worker",
}
SERVED: Mapping[str, dict[str, Any]] = {
    "web": {"Port": 80, "HealthCheckPath": "/"},
    "api": {"Port": 3000, "HealthCheckPath": "/health"},
}
_LINUX = {"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}
_SPREAD = [{"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "memory"}]


def tasks_on_instances(account: Account) -> None:
    """The three services run on instances of the cluster; the worker runs once on each."""
    ecs, groups = account.client("ecs"), _groups_of_instances(account.client("elbv2"))
    for key, name in SERVICES.items():
        old = ecs.describe_services(cluster=CLUSTER, services=[name])["services"][0]
        revision = _registered(ecs, old["taskDefinition"])
        ecs.update_service(cluster=CLUSTER, service=name, desiredCount=0)
        ecs.delete_service(cluster=CLUSTER, service=name, force=True)
        placed = {
            "desiredCount": 2,
            "placementStrategy": _SPREAD,
            "placementConstraints": [{"type": "distinctInstance"}],
        }
        balanced = [{**one, "targetGroupArn": groups[key]} for one in old["loadBalancers"]]
        ecs.create_service(
            cluster=CLUSTER,
            serviceName=name,
            taskDefinition=revision,
            launchType="EC2",
            loadBalancers=balanced,
            **(placed if key in groups else {"schedulingStrategy": "DAEMON"}),
        )


def _groups_of_instances(elb: Any) -> dict[str, str]:
    """Makes target groups of instances in the place of those of addresses, under other names; returns their ARNs."""
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    listed = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [one["ListenerArn"] for one in listed if one["Port"] == 443]
    where = {"VpcId": balancer["VpcId"], "Protocol": "HTTP", "TargetType": "instance"}
    groups = {
        key: str(elb.create_target_group(Name=f"dev-{key}", **where, **form)["TargetGroups"][0]["TargetGroupArn"])
        for key, form in SERVED.items()
    }
    elb.modify_listener(ListenerArn=https, DefaultActions=[{"Type": "forward", "TargetGroupArn": groups["web"]}])
    for rule in elb.describe_rules(ListenerArn=https)["Rules"]:
        if not rule["IsDefault"]:
            to_api = [{"Type": "forward", "TargetGroupArn": groups["api"]}]
            elb.modify_rule(RuleArn=rule["RuleArn"], Actions=to_api)
    for group in elb.describe_target_groups(Names=[f"counterpromo-dev-tg-{key}" for key in SERVED])["TargetGroups"]:
        elb.delete_target_group(TargetGroupArn=group["TargetGroupArn"])
    return groups


def _registered(ecs: Any, running: str) -> str:
    """Registers the task for instances: no size of its own, a memory for each container, and any port of the host."""
    now = ecs.describe_task_definition(taskDefinition=running)["taskDefinition"]
    containers = [
        {**one, "memory": 512, "portMappings": [{**port, "hostPort": 0} for port in one["portMappings"]]}
        for one in now["containerDefinitions"]
    ]
    made = ecs.register_task_definition(
        family=now["family"],
        requiresCompatibilities=["EC2"],
        networkMode="bridge",
        taskRoleArn=now["taskRoleArn"],
        executionRoleArn=now["executionRoleArn"],
        containerDefinitions=containers,
        placementConstraints=[_LINUX],
    )
    return str(made["taskDefinition"]["taskDefinitionArn"])
