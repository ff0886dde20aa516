"""The state bucket and the lock table. In: `[state]` of the account. Out: both resources."""

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules import arns
from modules.addresses import Resource, addressed
from modules.bindings import (
    dynamodb_table,
    s3_bucket,
    s3_bucket_policy,
    s3_bucket_public_access_block,
    s3_bucket_server_side_encryption_configuration,
    s3_bucket_versioning,
)
from modules.iam_documents import deny_plain_http, document
from modules.setting_map import tagged_by, tags_of
from modules.state.settings import StateBucketSettings
from settings.account import StateSettings
from terraform.literal import literal


class State(Construct):
    """A versioned, encrypted, private bucket with TLS only, and the DynamoDB table for locks.

    https://developer.hashicorp.com/terraform/language/backend/s3
    """

    def __init__(self, scope: Construct, id_: str, *, settings: StateSettings, bucket: StateBucketSettings) -> None:
        super().__init__(scope, id_)
        self.bucket = addressed(
            s3_bucket.S3Bucket(
                self,
                "bucket",
                bucket=settings.bucket,
                tags=tags_of(bucket.tags),
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
            ),
            fed_by=tagged_by(bucket),
        )
        self._close(self.bucket, arn=arns.bucket(settings.bucket))
        self._keep(self.bucket, bucket)
        self.lock_table = addressed(
            dynamodb_table.DynamodbTable(
                self,
                "locks",
                name=settings.lock_table,
                billing_mode="PAY_PER_REQUEST",
                hash_key="LockID",
                attribute=[dynamodb_table.DynamodbTableAttribute(name="LockID", type="S")],
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
            )
        )

    def _close(self, bucket: Resource, *, arn: str) -> None:
        closed = addressed(
            s3_bucket_public_access_block.S3BucketPublicAccessBlock(
                self,
                "public_access",
                bucket=bucket.id,
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            )
        )
        addressed(
            s3_bucket_policy.S3BucketPolicy(
                self,
                "tls_only",
                bucket=bucket.id,
                policy=document([deny_plain_http(arn)]),
                depends_on=[closed],
            )
        )

    def _keep(self, bucket: Resource, settings: StateBucketSettings) -> None:
        status = s3_bucket_versioning.S3BucketVersioningVersioningConfiguration(status=settings.versioning)
        addressed(
            s3_bucket_versioning.S3BucketVersioningA(
                self, "versioning", bucket=bucket.id, versioning_configuration=status
            ),
            fed_by={f"{settings.where}.versioning": "versioning_configuration.0.status"},
        )
        binding = s3_bucket_server_side_encryption_configuration
        default = binding.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm=settings.encryption, kms_master_key_id=literal(settings.kms_key)
        )
        rule = binding.S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=settings.bucket_key
        )
        addressed(
            binding.S3BucketServerSideEncryptionConfigurationA(self, "encryption", bucket=bucket.id, rule=[rule]),
            fed_by={
                f"{settings.where}.encryption": "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm",
                f"{settings.where}.kms_key": "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id",
                f"{settings.where}.bucket_key": "rule.0.bucket_key_enabled",
            },
        )
