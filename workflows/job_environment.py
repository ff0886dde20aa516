"""The AWS side of a job: the environments there are, the role of a job, and the repository that the roles trust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from envs.load import load, load_account
from errors import Refused
from modules.pipelines.roles import Role, role_name
from modules.pipelines.settings import PipelineSettings
from operations.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class JobRole:
    """The role that a job assumes, and the region it works in."""

    arn: str
    region: str


def job_role(environment: str, which: Role, *, workspace: Workspace, environ: Mapping[str, str]) -> JobRole:
    """Returns the role of a job in an environment. Raises Refused if the roles do not trust this repository."""
    account = load_account(workspace.envs)
    check_repository(pipeline_settings(workspace=workspace), environ=environ)
    aws = load(environment, workspace.envs).aws
    name = role_name(project=account.project, environment=environment, role=which)
    return JobRole(arn=f"arn:aws:iam::{aws.account_id}:role/{name}", region=aws.region)


@dataclass(frozen=True, kw_only=True)
class SchemaImage:
    """The image of a schema task: its repository, `REGISTRY/NAME`, and the digest in the settings, empty at first."""

    repository: str
    digest: str


def schema_image(environment: str, *, workspace: Workspace) -> SchemaImage:
    """Returns the image of the schema task of an environment. Raises Refused if the environment has no schema task.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
    """
    settings = load(environment, workspace.envs)
    if settings.schema_task is None:
        raise Refused(
            f"{environment} has no schema task, so it needs no image",
            cure=f"add [schema_task] to envs/{environment}.toml; see docs/runbooks/change-the-schema.md",
        )
    registry = f"{settings.aws.account_id}.dkr.ecr.{settings.aws.region}.amazonaws.com"
    name = settings.images[settings.schema_task.image].name
    return SchemaImage(repository=f"{registry}/{name}", digest=settings.schema_task.digest)


def pipeline_settings(*, workspace: Workspace) -> PipelineSettings:
    """Returns `[pipelines]` of the account's settings. Raises Refused if the section is missing."""
    pipelines = load_account(workspace.envs).pipelines
    if pipelines is None:
        raise Refused(
            "envs/account.toml has no [pipelines], so there are no roles for the workflows",
            cure="add [pipelines] as docs/pipelines.md describes, then: counterpromo bootstrap",
        )
    return pipelines


def check_repository(pipelines: PipelineSettings, *, environ: Mapping[str, str]) -> None:
    """Compares the repository that a job runs in, as GitHub names it, with the one that the roles trust.

    Raises Refused with each difference; AWS would only answer "not authorized".
    https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    """
    compared = {
        "repository": ("GITHUB_REPOSITORY", pipelines.repository),
        "owner_id": ("GITHUB_REPOSITORY_OWNER_ID", str(pipelines.owner_id)),
        "repository_id": ("GITHUB_REPOSITORY_ID", str(pipelines.repository_id)),
    }
    wrong = [
        f"pipelines.{key} = {trusted}, and this is {environ[variable]}"
        for key, (variable, trusted) in compared.items()
        if variable in environ and environ[variable].lower() != trusted.lower()
    ]
    if wrong:
        raise Refused(
            f"the roles trust another repository than this one: {'; '.join(wrong)}",
            cure="set [pipelines] in envs/account.toml, then: counterpromo bootstrap",
        )
