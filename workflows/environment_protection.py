"""Checks the protection rules of an environment on GitHub: which branch may deploy, and who has to approve.

A job that names an environment nobody has created gets one without any rule, and the apply role trusts the name. So the
rules are checked before every deploy: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from errors import Refused
from operations.workspace import Workspace
from workflows.github_api import repository
from workflows.job_environment import pipeline_settings

if TYPE_CHECKING:
    from github.Repository import Repository


def check(environment: str, *, reviewers: bool, workspace: Workspace, environ: Mapping[str, str]) -> str:
    """Returns the branch that may deploy. Raises Refused with every rule that is missing."""
    branch = pipeline_settings(workspace=workspace).branch
    with repository(environ) as here:
        missing = list(_missing(here, environment, branch=branch, reviewers=reviewers))
    if missing:
        raise Refused(
            f"the environment {environment} of this repository is not protected: {'; '.join(missing)}",
            cure=f"set it under Settings > Environments > {environment}, as docs/pipelines.md describes",
        )
    return branch


def _missing(here: Repository, environment: str, *, branch: str, reviewers: bool) -> Iterator[str]:
    from github import UnknownObjectException

    try:
        rules = _get(here, environment)
    except UnknownObjectException:
        yield "it does not exist"
        return
    policy = rules.get("deployment_branch_policy") or {}
    allowed: list[Any] = []
    if policy.get("custom_branch_policies"):
        allowed = _get(here, f"{environment}/deployment-branch-policies?per_page=100").get("branch_policies", [])
    names = [f"{rule.get('type', 'branch')} {rule['name']}" for rule in allowed]
    if names != [f"branch {branch}"]:
        yield f"it takes deployments from {', '.join(names) or 'any branch'}, and must only from branch {branch}"
    if reviewers and not any(
        rule["type"] == "required_reviewers" and rule.get("reviewers") for rule in rules.get("protection_rules", [])
    ):
        yield "it has no required reviewers"


def _get(here: Repository, path: str) -> dict[str, Any]:
    _, answer = here.requester.requestJsonAndCheck("GET", f"{here.url}/environments/{path}")
    return dict(answer)
