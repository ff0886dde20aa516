"""The schema commands through a task in the private network: ECS runs its program, CloudWatch Logs holds its lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.app import app
from envs.load import load
from errors import CounterPromoError
from modules.schema_task.container import CONTAINER, LOG_PREFIX, entry_point
from operations.schema import ecs_task
from permissions import policy
from sandbox.env_vars import UNANSWERABLE
from sandbox.handmade.console import REFERENCE_ACCOUNT, REFERENCE_REGION, Console, sign_in
from sandbox.handmade.database import DEV_DATABASE, PORT
from sandbox.handmade.secrets import DATABASE_PASSWORD, MARK
from sandbox.postgres.dev import start_dev_server
from sandbox.postgres.server import PostgresServer
from sandbox.server import Sandbox
from tests.conftest import write_envs
from tests.database_schema.test_task import make_master

TASK = {
    "image": "schema",
    "digest": "sha256:" + "0" * 64,
    "service": "worker",
    "password": "db:password",
    "read_family": "counterpromo-dev-schema-read",
    "apply_family": "counterpromo-dev-schema-apply",
    "role": "counterpromo-dev-exec-schema",
    "policy": "run-schema",
}
SECRET = "counterpromo/dev/db"
LOG_GROUP, CLUSTER, WORKER = "/ecs/counterpromo-dev", "counterpromo-dev-cluster", "counterpromo-dev-svc-worker"


def switch_on(settings: Any) -> None:
    settings["images"] = {"schema": {"name": "counterpromo-dev-schema"}}
    settings["schema_task"] = dict(TASK)


def register(console: Console, family: str, *, host: str, secret: str, read_only: bool) -> None:
    """Registers a task definition as Terraform writes it; tests/synth/test_schema_task.py holds what that is."""
    variables = {
        "COUNTERPROMO_ENVIRONMENT": "dev",
        "DB_HOST": host,
        "DB_PORT": str(PORT),
        "DB_NAME": DEV_DATABASE.name,
        "DB_USERNAME": DEV_DATABASE.username,
    }
    container = {
        "name": CONTAINER,
        "image": f"{REFERENCE_ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com/counterpromo-dev-schema@{TASK['digest']}",
        "entryPoint": list(entry_point(read_only=read_only)),
        "environment": [{"name": name, "value": value} for name, value in variables.items()],
        "secrets": [{"name": "DB_PASSWORD", "valueFrom": f"{secret}:password::"}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": LOG_GROUP, "awslogs-stream-prefix": LOG_PREFIX},
        },
    }
    console.client("ecs").register_task_definition(
        family=family,
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        executionRoleArn=f"arn:aws:iam::{REFERENCE_ACCOUNT}:role/{TASK['role']}",
        containerDefinitions=[container],
    )


# What the execution role may do, service by service, as tests/synth/test_schema_task.py finds it in its policy.
PERMISSIONS = {
    "ecr": [("ecr:GetAuthorizationToken", "*"), ("ecr:BatchGetImage", "*"), ("ecr:GetDownloadUrlForLayer", "*")],
    "logs": [("logs:CreateLogStream", "*"), ("logs:PutLogEvents", "*")],
    "secretsmanager": [("secretsmanager:GetSecretValue", "*")],
}


def allow(console: Console, *services: str) -> None:
    """Gives the execution role the permissions on these services, and takes all others."""
    granted = [pair for service in services for pair in PERMISSIONS[service]]
    statements = [{"Effect": "Allow", "Action": action, "Resource": arn} for action, arn in granted]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    console.client("iam").put_role_policy(RoleName=TASK["role"], PolicyName=TASK["policy"], PolicyDocument=document)


def secret_of(console: Console) -> str:
    """Returns the ARN of the secret with the password."""
    return str(console.client("secretsmanager").describe_secret(SecretId=SECRET)["ARN"])


def make_place(console: Console, server: PostgresServer) -> None:
    """Makes what the task needs: secret, log group, cluster, the worker's service, and the two task definitions."""
    made = console.client("secretsmanager").create_secret(
        Name=SECRET, SecretString=f'{{"password": "{DATABASE_PASSWORD}"}}'
    )
    console.client("logs").create_log_group(logGroupName=LOG_GROUP)
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    console.client("iam").create_role(RoleName=TASK["role"], AssumeRolePolicyDocument=document)
    allow(console, *PERMISSIONS)
    ecs, ec2 = console.client("ecs"), console.client("ec2")
    ecs.create_cluster(clusterName=CLUSTER)
    for key, read_only in (("read_family", True), ("apply_family", False)):
        register(console, TASK[key], host=server.host, secret=made["ARN"], read_only=read_only)
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="worker", Description="worker")["GroupId"]
    ecs.create_service(
        cluster=CLUSTER,
        serviceName=WORKER,
        taskDefinition=TASK["read_family"],
        desiredCount=0,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}},
    )


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Console]:
    """Yields the console of an account with an empty database that only the task can open."""
    with (
        start_dev_server() as server,
        Sandbox.start(
            account_id=REFERENCE_ACCOUNT,
            region=REFERENCE_REGION,
            database_host=server.host,
            database_authority=server.authority,
        ) as sandbox,
    ):
        made = sign_in(sandbox.environment())
        make_master(server)
        make_place(made, server)
        for name in ("PGPASSWORD", *UNANSWERABLE):
            monkeypatch.delenv(name, raising=False)
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("COUNTERPROMO_ENVS", str(write_envs(tmp_path / "envs", switch_on)))
        monkeypatch.setattr(ecs_task, "POLL_SECONDS", 0.1)
        yield made


def typed(*words: str, exit_code: int = 0) -> str:
    ran = CliRunner().invoke(app, ["schema", *words], standalone_mode=False, catch_exceptions=False)
    assert ran.return_value == exit_code, ran.output
    return ran.output


def refuse_to_apply_as_the_plan_role(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the permissions of `counterpromo policy plan`, as a pull request has them; the sandbox evaluates IAM."""
    settings = load("dev", Path(os.environ["COUNTERPROMO_ENVS"]))
    iam, sts = console.client("iam"), console.client("sts")
    trust = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})
    role = iam.create_role(RoleName="planner", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    document = json.dumps(policy("plan", types={"aws_ecs_service"}, settings=settings))
    iam.put_role_policy(RoleName="planner", PolicyName="plan", PolicyDocument=document)
    given = sts.assume_role(RoleArn=role, RoleSessionName="pull-request")["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", given["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", given["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", given["SessionToken"])
    assert "0001_phase_1" in typed("plan", "dev", exit_code=2)
    with pytest.raises(CounterPromoError, match="ecs:RunTask"):
        typed("apply", "dev", "--yes")


def test_the_commands_work_through_the_task(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        refuse_to_apply_as_the_plan_role(console, patch)
    assert "0001_phase_1" in typed("plan", "dev", exit_code=2)
    assert "applied 0001_phase_1" in typed("apply", "dev", "--yes")
    assert "the schema is that of migration 0001" in typed("check", "dev")
    assert "no migration is pending" in typed("apply", "dev", "--yes")

    logs = console.client("logs")
    streams = logs.describe_log_streams(logGroupName=LOG_GROUP)["logStreams"]
    events = [
        event["message"]
        for stream in streams
        for event in logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=stream["logStreamName"])["events"]
    ]
    assert len(streams) == 7
    assert not any(MARK in line for line in events), "the password is in no log"
