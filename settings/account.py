"""Settings that all packages use: the AWS account, and the location of Terraform's state."""

from typing import Annotated, Literal

from settings.provider_version import PROVIDER_VERSION
from settings.types import AccountId, Bucket, Host, Name, Region, Strict, shaped
from settings.unique_names import Unique

# The guard and the import know the types of provider 5 and, by its schema, of provider 6.
ProviderVersion = Annotated[str, shaped(r"[56](\.[0-9]{1,4}){2}", "a version of provider 5 or 6 such as 5.100.0")]


def _place_of_the_state(state: "StateSettings", key: str) -> str:
    return f"{state.bucket}/{key}"


class AwsSettings(Strict):
    """The AWS account and the region. Commands refuse credentials of another account."""

    account_id: AccountId
    """The AWS account. Commands refuse the credentials of another one."""
    region: Region
    """The AWS region of all resources."""


class ProviderSettings(Strict):
    """The AWS provider of Terraform. Its lock file holds the checksums: `.terraform.lock.hcl`, or `locks/` for others.

    A state that a newer version has written can be too new for an older one.
    """

    version: ProviderVersion = PROVIDER_VERSION
    """Version of the provider that plans and applies; another one needs `make provider-lock` once."""


class CloudSettings(Strict):
    """A workspace of HCP Terraform (Terraform Cloud), or of Terraform Enterprise at another host."""

    organization: Name
    """Organization in HCP Terraform."""
    workspace: Name
    """Workspace that holds the state."""
    hostname: Host = "app.terraform.io"
    """Host of HCP Terraform or of Terraform Enterprise."""


class StateSettings(Strict):
    """The place of the state: S3, or a workspace of HCP Terraform.

    An account has one bucket and one lock table; each stack has its own key. Saved plans and the protected manifest are
    always in the bucket.
    """

    backend: Literal["s3", "cloud"] = "s3"
    """Where the state is kept: in S3, or in HCP Terraform."""
    cloud: CloudSettings | None = None
    bucket: Bucket
    """Bucket of states, saved plans and protected manifests."""
    key: Annotated[Name, Unique("place of the state", "everywhere", _place_of_the_state)]
    """Key of the state in the bucket."""
    lock_table: Name
    """DynamoDB table of the locks."""
    use_lock_table: bool
    """Lock in the DynamoDB table."""
    use_lockfile: bool
    """Lock with S3's own lock file."""
