"""Returns the ARNs of a call, built from the names in its parameters.

Input: a Call. Output: ARNs; none if AWS cannot restrict the action to a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.ecs.exceptions import TaskDefinitionNotFoundException
from moto.ecs.models import ecs_backends
from moto.secretsmanager.models import secretsmanager_backends

from sandbox.authorization.calls import Call

# Parameters that name a resource, by service: what follows region and account in its ARN.
_NAMED = {
    "cloudwatch": {"AlarmName": "alarm:{}", "AlarmNames": "alarm:{}"},
    "dynamodb": {"TableName": "table/{}"},
    "ecr": {"repositoryName": "repository/{}", "repositoryNames": "repository/{}"},
    "ecs": {"cluster": "cluster/{}", "clusterName": "cluster/{}", "clusters": "cluster/{}"},
    "guardduty": {"DetectorId": "detector/{}"},
    "kms": {"KeyId": "key/{}", "TargetKeyId": "key/{}", "AliasName": "{}"},
    "logs": {"logGroupName": "log-group:{}"},
    "rds": {
        "DBInstanceIdentifier": "db:{}",
        "DBParameterGroupName": "pg:{}",
        "DBSubnetGroupName": "subgrp:{}",
    },
    "sqs": {"QueueName": "{}", "QueueUrl": "{}"},
    "ssm": {"Name": "parameter/{}", "Names": "parameter/{}", "ResourceId": "parameter/{}"},
}
# Parameters that hold ARNs of what the call is not about: whom an alarm tells.
_OTHERS = ("AlarmActions", "InsufficientDataActions", "OKActions")
_SPELLED: Mapping[str, Callable[[str], str]] = {
    "sqs": lambda url: url.rpartition("/")[2],
    "ssm": lambda name: name.removeprefix("/"),
}
# Asked of all there are, unless something is named; of alarms, whatever is named.
_ALL_OF = {
    "cloudwatch:DescribeAlarms": "alarm:all",
    "ecr:DescribeRepositories": "repository/all",
    "elasticache:DescribeCacheClusters": "cluster:all",
    "elasticache:DescribeCacheSubnetGroups": "subnetgroup:all",
    "elasticache:DescribeReplicationGroups": "replicationgroup:all",
    "elasticfilesystem:DescribeFileSystems": "file-system/all",
    "elasticfilesystem:DescribeMountTargets": "file-system/all",
    "events:ListTargetsByRule": "rule/all",
    "rds:DescribeDBClusters": "cluster:all",
    "rds:DescribeDBInstances": "db:all",
    "rds:DescribeDBProxies": "db-proxy:all",
    "rds:DescribeEventSubscriptions": "es:all",
    "rds:DescribeDBParameterGroups": "pg:all",
    "rds:DescribeDBSubnetGroups": "subgrp:all",
    "redshift:DescribeClusters": "cluster:all",
}
_ON_NOTHING = (
    "acm:RequestCertificate",
    "ecs:DescribeTaskDefinition",
    "ecs:DeregisterTaskDefinition",
    "sns:GetSubscriptionAttributes",
    "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
)
_BUT_NOT = ("ec2:DescribeVpcAttribute", "logs:DescribeMetricFilters", "logs:DescribeSubscriptionFilters")
_ALL_OR_NOTHING = (
    "application-autoscaling:Describe",
    "ec2:Describe",
    "elasticloadbalancing:Describe",
    "logs:Describe",
    "ssm:Describe",
)


def of(call: Call, *, account_id: str) -> Iterator[str]:
    name, given = f"{call.service}:{call.name}", call.parameters
    here = f"arn:aws:{call.service}:{call.region}:{account_id}:"
    if name in _ON_NOTHING or (name.startswith(_ALL_OR_NOTHING) and name not in _BUT_NOT):
        return
    match call.service:
        case "s3":
            yield from _of_s3(call)
        case "ec2":
            yield f"{here}any/thing"
        case "iam":
            yield from _of_iam(call, account_id=account_id)
        case "route53":
            yield from _of_route53(call)
        case "application-autoscaling":
            yield given.get("ResourceARN", f"{here}scalable-target/0123456789abcdef")
        case "sns":
            yield from _of_sns(call, here=here)
        case "secretsmanager":
            yield from _of_secrets(call, here=here, account_id=account_id)
        case "elasticloadbalancing":
            yield from _of_balancers(call, here=here)
        case "ecs" if "service" in call.name.lower():
            yield from _of_services(call, here=here)
        case "ecs" if call.name == "RegisterTaskDefinition":
            yield f"{here}task-definition/{given['family']}:1"
        case "ecs" if call.name == "RunTask":
            yield str(task_definition(call, account_id=account_id).get("taskDefinitionArn", f"{here}task-definition/?"))
        case "ecs" if call.name == "DescribeTasks":
            cluster = str(given.get("cluster", "default")).rpartition("/")[2]
            yield from (f"{here}task/{cluster}/{one.rpartition('/')[2]}" for one in _each(given.get("tasks")))
        case "logs" if call.name == "GetLogEvents":
            yield f"{here}log-group:{given['logGroupName']}:log-stream:{given['logStreamName']}"
        case "budgets":
            yield from _of_budgets(call, account_id=account_id)
        case "wafv2":
            yield from _of_web_acls(call, here=here)
        case _:
            yield from _by_parameters(call, here=here)


def task_definition(call: Call, *, account_id: str) -> Mapping[str, Any]:
    """Returns the task definition that a call of RunTask names; empty if there is none."""
    backend = ecs_backends[account_id][call.region]
    try:
        found: Any = backend.describe_task_definition(str(call.parameters["taskDefinition"]))
    except TaskDefinitionNotFoundException:
        return {}
    return {
        "taskDefinitionArn": found.arn,
        # moto's task definition lacks the attribute of a role that it was not given.
        "taskRoleArn": getattr(found, "task_role_arn", None),
        "executionRoleArn": getattr(found, "execution_role_arn", None),
    }


def _by_parameters(call: Call, *, here: str) -> Iterator[str]:
    """Builds the ARNs from the names by the table; a parameter that is an ARN of the service stays as it is.

    An ARN of another service is a key or a role that the call hands on: AWS checks `kms:` and `iam:PassRole` for it.
    """
    found = [] if call.name == "DescribeAlarms" else list(_named(call, here=here))
    whole = _ALL_OF.get(f"{call.service}:{call.name}")
    yield from found or ([here + whole] if whole else [])


def _named(call: Call, *, here: str) -> Iterator[str]:
    patterns = _NAMED.get(call.service, {})
    for key, value in call.parameters.items():
        for each in () if key in _OTHERS else _each(value):
            if each.startswith("arn:"):
                if each.split(":")[2] == call.service:
                    yield each.removesuffix(":*")
            elif key in patterns:
                yield here + patterns[key].format(_SPELLED.get(call.service, str)(each))


def _of_budgets(call: Call, *, account_id: str) -> Iterator[str]:
    """Returns the budget: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html"""
    given = call.parameters
    if arn := given.get("ResourceARN"):
        yield arn
    else:
        name = given.get("Budget", given).get("BudgetName", "all")
        yield f"arn:aws:budgets::{account_id}:budget/{name}"


def _of_web_acls(call: Call, *, here: str) -> Iterator[str]:
    """Returns the web ACL, and what it is put on: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html"""
    given = {**call.parameters, **call.parameters.get("LoggingConfiguration", {})}
    arns = [given[key] for key in ("WebACLArn", "ResourceArn", "ResourceARN") if key in given]
    if arns:
        yield from arns
    elif "Name" in given:
        yield f"{here}regional/webacl/{given['Name']}/{given.get('Id', '01234567-89ab-cdef-0123-456789abcdef')}"


def _of_s3(call: Call) -> Iterator[str]:
    if bucket := call.parameters.get("Bucket"):
        yield f"arn:aws:s3:::{bucket}" + (f"/{call.parameters['Key']}" if "Key" in call.parameters else "")


def _of_iam(call: Call, *, account_id: str) -> Iterator[str]:
    given = call.parameters
    if "RoleName" in given:
        yield f"arn:aws:iam::{account_id}:role/{given['RoleName']}"
    elif "PolicyArn" in given:
        yield given["PolicyArn"]
    elif call.name == "CreatePolicy":
        yield f"arn:aws:iam::{account_id}:policy{given.get('Path', '/')}{given['PolicyName']}"
    elif "OpenIDConnectProviderArn" in given:
        yield given["OpenIDConnectProviderArn"]
    elif call.name == "CreateOpenIDConnectProvider":
        yield f"arn:aws:iam::{account_id}:oidc-provider/{given['Url'].removeprefix('https://')}"


def _of_route53(call: Call) -> Iterator[str]:
    given = call.parameters
    if id_ := given.get("HostedZoneId") or given.get("ResourceId") or given.get("Id"):
        kind = "change" if call.name == "GetChange" else "hostedzone"
        yield f"arn:aws:route53:::{kind}/{str(id_).rpartition('/')[2]}"
    elif call.name == "ListQueryLoggingConfigs":
        yield "arn:aws:route53:::hostedzone/all"


def _of_sns(call: Call, *, here: str) -> Iterator[str]:
    """Returns the topic only: the endpoint of a subscription can be an ARN too, and is not checked."""
    given = call.parameters
    if arn := given.get("TopicArn") or given.get("ResourceArn"):
        yield arn
    elif call.name == "CreateTopic":
        yield f"{here}{given['Name']}"


def _of_secrets(call: Call, *, here: str, account_id: str) -> Iterator[str]:
    """Returns the ARN of a secret that is called by name or ARN: IAM compares the ARN, with its six characters at the
    end.
    """
    if call.name == "CreateSecret":
        yield f"{here}secret:{call.parameters['Name']}-AbCdEf"
    elif id_ := call.parameters.get("SecretId"):
        known = secretsmanager_backends[account_id][call.region].secrets
        yield next((one.arn for one in known.values() if id_ in (one.arn, one.name)), f"{here}secret:{id_}-AbCdEf")


def _of_balancers(call: Call, *, here: str) -> Iterator[str]:
    if call.name in ("CreateLoadBalancer", "CreateTargetGroup"):
        kind = "loadbalancer/app" if call.name == "CreateLoadBalancer" else "targetgroup"
        yield f"{here}{kind}/{call.parameters['Name']}/0123456789abcdef"
        return
    if call.name == "SetRulePriorities":
        yield from (each["RuleArn"] for each in call.parameters["RulePriorities"])
    for key in ("LoadBalancerArn", "ListenerArn", "RuleArn", "TargetGroupArn", "ResourceArns"):
        yield from _each(call.parameters.get(key))


def _of_services(call: Call, *, here: str) -> Iterator[str]:
    given = call.parameters
    cluster = str(given.get("cluster", "default")).rpartition("/")[2]
    if call.name == "ListServices":
        return
    for each in [*_each(given.get("services")), *_each(given.get("service")), *_each(given.get("serviceName"))]:
        yield each if each.startswith("arn:") else f"{here}service/{cluster}/{each}"


def _each(value: Any) -> list[str]:
    """Returns the strings of a parameter that holds one or several."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
