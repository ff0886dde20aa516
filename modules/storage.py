"""Private buckets. In: `[buckets]`. Out: names, and the permissions on them."""

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from envs.data import BucketSettings
from modules.addresses import addressed
from modules.bindings import (
    s3_bucket,
    s3_bucket_lifecycle_configuration,
    s3_bucket_public_access_block,
    s3_bucket_server_side_encryption_configuration,
    s3_bucket_versioning,
)
from modules.policies import Statement, allow
from modules.tagging import tags_of


class Bucket(Construct):
    """One bucket: public access blocked and encrypted always, the rest by its settings."""

    def __init__(self, scope: Construct, id_: str, *, settings: BucketSettings) -> None:
        super().__init__(scope, id_)
        self.bucket = addressed(
            s3_bucket.S3Bucket(
                self,
                "bucket",
                bucket=settings.name,
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
                tags=tags_of(settings.tags),
            )
        )
        self.name = self.bucket.id
        self._block_public_access()
        self._encrypt(settings)
        if settings.versioning:
            self._versioning()
        if settings.abort_multipart_days or settings.noncurrent_days:
            self._lifecycle(settings)

    def read_and_write(self, sid: str) -> list[Statement]:
        """What a task needs to keep objects in this bucket."""
        objects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
        return [
            allow(f"{sid}Bucket", actions=["s3:ListBucket", "s3:GetBucketLocation"], resources=[self.bucket.arn]),
            allow(f"{sid}Objects", actions=objects, resources=[f"{self.bucket.arn}/*"]),
        ]

    def _block_public_access(self) -> None:
        addressed(
            s3_bucket_public_access_block.S3BucketPublicAccessBlock(
                self,
                "public_access",
                bucket=self.bucket.id,
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            )
        )

    def _encrypt(self, settings: BucketSettings) -> None:
        binding = s3_bucket_server_side_encryption_configuration
        default = binding.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm=settings.encryption
        )
        rule = binding.S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=settings.bucket_key
        )
        addressed(
            binding.S3BucketServerSideEncryptionConfigurationA(self, "encryption", bucket=self.bucket.id, rule=[rule])
        )

    def _versioning(self) -> None:
        enabled = s3_bucket_versioning.S3BucketVersioningVersioningConfiguration(status="Enabled")
        addressed(
            s3_bucket_versioning.S3BucketVersioningA(
                self, "versioning", bucket=self.bucket.id, versioning_configuration=enabled
            )
        )

    def _lifecycle(self, settings: BucketSettings) -> None:
        binding = s3_bucket_lifecycle_configuration
        everything = [binding.S3BucketLifecycleConfigurationRuleFilter(prefix="")]
        rules = []
        if settings.abort_multipart_days:
            abort = binding.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                days_after_initiation=settings.abort_multipart_days
            )
            rules.append(
                binding.S3BucketLifecycleConfigurationRule(
                    id="abort-multipart",
                    status="Enabled",
                    filter=everything,
                    abort_incomplete_multipart_upload=[abort],
                )
            )
        if settings.noncurrent_days:
            expire = binding.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
                noncurrent_days=settings.noncurrent_days
            )
            rules.append(
                binding.S3BucketLifecycleConfigurationRule(
                    id="expire-noncurrent", status="Enabled", filter=everything, noncurrent_version_expiration=[expire]
                )
            )
        addressed(binding.S3BucketLifecycleConfiguration(self, "lifecycle", bucket=self.bucket.id, rule=rules))
