"""Settings that the engines need: the AWS account, and where Terraform keeps its state."""

from typing import Annotated, Literal

from settings.types import AccountId, Bucket, Host, Name, Region, Strict
from settings.unique_names import Unique


def _place_of_the_state(state: "StateSettings", key: str) -> str:
    return f"{state.bucket}/{key}"


class AwsSettings(Strict):
    """Whose account, and where. Every command refuses credentials of another."""

    account_id: AccountId
    region: Region


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
    key: Annotated[Name, Unique("place of the state", "everywhere", _place_of_the_state)]
    lock_table: Name
    use_lock_table: bool
    use_lockfile: bool
