"""Habits of the console and of other tools, on one DEV: its names, its policies, its leftovers."""

from __future__ import annotations

import json
from typing import Any

from tests.adoption.account import CLUSTER, Account

ROLE, SERVICE, FAMILY = "counterpromo-dev-ecs-task-app", "counterpromo-dev-api-service", "counterpromo-dev-td-api"
_KEPT = ("family", "requiresCompatibilities", "networkMode", "cpu", "memory", "taskRoleArn", "executionRoleArn")


def habits_of_other_hands(account: Account) -> None:
    """Names with spaces, three NAT gateways, leftovers of the launch wizard, managed policies, variables by hand."""
    ec2 = account.client("ec2")
    named = [{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}]
    vpc = str(ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])
    _network(ec2, vpc)
    _balancer(account.client("elbv2"), vpc)
    _role(account.client("iam"))
    _variables(account)
    account.client("ssm").put_parameter(Name="/counterpromo/dev/db/password", Value="x", Type="SecureString")


def _network(ec2: Any, vpc: str) -> None:
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    copilot = [{"Key": "copilot-application", "Value": "counterpromo"}, {"Key": "copilot-environment", "Value": "dev"}]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "Counter Promo Dev VPC"}, *copilot])
    for number, subnet in enumerate(subnets, 1):
        tags = [{"Key": "Name", "Value": f"Subnet {number} (Dev)"}, {"Key": "kubernetes.io/role/elb", "Value": "1"}]
        ec2.create_tags(Resources=[subnet["SubnetId"]], Tags=tags)
    for subnet in subnets[:3]:
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        ec2.create_nat_gateway(SubnetId=subnet["SubnetId"], AllocationId=address)
    ec2.create_security_group(GroupName="launch-wizard-1", Description="launch-wizard-1 created", VpcId=vpc)


def _balancer(elb: Any, vpc: str) -> None:
    elb.create_target_group(Name="old-instances", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="instance")
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    (web,) = elb.describe_target_groups(Names=["counterpromo-dev-tg-web"])["TargetGroups"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    http = next(one["ListenerArn"] for one in listeners if one["Port"] == 80)
    forward = {"Type": "forward", "TargetGroupArn": web["TargetGroupArn"]}
    elb.modify_listener(ListenerArn=http, DefaultActions=[forward])


def _role(iam: Any) -> None:
    """The task role has a managed policy with a path in place of its inline policy, and a permissions boundary."""
    (name,) = iam.list_role_policies(RoleName=ROLE)["PolicyNames"]
    document = json.dumps(iam.get_role_policy(RoleName=ROLE, PolicyName=name)["PolicyDocument"])
    iam.delete_role_policy(RoleName=ROLE, PolicyName=name)
    own = iam.create_policy(PolicyName="CounterpromoDevTask", Path="/apps/", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=own)
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    boundary = iam.create_policy(PolicyName="Boundary", PolicyDocument=json.dumps(everything))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=boundary)


def _variables(account: Account) -> None:
    """Variables typed in by hand, a key of a JSON secret, and a secret by its ARN without the six characters."""
    ecs = account.client("ecs")
    secret = account.client("secretsmanager").describe_secret(SecretId="counterpromo/dev/db/postgres")["ARN"]
    now = ecs.describe_task_definition(taskDefinition=FAMILY)["taskDefinition"]
    (container,) = now["containerDefinitions"]
    container["environment"] += [{"name": "FEATURE X", "value": "${not} %{a}"}, {"name": "LOG_LEVEL", "value": "debug"}]
    container["secrets"] += [
        {"name": "DB_PASSWORD_TOO", "valueFrom": f"{secret}:password::"},
        {"name": "DB_USER_TOO", "valueFrom": f"{secret.rpartition('-')[0]}:username::"},
    ]
    made = ecs.register_task_definition(**{key: now[key] for key in _KEPT}, containerDefinitions=[container])
    ecs.update_service(cluster=CLUSTER, service=SERVICE, taskDefinition=made["taskDefinition"]["taskDefinitionArn"])
