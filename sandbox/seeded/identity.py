"""Fills in the forms of the roles: how their policies are written, and how broad the deployer's trust is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.handmade.iam.roles import DEV_IDENTITY, IdentityForm, RoleForm
from sandbox.handmade.iam.statements import REPOSITORY, Statement, statement
from sandbox.seeded.tags import MORE_TAGS

ROLES = ("task", "execution", "deployer")
# As the visual editor numbers its statements, and as somebody in a hurry fills them in.
IN_A_HURRY: Mapping[str, tuple[Statement, ...]] = {
    "task": (
        statement("VisualEditor0", ["sqs:*", "s3:GetObject*", "s3:PutObject*"], Resource="*"),
        statement("VisualEditor1", "ssm:GetParameter*", Resource=["arn:aws:ssm:*:*:parameter/counterpromo/dev/*"]),
    ),
    "execution": (statement(None, ["secretsmanager:GetSecretValue", "ssm:GetParameters"], Resource=["*"]),),
    "deployer": (
        statement("Ecr", "ecr:*", Resource="*"),
        statement("Ecs", ["ecs:UpdateService", "ecs:Describe*", "ecs:RegisterTaskDefinition"], Resource="*"),
        statement("Pass", "iam:PassRole", Resource="arn:aws:iam::*:role/counterpromo-dev-ecs-*"),
    ),
}
OTHER_NAMES = {"task": "app-access", "execution": "read-secrets-at-start", "deployer": "GitHubActionsDeploy"}
SECOND = {"task": "app-access-2", "execution": "parameters-at-start", "deployer": "GitHubActionsServices"}
MANAGED = {"managed on tasks": ("task",), "managed on all": ROLES}
DESCRIPTIONS = {
    "task": "Allows ECS tasks to call AWS services on your behalf.",
    "execution": "Pulls images, writes logs, injects secrets",
    "deployer": "GitHub Actions of counterpromo/counterpromo",
}
SESSIONS = {"task": 3600, "execution": 7200, "deployer": 14400}


def fill_identity(choices: Mapping[str, str]) -> IdentityForm:
    """Fills in the roles, which keep the names of the reference; their policies may have others."""
    policies, described = choices["identity.policies"], choices["identity.words"] != "none"
    any_branch = choices["identity.trust"] == "any branch"
    return replace(
        DEV_IDENTITY,
        task=_role("task", DEV_IDENTITY.task, policies, described=described),
        execution=_role("execution", DEV_IDENTITY.execution, policies, described=described),
        deployer=_role("deployer", DEV_IDENTITY.deployer, policies, described=described),
        subject=f"repo:{REPOSITORY}:ref:refs/heads/*" if any_branch else DEV_IDENTITY.subject,
        compared="StringLike" if any_branch else DEV_IDENTITY.compared,
    )


def _role(key: str, form: RoleForm, policies: str, *, described: bool) -> RoleForm:
    return replace(
        form,
        policy=OTHER_NAMES[key] if policies in ("other names", "other statements", "in halves") else form.policy,
        also=SECOND[key] if policies == "in halves" else "",
        managed=key in MANAGED.get(policies, ()),
        instead=IN_A_HURRY[key] if policies == "other statements" else (),
        description=DESCRIPTIONS[key] if described else "",
        session_seconds=SESSIONS[key] if described else None,
        tags=MORE_TAGS if described else {},
    )
