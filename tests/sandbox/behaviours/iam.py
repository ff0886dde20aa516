"""What IAM lets a deploy do, once it is switched on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import ACCOUNT_ID, REGION, Account, enforced, unique


def deploys_are_checked_against_what_they_touch(aws: Account) -> None:
    ours, others, task_role = unique("ours"), unique("others"), unique("role")
    repository = f"arn:aws:ecr:{REGION}:{ACCOUNT_ID}:repository/{ours}"
    passed = f"arn:aws:iam::{ACCOUNT_ID}:role/{task_role}"
    to_tasks = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    for name in (ours, others):
        aws.client("ecr").create_repository(repositoryName=name)
    policy = [
        {"Effect": "Allow", "Action": "ecr:PutImage", "Resource": repository},
        {"Effect": "Allow", "Action": "ecs:RegisterTaskDefinition", "Resource": "*"},
        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": passed, "Condition": to_tasks},
    ]
    with _assumed(aws, policy) as deployer:
        _put_image(deployer, ours)
        _register(deployer, passed)
        with pytest.raises(ClientError, match="not authorized"):
            _put_image(deployer, others)
        with pytest.raises(ClientError, match="not authorized"):
            _register(deployer, f"{passed}-of-somebody-else")


@contextmanager
def _assumed(aws: Account, statements: list[dict[str, Any]]) -> Iterator[Account]:
    name = unique("deployer")
    iam, policy = aws.client("iam"), {"Version": "2012-10-17", "Statement": statements}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps(policy))
    with enforced(aws.endpoint, role_arn=arn) as account:
        yield account


def _put_image(aws: Account, repository: str) -> None:
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = {"schemaVersion": 2, "mediaType": kind, "layers": [], "config": {"digest": unique("sha256:")}}
    aws.client("ecr").put_image(repositoryName=repository, imageManifest=json.dumps(manifest), imageTag=unique("tag"))


def _register(aws: Account, role_arn: str) -> None:
    container = {"name": "one", "image": "one", "memory": 128}
    aws.client("ecs").register_task_definition(
        family=unique("family"), taskRoleArn=role_arn, containerDefinitions=[container]
    )


BEHAVIOURS = (deploys_are_checked_against_what_they_touch,)
