"""The execution role of tasks on Fargate."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import ACCOUNT_ID, REGION, Account, unique

TRUST = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
DENIED = (
    "is not authorized to perform: {action} on resource: {arn} because no identity-based policy allows the {action}"
)


class Started:
    """A task definition that needs every permission, and a role with a choice of them."""

    def __init__(self, aws: Account) -> None:
        self.aws, self.name, self.secret = aws, unique("started"), unique("secret")
        vpc, self.subnets = aws.network()
        aws.client("ec2").modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        self.group = aws.group(vpc)
        key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
        value = json.dumps({"password": "made up"})
        made = aws.client("secretsmanager").create_secret(Name=self.secret, SecretString=value, KmsKeyId=key)
        aws.client("ecs").create_cluster(clusterName=self.name)
        aws.client("logs").create_log_group(logGroupName=self.name)
        here = f"{REGION}:{ACCOUNT_ID}"
        repository = f"arn:aws:ecr:{here}:repository/{self.name}"
        self.needs = {
            "ecr:GetAuthorizationToken": "*",
            "secretsmanager:GetSecretValue": made["ARN"],
            "kms:Decrypt": key,
            "ssm:GetParameters": f"arn:aws:ssm:{here}:parameter/{self.name}/level",
            "ecr:BatchGetImage": repository,
            "ecr:GetDownloadUrlForLayer": repository,
            "logs:CreateLogStream": f"arn:aws:logs:{here}:log-group:{self.name}:log-stream:ecs/one/*",
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
        self.role = aws.client("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    def allow(self, needs: dict[str, str]) -> None:
        statements = [{"Effect": "Allow", "Action": action, "Resource": arn} for action, arn in needs.items()]
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.aws.client("iam").put_role_policy(RoleName=self.name, PolicyName="start", PolicyDocument=document)

    def register(self, **changed: Any) -> None:
        container = {
            "name": "one",
            "image": f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/{self.name}:1",
            "secrets": [
                {"name": "PASSWORD", "valueFrom": f"{self.needs['secretsmanager:GetSecretValue']}:password::"},
                {"name": "LEVEL", "valueFrom": f"/{self.name}/level"},
            ],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": self.name, "awslogs-region": REGION, "awslogs-stream-prefix": "ecs"},
            },
        }
        given: dict[str, Any] = {"executionRoleArn": self.role, "containerDefinitions": [container], **changed}
        size = {"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}
        self.aws.client("ecs").register_task_definition(family=self.name, **size, **given)

    def run(self) -> dict[str, Any]:
        ecs = self.aws.client("ecs")
        network = {"awsvpcConfiguration": {"subnets": self.subnets, "securityGroups": [self.group]}}
        started = ecs.run_task(
            cluster=self.name, taskDefinition=self.name, launchType="FARGATE", networkConfiguration=network
        )
        arn = started["tasks"][0]["taskArn"]
        task: dict[str, Any] = ecs.describe_tasks(cluster=self.name, tasks=[arn])["tasks"][0]
        return task


def tasks_start_with_their_execution_role(aws: Account) -> None:
    """Each permission that the start needs is taken away once; with all of them the task runs."""
    place = Started(aws)
    place.register()
    for missing, arn in place.needs.items():
        place.allow({action: its for action, its in place.needs.items() if action != missing})
        task = place.run()
        assert task["lastStatus"] == "STOPPED", missing
        assert "exitCode" not in task["containers"][0], missing
        reason = task["stoppedReason"]
        if missing == "kms:Decrypt":
            assert "Access to KMS is not allowed" in reason
        elif missing in ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
            assert reason.startswith("CannotPullContainerError: ")
            assert "403 Forbidden" in reason
        else:
            assert reason.startswith("ResourceInitializationError: ")
            task_id = task["taskArn"].rpartition("/")[2]
            assert DENIED.format(action=missing, arn=arn.replace("one/*", f"one/{task_id}")) in reason
    place.allow(place.needs)
    assert place.run()["lastStatus"] != "STOPPED"
    trust = {**TRUST, "Principal": {"Service": "ec2.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    aws.client("iam").update_assume_role_policy(RoleName=place.name, PolicyDocument=document)
    with pytest.raises(ClientError, match="ECS was unable to assume the role"):
        place.run()


def fargate_needs_an_execution_role(aws: Account) -> None:
    with pytest.raises(ClientError, match="to have execution role ARN to support ECR images"):
        aws.client("ecs").register_task_definition(
            family=unique("family"),
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
            containerDefinitions=[{"name": "one", "image": f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/one:1"}],
        )


BEHAVIOURS = (tasks_start_with_their_execution_role, fargate_needs_an_execution_role)
