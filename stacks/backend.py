"""Sets the version of Terraform, the provider and the backend of a stack."""

from cdktf import CloudBackend, NamedCloudWorkspace, S3Backend, TerraformStack

from modules.bindings import provider
from settings.account import AwsSettings, ProviderSettings, StateSettings
from terraform.state.backend_block import backend_block


def begin(stack: TerraformStack, *, aws: AwsSettings, state: StateSettings, required: ProviderSettings) -> None:
    """Adds provider and backend to a stack. The provider itself refuses credentials of another account.

    The block names no endpoint and no profile: the environment of the process decides where calls go, so the same JSON
    runs against AWS and an emulator.
    """
    stack.add_override("terraform.required_version", ">= 1.11.0")
    stack.add_override("terraform.required_providers.aws.version", required.version)
    provider.AwsProvider(stack, "aws", region=aws.region, allowed_account_ids=[aws.account_id])
    block = backend_block(aws, state, backend=state.backend, stack=stack.node.id)
    if state.backend == "cloud":
        cloud = block["cloud"]
        workspace = NamedCloudWorkspace(name=cloud["workspaces"]["name"])
        CloudBackend(stack, hostname=cloud["hostname"], organization=cloud["organization"], workspaces=workspace)
    else:
        s3 = block["backend"]["s3"]
        S3Backend(stack, bucket=s3["bucket"], key=s3["key"])
        stack.add_override("terraform.backend.s3", s3)  # cdktf 0.21 does not know `use_lockfile`
