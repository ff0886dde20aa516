"""Sections 12 and 14 of the reference: roles, policies, GitHub's trust; and the alarms."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Change
from tests.stack import Stack
from tests.workflows.subjects import Repository, trusted


def statements(stack: Stack, address: str) -> dict[str, dict[str, Any]]:
    return {each["Sid"]: each for each in json.loads(stack.at(address)["policy"])["Statement"]}


def test_roles_have_the_documented_names(dev: Stack) -> None:
    assert {role["name"] for role in dev.of_type("aws_iam_role")} == {
        "counterpromo-dev-ecs-task-app",
        "counterpromo-dev-ecs-exec-default",
        "counterpromo-dev-github-deployer",
    }


def test_execution_role_may_read_exactly_the_injected_values(dev: Stack) -> None:
    """The incident of section 12: without GetSecretValue on the secret's ARN the task does not start."""
    injected = set()
    for definition in dev.of_type("aws_ecs_task_definition"):
        (container,) = json.loads(definition["container_definitions"])
        injected |= {re.sub(r":\w+::$", "", entry["valueFrom"]) for entry in container["secrets"]}
    allowed = statements(dev, "aws_iam_role_policy.roles_execution_policy")
    assert allowed["InjectSecrets"]["Action"] == "secretsmanager:GetSecretValue"
    assert injected == {*allowed["InjectSecrets"]["Resource"], *allowed["InjectParameters"]["Resource"]}


def test_task_roles_reach_only_this_environment(dev: Stack) -> None:
    allowed = statements(dev, "aws_iam_role_policy.roles_task_policy")
    assert allowed["Parameters"]["Resource"].endswith(":parameter/counterpromo/dev/*")
    for statement in allowed.values():
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        assert "*" not in resources, statement["Sid"]
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert not [action for action in actions if action.endswith("*")], statement["Sid"]


def test_policies_are_separate_resources(dev: Stack) -> None:
    for role in dev.of_type("aws_iam_role"):
        assert not {"inline_policy", "managed_policy_arns"} & set(role.arguments), role.address
    assert dev.of_type("aws_iam_policy_attachment") == []


def test_deployer_is_trusted_by_repository_and_branch(dev: Stack) -> None:
    (statement,) = json.loads(dev.at("aws_iam_role.deployer_role")["assume_role_policy"])["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:counterpromo/counterpromo:ref:refs/heads/main",
        }
    }


@pytest.mark.parametrize(
    ("environment", "job"), [(None, "ref:refs/heads/main"), ("production", "environment:production")]
)
def test_deployer_is_trusted_by_numeric_ids_if_they_are_set(
    changed: Callable[[Change], Stack], environment: str | None, job: str
) -> None:
    """As GitHub calls a repository made, renamed or opted in since July 2026."""

    def number(settings: Any) -> None:
        settings["github"] |= {"owner_id": 123456, "repository_id": 9876543210}
        if environment:
            settings["github"]["environment"] = environment

    repository = Repository(owner="counterpromo", name="counterpromo", owner_id=123456, id=9876543210, branch="main")
    role = changed(number).at("aws_iam_role.deployer_role")
    assert trusted(role.arguments) == repository.subjects(job)


def test_deployer_may_only_deploy(dev: Stack) -> None:
    allowed = statements(dev, "aws_iam_role_policy.deployer_policy")
    assert len(allowed["DeployServices"]["Resource"]) == 3
    assert allowed["PassTaskRoles"]["Resource"] == [
        "arn:aws:iam::437064342167:role/counterpromo-dev-ecs-task-app",
        "arn:aws:iam::437064342167:role/counterpromo-dev-ecs-exec-default",
    ]
    actions = {action.split(":")[0] for each in allowed.values() for action in _listed(each["Action"])}
    assert actions == {"ecr", "ecs", "iam"}


def test_alarms_are_off_in_dev(dev: Stack) -> None:
    assert dev.of_type("aws_cloudwatch_metric_alarm") == []


@pytest.fixture
def alarmed(changed: Callable[[Change], Stack]) -> Stack:
    def on(settings: Any) -> None:
        settings["alarms"]["enabled"] = True

    return changed(on)


def test_one_setting_turns_five_alarms_on(alarmed: Stack) -> None:
    names = {alarm["alarm_name"].removeprefix("counterpromo-dev-") for alarm in _alarms(alarmed)}
    assert names == {"load-balancer-5xx", "unhealthy-targets", "missing-tasks", "database-storage", "dead-letters"}


def test_alarms_refer_to_declared_resources(alarmed: Stack) -> None:
    tasks = alarmed.at("aws_cloudwatch_metric_alarm.alarms_missing_tasks")
    assert {ref for ref in tasks.refers_to("metric_query") if ref.startswith("aws_ecs_service.")} == {
        f"aws_ecs_service.services_{name}_service" for name in ("web", "api", "worker")
    }
    letters = alarmed.at("aws_cloudwatch_metric_alarm.alarms_dead_letters")
    assert letters.refers_to("metric_query") == {"aws_sqs_queue.queues_jobs_dead_letters"}


def _alarms(stack: Stack) -> list[Any]:
    return list(stack.of_type("aws_cloudwatch_metric_alarm"))


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


FOUND = """\
{"Version": "2012-10-17",
 "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "a/${aws:username}"}]}
"""


def test_adopted_policy_is_declared_unchanged(changed: Callable[[Change], Stack]) -> None:
    def other(settings: Any) -> None:
        settings["identity"]["task"]["document"] = FOUND
        settings["identity"]["deployer"]["trust"] = FOUND

    stack = changed(other)
    for text in (
        stack.at("aws_iam_role_policy.roles_task_policy")["policy"],
        stack.at("aws_iam_role.deployer_role")["assume_role_policy"],
    ):
        assert json.loads(text.replace("$${", "${")) == json.loads(FOUND)
        assert "\n" not in text
        assert "$${aws:username}" in text, "Terraform would take it for a template"


def test_permissions_of_the_settings_replace_the_task_policy(changed: Callable[[Change], Stack]) -> None:
    def other(settings: Any) -> None:
        task = settings["identity"]["task"]
        del task["policy"]
        task["inline"] = {"mail": {"name": "mail", "document": FOUND}}
        task["managed"] = {"files": {"name": "files", "document": FOUND}}
        task["attached"] = {"queues": "arn:aws:iam::aws:policy/AmazonSQSFullAccess"}

    stack = changed(other)
    on_task = [each for each in stack.of_type("aws_iam_role_policy") if "roles_task.id" in each["role"]]
    assert [each["name"] for each in on_task] == ["mail"]
    attached = [each for each in stack.of_type("aws_iam_role_policy_attachment") if "roles_task." in each["role"]]
    assert {each["policy_arn"] for each in attached} == {
        "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
        "${aws_iam_policy.roles_task_managed_files.arn}",
    }
