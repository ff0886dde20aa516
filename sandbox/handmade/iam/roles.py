"""Makes the roles: of the tasks, of ECS to start them, and of GitHub to deploy them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sandbox.handmade.console import Console, Tags, tag_list
from sandbox.handmade.iam import statements
from sandbox.handmade.iam.statements import REPOSITORY, Statement
from sandbox.handmade.secrets import Secrets

TASK_ROLE = "counterpromo-dev-ecs-task-app"
EXECUTION_ROLE = "counterpromo-dev-ecs-exec-default"
DEPLOYER_ROLE = "counterpromo-dev-github-deployer"
AWS_EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


@dataclass(frozen=True, kw_only=True)
class RoleForm:
    """A role with one policy: written into it, or `managed` and attached.

    `also` names a second policy with the second half of the statements. `instead` are broader statements, as somebody
    in a hurry wrote them.
    """

    policy: str
    managed: bool = False
    also: str = ""
    instead: tuple[Statement, ...] = ()
    description: str = ""
    session_seconds: int | None = None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IdentityForm:
    """The three roles, and how the deployer's role names the trusted workflows."""

    task: RoleForm
    execution: RoleForm
    deployer: RoleForm
    subject: str = f"repo:{REPOSITORY}:ref:refs/heads/main"
    compared: str = "StringEquals"


DEV_IDENTITY = IdentityForm(
    task=RoleForm(policy="counterpromo-dev-task-app"),
    execution=RoleForm(policy="counterpromo-dev-exec-injection"),
    deployer=RoleForm(policy="counterpromo-dev-deploy"),
)


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The ARNs that a task definition names."""

    task: str
    execution: str


def make_roles(
    console: Console, form: IdentityForm, *, secrets: Secrets, identity_provider: str, services: tuple[str, ...]
) -> Roles:
    """Makes the three roles; each has a policy of its own."""
    tasks = statements.trust_of_tasks()
    task = _make_role(console, TASK_ROLE, form.task, trust=tasks)
    _allow(console, TASK_ROLE, form.task, statements.of_tasks(console))
    execution = _make_role(console, EXECUTION_ROLE, form.execution, trust=tasks)
    attach(console, EXECUTION_ROLE, AWS_EXECUTION_POLICY)
    on_role = f"{EXECUTION_ROLE}/{AWS_EXECUTION_POLICY}"
    console.notes.made("aws_iam_role_policy_attachment", on_role, f"AWS's own policy on {EXECUTION_ROLE}")
    _allow(console, EXECUTION_ROLE, form.execution, statements.of_execution(console, secrets))
    github = statements.trust_of_github(identity_provider, subject=form.subject, compared=form.compared)
    _make_role(console, DEPLOYER_ROLE, form.deployer, trust=github)
    deploying = statements.of_deployer(console, services=services, passed=[task, execution])
    _allow(console, DEPLOYER_ROLE, form.deployer, deploying)
    return Roles(task=task, execution=execution)


def attach(console: Console, role: str, policy_arn: str) -> None:
    """Attaches a policy, as the button "Attach policies" does."""
    console.client("iam").attach_role_policy(RoleName=role, PolicyArn=policy_arn)


def _make_role(console: Console, name: str, form: RoleForm, *, trust: Statement) -> str:
    made = console.client("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=_document([trust]),
        **({"Description": form.description} if form.description else {}),
        **({"MaxSessionDuration": form.session_seconds} if form.session_seconds else {}),
        **({"Tags": tag_list(tags=form.tags)} if form.tags else {}),
    )
    console.notes.made("aws_iam_role", name, f"role {name}")
    return str(made["Role"]["Arn"])


def _allow(console: Console, role: str, form: RoleForm, needed: list[Statement]) -> None:
    statements = list(form.instead) or needed
    if form.managed:
        _attach_own(console, role, form.policy, statements)
        return
    half = (len(statements) + 1) // 2 if form.also else len(statements)
    _write(console, role, form.policy, statements[:half], said="inline policy")
    if form.also:
        _write(console, role, form.also, statements[half:], said="second inline policy")


def _write(console: Console, role: str, name: str, statements: list[Statement], *, said: str) -> None:
    document = _document(statements)
    console.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)
    console.notes.made("aws_iam_role_policy", f"{role}:{name}", f"{said} of {role}")


def _attach_own(console: Console, role: str, name: str, statements: list[Statement]) -> None:
    iam = console.client("iam")
    arn = str(iam.create_policy(PolicyName=name, PolicyDocument=_document(statements))["Policy"]["Arn"])
    attach(console, role, arn)
    console.notes.made("aws_iam_policy", arn, f"managed policy of {role}")
    console.notes.made("aws_iam_role_policy_attachment", f"{role}/{arn}", f"managed policy on {role}")


def _document(written: list[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": written})
