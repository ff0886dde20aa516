"""The settings of one environment and of one account: every section, by its name in the file."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from modules.budget.settings import BudgetSettings
from modules.database.settings import DatabaseSettings
from modules.dns.settings import DnsSettings
from modules.endpoints.settings import EndpointSettings
from modules.firewall.settings import FirewallLogSettings, FirewallSettings
from modules.flow_logs.settings import FlowLogSettings
from modules.identity.settings import IdentitySettings
from modules.images.settings import ImageSettings
from modules.keys.settings import KeySettings
from modules.load_balancer.settings import LoadBalancerSettings
from modules.messaging.settings import QueueSettings
from modules.network.settings import NetworkSettings
from modules.notifications.settings import NotificationSettings
from modules.parameters.settings import ParameterSettings, StripeSettings
from modules.pipelines.settings import PipelineSettings
from modules.schedules.settings import ScheduleSettings
from modules.schema_task.settings import SchemaTaskSettings
from modules.secrets.settings import SecretSettings
from modules.security_groups.settings import SecurityGroupsSettings
from modules.services.settings import ClusterSettings, ServiceSettings
from modules.state.settings import StateBucketSettings
from modules.storage.settings import BucketSettings
from settings.account import AwsSettings, ProviderSettings, StateSettings
from settings.copying import NotCopied
from settings.types import ControlId, GithubId, Key, Name, Positive, Reason, Repository, Rule, Share, Strict, Tags


def _some_url(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("must begin with https://")
    return value


class GithubSettings(Strict):
    """The workflows that may deploy: those of a repository, on a branch or in a GitHub environment.

    With `environment`, only jobs of that GitHub environment may deploy, after its reviewers have approved. GitHub's
    token then no longer names the branch, so the GitHub environment must be limited to it. No two owners and
    repositories have the same numbers; 0 is unknown, and nobody is trusted by it.
    """

    repository: Repository
    """Repository of the application, whose workflows may deploy."""
    branch: Name
    """Branch whose workflows may deploy."""
    environment: Name | None = None
    """GitHub environment whose jobs may deploy; without it the branch decides."""
    owner_id: GithubId = 0
    """GitHub's number of the repository's owner; 0 while it is unknown."""
    repository_id: GithubId = 0
    """GitHub's number of the repository; 0 while it is unknown."""


class AlarmSettings(Strict):
    """The thresholds of the alarms, and the switch for all of them."""

    enabled: bool
    """The alarms exist."""
    load_balancer_5xx_count: Positive
    """HTTP 5xx answers in a period that raise the alarm."""
    database_free_storage_gib: Positive
    """Free storage in GiB below which the alarm is raised."""
    database_cpu_percent: Share | None = None
    """Average CPU load of the database that raises an alarm; without it there is no such alarm."""
    database_free_memory_mib: Positive | None = None
    """Free memory of the database in MiB below which an alarm is raised; without it there is no such alarm."""
    database_connections: Positive | None = None
    """Connections to the database that raise an alarm; without it there is no such alarm."""
    evaluation_periods: Positive
    """Periods in a row that raise an alarm."""
    period_seconds: Positive
    """Length of a period."""


class ImportSettings(Strict):
    """A person's choices for the import."""

    made_by_hand: Annotated[bool, NotCopied()] = False
    """The environment existed before Terraform. Until it is imported, every plan of it stops, also `cdktf deploy`."""
    choose: Annotated[dict[str, str], NotCopied()] = {}
    """Choice between several candidates: Terraform address = import id, or "none" if the resource does not exist."""


class AcceptedSettings(Strict):
    """An exception from a control of the baseline. The audit prints it with its reason, and says if nothing needs it.

    The ids of the controls: docs/baseline.md.
    """

    control: ControlId
    """Id of the control, such as `S3.7`."""
    reason: Reason
    """Why the control is not held."""
    only: list[str] = []
    """Names of the resources, as AWS knows them; empty for every resource."""


class AuditSettings(Strict):
    """Settings of `counterpromo audit`: the accepted exceptions."""

    accept: dict[Key, AcceptedSettings] = {}


class Settings(Strict):
    """One environment: `envs/ENV.toml`."""

    project: Key
    """Name of the project; names of resources and parameter paths begin with it."""
    environment: Key
    """Name of the environment: the name of the file without `.toml`."""
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
    keys: dict[Key, KeySettings] = {}
    firewall: FirewallSettings | None = None
    budget: BudgetSettings | None = None
    schedules: dict[Key, ScheduleSettings] = {}
    schema_task: SchemaTaskSettings | None = None
    notifications: NotificationSettings | None = None
    audit: AuditSettings = AuditSettings()
    provider: ProviderSettings = ProviderSettings()
    import_: ImportSettings = Field(default=ImportSettings(), alias="import")

    @property
    def with_log_groups(self) -> Sequence[ClusterSettings | FlowLogSettings | FirewallLogSettings]:
        """Sections that name a log group."""
        firewall = self.firewall.logs if self.firewall else None
        return [one for one in (self.cluster, self.network.flow_logs, firewall) if one]


class GithubOidcSettings(Strict):
    """GitHub's identity provider in IAM."""

    url: Annotated[str, Rule(_some_url, "must begin with https://", {"pattern": "^https://"})]
    """URL of the identity provider."""
    audiences: list[str]
    """Audiences that tokens are issued for."""
    tags: Tags = {}
    """Tags of the identity provider."""


class AccountSettings(Strict):
    """The resources that exist once per account: `envs/account.toml`. Without `[pipelines]` no workflow gets a role."""

    project: Key
    """Name of the project, as in every environment."""
    aws: AwsSettings
    state: StateSettings
    state_bucket: StateBucketSettings = StateBucketSettings()
    github_oidc: GithubOidcSettings
    pipelines: PipelineSettings | None = None
    provider: ProviderSettings = ProviderSettings()
