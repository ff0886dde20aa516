"""Lists what an account has that something may use: resources by service, each by the id that its users know.

Taken before and after an apply: an id that is gone was deleted, deregistered or made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.adoption.account import CLUSTER, Account

Ids = Mapping[str, frozenset[str]]


def in_use(account: Account) -> Ids:
    """Returns kind -> ids of everything that a service or a person may use now."""
    return {kind: frozenset(ids(account)) for kind, ids in _KINDS.items()}


def gone(before: Ids, after: Ids) -> list[str]:
    """Returns `KIND: ID` of each id that there is no more."""
    return [f"{kind}: {id_}" for kind, ids in before.items() for id_ in sorted(ids - after[kind])]


def _revisions(account: Account) -> Iterator[str]:
    for page in account.client("ecs").get_paginator("list_task_definitions").paginate(status="ACTIVE"):
        yield from page["taskDefinitionArns"]


def _services(account: Account) -> Iterator[str]:
    ecs = account.client("ecs")
    services = ecs.list_services(cluster=CLUSTER)["serviceArns"]
    for each in ecs.describe_services(cluster=CLUSTER, services=services)["services"]:
        if each["status"] == "ACTIVE":
            yield f"{each['serviceArn']} runs {each['taskDefinition']}"


def _targets(account: Account) -> Iterator[str]:
    elb = account.client("elbv2")
    for group in elb.describe_target_groups()["TargetGroups"]:
        yield group["TargetGroupArn"]
        for each in elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]:
            yield f"{group['TargetGroupName']} {each['Target']['Id']}"


def _listeners(account: Account) -> Iterator[str]:
    elb = account.client("elbv2")
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        yield balancer["LoadBalancerArn"]
        for each in elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]:
            yield each["ListenerArn"]
            yield from (rule["RuleArn"] for rule in elb.describe_rules(ListenerArn=each["ListenerArn"])["Rules"])


def _secrets(account: Account) -> Iterator[str]:
    manager = account.client("secretsmanager")
    for each in manager.list_secrets()["SecretList"]:
        versions = manager.describe_secret(SecretId=each["ARN"]).get("VersionIdsToStages", {})
        yield from (f"{each['ARN']} {version}" for version in versions)


def _roles(account: Account) -> Iterator[str]:
    yield from (f"{each['RoleName']} {each['RoleId']}" for each in account.client("iam").list_roles()["Roles"])


def _listed(service: str, call: str, member: str, *, id_: str = "") -> Callable[[Account], Iterator[str]]:
    """Returns a function that lists the ids of one kind; without `id_` the entries are the ids."""

    def ids(account: Account) -> Iterator[str]:
        for page in account.client(service).get_paginator(call).paginate():
            yield from (each[id_] if id_ else each for each in page.get(member, ()))

    return ids


_KINDS: Mapping[str, Callable[[Account], Iterator[str]]] = {
    "revision": _revisions,
    "service": _services,
    "target": _targets,
    "listener": _listeners,
    "endpoint": _listed("ec2", "describe_vpc_endpoints", "VpcEndpoints", id_="VpcEndpointId"),
    "subnet": _listed("ec2", "describe_subnets", "Subnets", id_="SubnetId"),
    "security group": _listed("ec2", "describe_security_groups", "SecurityGroups", id_="GroupId"),
    "security group rule": _listed(
        "ec2", "describe_security_group_rules", "SecurityGroupRules", id_="SecurityGroupRuleId"
    ),
    "secret version": _secrets,
    "role": _roles,
    "queue": _listed("sqs", "list_queues", "QueueUrls"),
    "bucket": _listed("s3", "list_buckets", "Buckets", id_="Name"),
    "parameter": _listed("ssm", "describe_parameters", "Parameters", id_="Name"),
    "log group": _listed("logs", "describe_log_groups", "logGroups", id_="arn"),
    "database": _listed("rds", "describe_db_instances", "DBInstances", id_="DbiResourceId"),
    "certificate": _listed("acm", "list_certificates", "CertificateSummaryList", id_="CertificateArn"),
}
