"""The settings of one environment, and of one account: every part, under the name it has in the file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from envs.data import (
    BucketSettings,
    DatabaseSettings,
    ParameterSettings,
    QueueSettings,
    SecretSettings,
    StripeSettings,
)
from envs.delivery import ImageSettings, NotificationSettings
from envs.identity import IdentitySettings
from envs.network import EndpointSettings, NetworkSettings, SecurityGroupsSettings
from envs.pipelines import PipelineSettings
from envs.services import ClusterSettings, ServiceSettings
from envs.strict import AccountId, Bucket, GithubId, Host, Key, Name, Positive, Region, Repository, Strict
from envs.traffic import DnsSettings, LoadBalancerSettings


def _some_url(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("must begin with https://")
    return value


class AwsSettings(Strict):
    """Whose account, and where. Every command refuses credentials of another."""

    account_id: AccountId
    region: Region


class GithubSettings(Strict):
    """Whose workflows may deploy: those of a repository, on a branch or in a GitHub environment.

    With `environment` only jobs of that environment may, after whoever must approve them has; GitHub's token names
    the branch no more then, so that the environment itself must be limited to it. The numbers are those that GitHub
    gives to no other owner and repository; 0 is not known yet, and trusted to nobody.
    """

    repository: Repository
    branch: Name
    environment: Name | None = None
    owner_id: GithubId = 0
    repository_id: GithubId = 0


class CloudSettings(Strict):
    """A workspace of HCP Terraform (Terraform Cloud), or of Terraform Enterprise at another host."""

    organization: Name
    workspace: Name
    hostname: Host = "app.terraform.io"


class StateSettings(Strict):
    """Where Terraform keeps a stack's state: in S3, or in a workspace of HCP Terraform.

    One bucket and lock table per account, one key per stack. Saved plans and the protected manifest stay in the bucket.
    """

    backend: Literal["s3", "cloud"] = "s3"
    cloud: CloudSettings | None = None
    bucket: Bucket
    key: Name
    lock_table: Name
    use_lock_table: bool
    use_lockfile: bool


class AlarmSettings(Strict):
    """Thresholds of the five alarms, behind one switch. Periods in seconds, storage in GiB."""

    enabled: bool
    load_balancer_5xx_count: Positive
    database_free_storage_gib: Positive
    evaluation_periods: Positive
    period_seconds: Positive


class ImportSettings(Strict):
    """What a person told the import. `choose` settles an ambiguity: address = import id."""

    choose: dict[str, str] = {}


class Settings(Strict):
    """One environment: `envs/ENV.toml`."""

    project: Key
    environment: Key
    aws: AwsSettings
    github: GithubSettings
    state: StateSettings
    network: NetworkSettings
    endpoints: dict[Key, EndpointSettings]
    security_groups: SecurityGroupsSettings
    load_balancer: LoadBalancerSettings
    dns: DnsSettings
    cluster: ClusterSettings
    services: dict[Key, ServiceSettings]
    database: DatabaseSettings
    buckets: dict[Key, BucketSettings]
    queues: dict[Key, QueueSettings]
    parameters: dict[Key, ParameterSettings]
    stripe: StripeSettings
    secrets: dict[Key, SecretSettings]
    identity: IdentitySettings
    alarms: AlarmSettings
    images: dict[Key, ImageSettings] = {}
    notifications: NotificationSettings | None = None
    import_: ImportSettings = Field(default=ImportSettings(), alias="import")


class GithubOidcSettings(Strict):
    """GitHub's identity provider, as IAM knows it."""

    url: Annotated[str, AfterValidator(_some_url)]
    audiences: list[str]


class AccountSettings(Strict):
    """What exists once per account: `envs/account.toml`. Without `[pipelines]` no workflow gets a role."""

    project: Key
    aws: AwsSettings
    state: StateSettings
    github_oidc: GithubOidcSettings
    pipelines: PipelineSettings | None = None
