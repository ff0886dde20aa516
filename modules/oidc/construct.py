"""GitHub's identity provider, one for each account, and the names of repositories in its tokens."""

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.bindings import iam_openid_connect_provider
from modules.setting_map import tagged_by, tags_of
from modules.settings import GithubOidcSettings
from terraform.literal import literal


class GithubIdentityProvider(Construct):
    """The provider that lets workflows assume a role without access keys.

    https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
    """

    def __init__(self, scope: Construct, id_: str, *, settings: GithubOidcSettings) -> None:
        super().__init__(scope, id_)
        self.issuer = settings.url.removeprefix("https://")
        self.provider = addressed(
            iam_openid_connect_provider.IamOpenidConnectProvider(
                self,
                "github",
                url=literal(settings.url),
                client_id_list=literal(settings.audiences),
                tags=tags_of(settings.tags),
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
            ),
            fed_by={f"{settings.where}.audiences": "client_id_list", **tagged_by(settings)},
        )


def numbered(repository: str, *, owner_id: int, repository_id: int) -> str:
    """Returns a repository by its names with their numbers, as GitHub's tokens have it since July 2026.

    Repositories created, renamed or opted in since then have no other form:
    https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
    """
    owner, name = repository.split("/")
    return f"{owner}@{owner_id}/{name}@{repository_id}"
