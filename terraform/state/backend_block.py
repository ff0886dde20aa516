"""Builds the block of Terraform's JSON that says where a state is kept: in S3, or in a workspace of HCP Terraform.

https://developer.hashicorp.com/terraform/language/backend/s3, https://developer.hashicorp.com/terraform/cli/cloud/settings
"""

from __future__ import annotations

from typing import Any, Literal

from errors import CounterPromoError
from settings.account import AwsSettings, StateSettings

Backend = Literal["s3", "cloud"]


def backend_block(aws: AwsSettings, state: StateSettings, *, backend: Backend, stack: str) -> dict[str, Any]:
    """Returns `{"backend": {"s3": {...}}}` or `{"cloud": {...}}`, to be merged into a stack's `terraform` block.

    Raises CounterPromoError if the settings of `stack` name no workspace of HCP Terraform.
    """
    if backend == "s3":
        return {"backend": {"s3": _s3(aws, state)}}
    if state.cloud is None:
        raise CounterPromoError(
            f"the settings of {stack} name no workspace of HCP Terraform",
            cure=f'in {stack}.toml: [state.cloud] organization = "ORG", workspace = "NAME"',
        )
    cloud = state.cloud
    workspaces = {"name": cloud.workspace}
    return {"cloud": {"hostname": cloud.hostname, "organization": cloud.organization, "workspaces": workspaces}}


def _s3(aws: AwsSettings, state: StateSettings) -> dict[str, Any]:
    """Returns the block for S3. Terraform locks with the lock table, with a lock file beside the state, or both."""
    block: dict[str, Any] = {"bucket": state.bucket, "key": state.key, "region": aws.region, "encrypt": True}
    if state.use_lock_table:
        block["dynamodb_table"] = state.lock_table
    if state.use_lockfile:
        block["use_lockfile"] = True
    return block
