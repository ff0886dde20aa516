"""Services and their task definitions: other containers and ports beside those that serve, revisions that are gone."""

from typing import Any

from tests.adoption.account import CLUSTER, Account

WEB, WORKER = "counterpromo-dev-svc-web", "counterpromo-dev-svc-worker"
ROUTER = {
    "name": "log_router",
    "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
    "essential": True,
    "firelensConfiguration": {"type": "fluentbit"},
}
_KEPT = ("family", "requiresCompatibilities", "networkMode", "cpu", "memory", "taskRoleArn", "executionRoleArn")


def log_router_first(account: Account) -> None:
    """A log router is listed before the container that serves, a port for metrics before the port that serves."""
    ecs = account.client("ecs")
    for part, service in (("web", WEB), ("worker", WORKER)):
        now = ecs.describe_task_definition(taskDefinition=f"counterpromo-dev-td-{part}")["taskDefinition"]
        (container,) = now["containerDefinitions"]
        container["image"] = container["image"].replace(":latest", ":v7")
        if part == "web":
            container["portMappings"].insert(0, {"containerPort": 9464, "hostPort": 9464, "protocol": "tcp"})
        container["logConfiguration"] = {"logDriver": "awsfirelens", "options": {"Name": "cloudwatch"}}
        made = ecs.register_task_definition(
            **{key: now[key] for key in _KEPT}, containerDefinitions=[ROUTER, container]
        )
        ecs.update_service(cluster=CLUSTER, service=service, taskDefinition=made["taskDefinition"]["taskDefinitionArn"])


def revisions_are_gone(account: Account) -> None:
    """Every revision of the worker's family is deregistered; its service runs an inactive one."""
    ecs = account.client("ecs")
    for arn in ecs.list_task_definitions(familyPrefix="counterpromo-dev-td-worker")["taskDefinitionArns"]:
        ecs.deregister_task_definition(taskDefinition=arn)


def spot_and_on_demand(account: Account) -> None:
    """Web runs on FARGATE (base 1) and FARGATE_SPOT (weight 4)."""
    ecs = account.client("ecs")
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    providers = ["FARGATE", "FARGATE_SPOT"]
    ecs.put_cluster_capacity_providers(
        cluster=CLUSTER, capacityProviders=providers, defaultCapacityProviderStrategy=strategy
    )
    on_demand = {"capacityProvider": "FARGATE", "base": 1, "weight": 1}
    spot = {"capacityProvider": "FARGATE_SPOT", "base": 0, "weight": 4}
    _made_anew(ecs, capacityProviderStrategy=[on_demand, spot])


def web_in_the_api_s_group(account: Account) -> None:
    """Web's tasks run with the API's group; a group of their own was never made."""
    ec2, ecs = account.client("ec2"), account.client("ecs")
    groups = {group["GroupName"]: group["GroupId"] for group in ec2.describe_security_groups()["SecurityGroups"]}
    api, web = groups["counterpromo-dev-ecs-api-sg"], groups["counterpromo-dev-sg-ecs-web"]
    balancer = groups["counterpromo-dev-alb-sg"]
    _made_anew(ecs, launchType="FARGATE", groups=[api])
    for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]:
        if web in (rule["GroupId"], rule.get("ReferencedGroupInfo", {}).get("GroupId")):
            revoke = ec2.revoke_security_group_egress if rule["IsEgress"] else ec2.revoke_security_group_ingress
            revoke(GroupId=rule["GroupId"], SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])
    ec2.delete_security_group(GroupId=web)
    ec2.authorize_security_group_ingress(GroupId=api, IpPermissions=_http(balancer))
    ec2.authorize_security_group_egress(GroupId=balancer, IpPermissions=_http(api))


def _http(peer: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": peer}]}]


def _made_anew(ecs: Any, *, groups: list[str] | None = None, **other: Any) -> None:
    """Deletes the web service and makes it again with these arguments."""
    old = ecs.describe_services(cluster=CLUSTER, services=[WEB])["services"][0]
    ecs.update_service(cluster=CLUSTER, service=WEB, desiredCount=0)
    ecs.delete_service(cluster=CLUSTER, service=WEB, force=True)
    place = old["networkConfiguration"]["awsvpcConfiguration"]
    ecs.create_service(
        cluster=CLUSTER,
        serviceName=WEB,
        taskDefinition=old["taskDefinition"],
        desiredCount=1,
        enableECSManagedTags=True,
        loadBalancers=old["loadBalancers"],
        deploymentConfiguration=old["deploymentConfiguration"],
        networkConfiguration={"awsvpcConfiguration": {**place, "securityGroups": groups or place["securityGroups"]}},
        **other,
    )
