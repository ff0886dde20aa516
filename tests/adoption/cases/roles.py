"""Roles of DEV with policies beside the code's own, a permissions boundary, and values of their own."""

from __future__ import annotations

import json

from sandbox.handmade.iam.roles import AWS_EXECUTION_POLICY, DEPLOYER_ROLE, EXECUTION_ROLE, TASK_ROLE
from tests.adoption.account import ACCOUNT, CLUSTER, Account
from tests.adoption.cases.beside import delete_role

READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/limits/the-most"
MANAGED = f"arn:aws:iam::{ACCOUNT}:policy/team/counterpromo-dev-metrics"
READ_METRICS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Metrics", "Effect": "Allow", "Action": "cloudwatch:GetMetricData", "Resource": "*"}],
    }
)


def policies_beside_the_own(account: Account) -> None:
    """Adds an inline policy, a policy of AWS and a customer-managed one to roles that have the code's own already."""
    iam = account.client("iam")
    iam.put_role_policy(RoleName=EXECUTION_ROLE, PolicyName="metrics", PolicyDocument=READ_METRICS)
    iam.attach_role_policy(RoleName=TASK_ROLE, PolicyArn=READ_ONLY)
    iam.create_policy(PolicyName="counterpromo-dev-metrics", Path="/team/", PolicyDocument=READ_METRICS)
    iam.attach_role_policy(RoleName=DEPLOYER_ROLE, PolicyArn=MANAGED)


def boundary_description_and_session(account: Account) -> None:
    """Limits a role, and gives it a description and a longer session."""
    iam = account.client("iam")
    iam.create_policy(PolicyName="the-most", Path="/limits/", PolicyDocument=READ_METRICS)
    iam.put_role_permissions_boundary(RoleName=DEPLOYER_ROLE, PermissionsBoundary=BOUNDARY)
    iam.update_role(RoleName=DEPLOYER_ROLE, Description="Deploys DEV", MaxSessionDuration=7200)


def one_role_for_both(account: Account) -> None:
    """The tasks start and run with the console's execution role; the two documented roles were never made."""
    iam, ecs = account.client("iam"), account.client("ecs")
    trust = json.dumps(iam.get_role(RoleName=TASK_ROLE)["Role"]["AssumeRolePolicyDocument"])
    role = iam.create_role(RoleName="ecsTaskExecutionRole", Path="/service-role/", AssumeRolePolicyDocument=trust)
    for policy in (AWS_EXECUTION_POLICY, "arn:aws:iam::aws:policy/AmazonSQSFullAccess", READ_ONLY):
        iam.attach_role_policy(RoleName="ecsTaskExecutionRole", PolicyArn=policy)
    both = dict.fromkeys(("taskRoleArn", "executionRoleArn"), role["Role"]["Arn"])
    keys = ("family", "requiresCompatibilities", "networkMode", "cpu", "memory", "containerDefinitions")
    for part, service in (("web", "svc-web"), ("api", "api-service"), ("worker", "svc-worker")):
        now = ecs.describe_task_definition(taskDefinition=f"counterpromo-dev-td-{part}")["taskDefinition"]
        made = ecs.register_task_definition(**{key: now[key] for key in keys}, **both)
        arn = made["taskDefinition"]["taskDefinitionArn"]
        ecs.update_service(cluster=CLUSTER, service=f"counterpromo-dev-{service}", taskDefinition=arn)
    for name in (TASK_ROLE, EXECUTION_ROLE):
        delete_role(iam, name)
