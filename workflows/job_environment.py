"""Where a job works: the environments there are, its role in one, and whether that trusts its repository."""

from __future__ import annotations

import json
from collections.abc import Mapping

from envs.load import environments as known
from envs.load import load, load_account
from errors import Refused
from modules.pipelines.roles import Role, role_name
from modules.pipelines.settings import PipelineSettings
from operations.workspace import Workspace

DONE = 0


def environments(*, workspace: Workspace) -> int:
    """`["dev", "prod"]`."""
    print(json.dumps(known(workspace.envs)))
    return DONE


def role(environment: str, which: Role, *, workspace: Workspace, environ: Mapping[str, str]) -> int:
    """`role_arn=` and `region=`, as GITHUB_OUTPUT takes them. Raises Refused before AWS would, and says more."""
    account = load_account(workspace.envs)
    pipelines = settings(workspace=workspace)
    check_repository(pipelines, environ=environ)
    aws = load(environment, workspace.envs).aws
    name = role_name(project=account.project, environment=environment, role=which)
    print(f"role_arn=arn:aws:iam::{aws.account_id}:role/{name}")
    print(f"region={aws.region}")
    return DONE


def settings(*, workspace: Workspace) -> PipelineSettings:
    """`[pipelines]` of the account. Raises Refused where there is none."""
    pipelines = load_account(workspace.envs).pipelines
    if pipelines is None:
        raise Refused("envs/account.toml has no [pipelines], so no workflow has a role", cure="see docs/pipelines.md")
    return pipelines


def check_repository(pipelines: PipelineSettings, *, environ: Mapping[str, str]) -> None:
    """Compares what GitHub says of the repository a job runs in with what the roles trust.

    AWS would only say "not authorized": https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    """
    compared = {
        "repository": ("GITHUB_REPOSITORY", pipelines.repository),
        "owner_id": ("GITHUB_REPOSITORY_OWNER_ID", str(pipelines.owner_id)),
        "repository_id": ("GITHUB_REPOSITORY_ID", str(pipelines.repository_id)),
    }
    wrong = [
        f"pipelines.{key} = {ours}, and this is {environ[variable]}"
        for key, (variable, ours) in compared.items()
        if variable in environ and environ[variable].lower() != ours.lower()
    ]
    if wrong:
        raise Refused(
            f"this repository is not the one the roles trust: {'; '.join(wrong)}",
            cure="set [pipelines] in envs/account.toml, then: counterpromo bootstrap",
        )
