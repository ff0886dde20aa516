"""The roles of this repository's workflows: in each environment one that plans, one that applies, one that pushes."""

from collections.abc import Sequence

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import iam_policy, iam_role, iam_role_policy_attachment
from modules.iam_documents import github_trust
from modules.oidc.construct import GithubIdentityProvider, numbered
from modules.pipelines.roles import Role
from modules.pipelines.settings import PipelineSettings
from settings.account import AwsSettings

# Long enough for a first build, whose database takes the most of an hour; a plan is done in minutes.
_SECONDS: dict[Role, int] = {"plan": 3600, "apply": 7200, "image": 3600}


class PipelineRole(Construct):
    """The role of a workflow in one environment: its trust policy and its permissions.

    https://docs.github.com/en/actions/reference/security/oidc
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        role: Role,
        subjects: Sequence[str],
        policies: Sequence[str],
        aws: AwsSettings,
        provider: GithubIdentityProvider,
    ) -> None:
        super().__init__(scope, id_)
        trusted = github_trust(account_id=aws.account_id, issuer=provider.issuer, subjects=subjects)
        self.role = addressed(
            iam_role.IamRole(
                self,
                "role",
                name=name,
                assume_role_policy=trusted,
                max_session_duration=_SECONDS[role],
                depends_on=[provider.provider],
            )
        )
        for number, policy in enumerate(policies, start=1):
            self._attach(f"{name}-{number}", number, policy)

    def _attach(self, name: str, number: int, policy: str) -> None:
        """Attaches managed policies: the inline policies of a role may have 10,240 characters, and these need more.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        """
        made = addressed(iam_policy.IamPolicy(self, f"policy_{number}", name=name, policy=policy))
        addressed(
            iam_role_policy_attachment.IamRolePolicyAttachment(
                self, f"attachment_{number}", role=self.role.name, policy_arn=made.arn
            )
        )


def trusted_subjects(settings: PipelineSettings, *, environment: str, role: Role) -> list[str]:
    """Returns the `sub` claims that may assume a role: pull requests and the branch plan, an environment applies,
    and the branch pushes images.

    A job with `environment:` has the environment as its subject and no branch: the environment limits the branches.
    """
    jobs = {
        "plan": ["pull_request", f"ref:refs/heads/{settings.branch}"],
        "apply": [f"environment:{environment}"],
        "image": [f"ref:refs/heads/{settings.branch}"],
    }[role]
    by_number = numbered(settings.repository, owner_id=settings.owner_id, repository_id=settings.repository_id)
    return [f"repo:{repository}:{job}" for job in jobs for repository in (settings.repository, by_number)]
