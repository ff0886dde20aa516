"""Stack `account`: what exists once per AWS account, whatever environments live in it."""

from cdktf import TerraformStack
from constructs import Construct

from envs.settings import AccountSettings
from modules.oidc import GithubIdentityProvider
from modules.state import State
from stacks.backend import begin
from stacks.outputs import Outputs


class Account(TerraformStack):
    """State bucket, lock table and GitHub's identity provider; its own state lies in that same bucket."""

    def __init__(self, scope: Construct, id_: str, *, settings: AccountSettings) -> None:
        super().__init__(scope, id_)
        begin(self, aws=settings.aws, state=settings.state)
        state = State(self, "state", settings=settings.state)
        github = GithubIdentityProvider(self, "oidc", settings=settings.github_oidc)
        outputs = Outputs(self)
        outputs.tell("state_bucket", state.bucket.id, says="where Terraform keeps its state")
        outputs.tell("lock_table", state.lock_table.name, says="where Terraform locks it")
        outputs.tell("github_provider_arn", github.provider.arn, says="what deployer roles trust")
