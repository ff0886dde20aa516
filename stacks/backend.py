"""What every stack begins with: Terraform's version, the provider, and where its state is kept."""

from cdktf import CloudBackend, NamedCloudWorkspace, S3Backend, TerraformStack

from modules.bindings import provider
from settings.account import AwsSettings, CloudSettings, StateSettings
from terraform.provider import PROVIDER_VERSION


def begin(stack: TerraformStack, *, aws: AwsSettings, state: StateSettings) -> None:
    """Provider and backend of a stack. Credentials of another account are refused by the provider itself.

    No endpoints, no profiles: where the calls go is a matter of the process's environment, so the same
    JSON runs against AWS and an emulator.
    """
    stack.add_override("terraform.required_version", ">= 1.11.0")
    stack.add_override("terraform.required_providers.aws.version", PROVIDER_VERSION)
    provider.AwsProvider(stack, "aws", region=aws.region, allowed_account_ids=[aws.account_id])
    if state.backend == "cloud":
        _in_a_workspace(stack, cloud=state.cloud)
    else:
        _in_a_bucket(stack, aws=aws, state=state)


def _in_a_workspace(stack: TerraformStack, *, cloud: CloudSettings | None) -> None:
    """https://developer.hashicorp.com/terraform/cli/cloud/settings; plans and applies run where the command does."""
    assert cloud is not None, "the settings were loaded without their rules"
    workspace = NamedCloudWorkspace(name=cloud.workspace)
    CloudBackend(stack, hostname=cloud.hostname, organization=cloud.organization, workspaces=workspace)


def _in_a_bucket(stack: TerraformStack, *, aws: AwsSettings, state: StateSettings) -> None:
    S3Backend(
        stack,
        bucket=state.bucket,
        key=state.key,
        region=aws.region,
        encrypt=True,
        dynamodb_table=state.lock_table if state.use_lock_table else None,
    )
    if state.use_lockfile:
        # cdktf 0.21 does not know the argument: S3's own lock file, which is to outlive the table.
        stack.add_override("terraform.backend.s3.use_lockfile", True)
