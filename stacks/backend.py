"""What every stack begins with: Terraform's version, the provider, the S3 backend."""

from cdktf import S3Backend, TerraformStack

from envs.provider import PROVIDER_VERSION
from envs.settings import AwsSettings, StateSettings
from modules.bindings import provider


def begin(stack: TerraformStack, *, aws: AwsSettings, state: StateSettings) -> None:
    """Provider and backend of a stack. Credentials of another account are refused by the provider itself.

    No endpoints, no profiles: where the calls go is a matter of the process's environment, so the same
    JSON runs against AWS and an emulator.
    """
    stack.add_override("terraform.required_version", ">= 1.11.0")
    stack.add_override("terraform.required_providers.aws.version", PROVIDER_VERSION)
    provider.AwsProvider(stack, "aws", region=aws.region, allowed_account_ids=[aws.account_id])
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
