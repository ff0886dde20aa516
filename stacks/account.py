"""Stack `account`: what exists once per AWS account, whatever environments live in it."""

from collections.abc import Mapping

from cdktf import TerraformStack
from constructs import Construct

from modules.oidc.construct import GithubIdentityProvider
from modules.pipelines.construct import PipelineRole, trusted_subjects
from modules.pipelines.roles import role_name, roles_in
from modules.settings import AccountSettings, Settings
from modules.state.construct import State
from stacks.backend import begin
from stacks.outputs import Outputs
from stacks.permissions import policies


class Account(TerraformStack):
    """State bucket, lock table, GitHub's identity provider, and the roles of the workflows in every environment here.

    Its own state lies in that same bucket. What the roles may do stands here rather than in an environment's stack:
    a workflow that could change its own role would be held by nothing.
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: AccountSettings, environments: Mapping[str, Settings]
    ) -> None:
        super().__init__(scope, id_)
        begin(self, aws=settings.aws, state=settings.state, required=settings.provider)
        state = State(self, "state", settings=settings.state, bucket=settings.state_bucket)
        github = GithubIdentityProvider(self, "oidc", settings=settings.github_oidc)
        roles = self._pipelines(settings, environments=environments, github=github)
        outputs = Outputs(self)
        outputs.tell("state_bucket", state.bucket.id, says="where Terraform keeps its state")
        outputs.tell("lock_table", state.lock_table.name, says="where Terraform locks it")
        outputs.tell("github_provider_arn", github.provider.arn, says="what deployer roles trust")
        if roles:
            arns = {name: each.role.arn for name, each in roles.items()}
            outputs.tell("pipeline_role_arns", arns, says="the roles the workflows of this repository assume")

    def _pipelines(
        self, settings: AccountSettings, *, environments: Mapping[str, Settings], github: GithubIdentityProvider
    ) -> dict[str, PipelineRole]:
        """Creates the roles of the workflows, for each environment of this account."""
        if settings.pipelines is None:
            return {}
        made: dict[str, PipelineRole] = {}
        pipelines = Construct(self, "pipelines")
        for environment, its in environments.items():
            if its.aws.account_id != settings.aws.account_id:
                continue
            place = Construct(pipelines, environment)
            for role in roles_in(schema_task=its.schema_task is not None):
                name = role_name(project=settings.project, environment=environment, role=role)
                made[name] = PipelineRole(
                    place,
                    role,
                    name=name,
                    role=role,
                    subjects=trusted_subjects(settings.pipelines, environment=environment, role=role),
                    policies=policies(role, settings=its),
                    aws=settings.aws,
                    provider=github,
                )
        return made
