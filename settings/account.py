"""Settings that all packages use: the AWS account, and the location of Terraform's state."""

from typing import Annotated, Literal

from settings.types import AccountId, Bucket, Host, Name, Region, Strict
from settings.unique_names import Unique


def _place_of_the_state(state: "StateSettings", key: str) -> str:
    return f"{state.bucket}/{key}"


class AwsSettings(Strict):
    """The AWS account and region. Every command refuses credentials of another account."""

    account_id: AccountId
    region: Region


class CloudSettings(Strict):
    """A workspace of HCP Terraform (Terraform Cloud), or of Terraform Enterprise at another host."""

    organization: Name
    workspace: Name
    hostname: Host = "app.terraform.io"


class StateSettings(Strict):
    """The location of a stack's state: S3, or a workspace of HCP Terraform.

    One bucket and lock table per account, one key per stack. Saved plans and the protected manifest stay in the bucket.
    """

    backend: Literal["s3", "cloud"] = "s3"
    cloud: CloudSettings | None = None
    bucket: Bucket
    key: Annotated[Name, Unique("place of the state", "everywhere", _place_of_the_state)]
    lock_table: Name
    use_lock_table: bool
    use_lockfile: bool
