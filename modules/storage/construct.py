"""Private buckets. In: `[buckets]`. Out: names, and the permissions on them."""

from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules import arns
from modules.addresses import Resource, addressed
from modules.bindings import (
    s3_bucket,
    s3_bucket_cors_configuration,
    s3_bucket_lifecycle_configuration,
    s3_bucket_policy,
    s3_bucket_public_access_block,
    s3_bucket_server_side_encryption_configuration,
    s3_bucket_versioning,
)
from modules.iam_documents import Statement, allow, deny_plain_http, document
from modules.keys.construct import Keys
from modules.setting_map import tagged_by, tags_of
from modules.storage.settings import BucketSettings, LifecycleRuleSettings
from settings.account import AwsSettings
from terraform.literal import literal


class Bucket(Construct):
    """One bucket: public access always blocked, always encrypted."""

    def __init__(self, scope: Construct, id_: str, *, settings: BucketSettings, aws: AwsSettings, keys: Keys) -> None:
        super().__init__(scope, id_)
        self.bucket = addressed(
            s3_bucket.S3Bucket(
                self,
                "bucket",
                bucket=settings.name,
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
                tags=tags_of(settings.tags),
            ),
            fed_by={f"{settings.where}.name": "bucket"} | tagged_by(settings),
        )
        self.name = self.bucket.id
        self.arn = arns.bucket(settings.name)
        closed = self._block_public_access()
        self.policy = self._policy(settings, aws=aws, closed=closed)
        self._encrypt(settings, keys=keys)
        if settings.versioning:
            self._versioning()
        if settings.lifecycle:
            self._lifecycle(settings)
        if settings.cors:
            self._cors(settings)

    def read_and_write(self, sid: str) -> list[Statement]:
        """Returns the statements that let a task read and write objects."""
        objects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
        return [
            allow(f"{sid}Bucket", actions=["s3:ListBucket", "s3:GetBucketLocation"], resources=[self.arn]),
            allow(f"{sid}Objects", actions=objects, resources=[f"{self.arn}/*"]),
        ]

    def _policy(self, settings: BucketSettings, *, aws: AwsSettings, closed: Resource) -> list[Resource]:
        """Adds the bucket policy, if the settings need one."""
        statements = [deny_plain_http(self.arn)] if settings.tls_only else []
        if settings.audience == "load_balancer":
            statements.append(_deliver_logs(self.arn, aws=aws))
        if not statements:
            return []
        # S3 refuses two changes of one bucket's access at a time.
        made = s3_bucket_policy.S3BucketPolicy(
            self, "policy", bucket=self.bucket.id, policy=document(statements), depends_on=[closed]
        )
        return [addressed(made)]

    def _block_public_access(self) -> Resource:
        return addressed(
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

    def _encrypt(self, settings: BucketSettings, *, keys: Keys) -> None:
        binding = s3_bucket_server_side_encryption_configuration
        default = binding.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm=settings.encryption, kms_master_key_id=keys.arn(settings.key)
        )
        rule = binding.S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=settings.bucket_key
        )
        addressed(
            binding.S3BucketServerSideEncryptionConfigurationA(self, "encryption", bucket=self.bucket.id, rule=[rule]),
            fed_by={
                f"{settings.where}.encryption": "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm",
                f"{settings.where}.bucket_key": "rule.0.bucket_key_enabled",
            },
        )

    def _versioning(self) -> None:
        enabled = s3_bucket_versioning.S3BucketVersioningVersioningConfiguration(status="Enabled")
        addressed(
            s3_bucket_versioning.S3BucketVersioningA(
                self, "versioning", bucket=self.bucket.id, versioning_configuration=enabled
            )
        )

    def _lifecycle(self, settings: BucketSettings) -> None:
        addressed(
            s3_bucket_lifecycle_configuration.S3BucketLifecycleConfiguration(
                self,
                "lifecycle",
                bucket=self.bucket.id,
                rule=[_rule(name, rule) for name, rule in settings.lifecycle.items()],
            ),
            fed_by={f"{settings.where}.lifecycle": "rule"},
        )

    def _cors(self, settings: BucketSettings) -> None:
        binding = s3_bucket_cors_configuration
        rules = [
            binding.S3BucketCorsConfigurationCorsRule(
                id=literal(rule.id),
                allowed_origins=literal(rule.origins),
                allowed_methods=list(rule.methods),
                allowed_headers=literal(rule.headers) or None,
                expose_headers=literal(rule.expose_headers) or None,
                max_age_seconds=rule.max_age_seconds or None,
            )
            for rule in settings.cors.values()
        ]
        addressed(binding.S3BucketCorsConfiguration(self, "cors", bucket=self.bucket.id, cors_rule=rules))


def _deliver_logs(bucket_arn: str, *, aws: AwsSettings) -> Statement:
    """Returns the statement that lets load balancers of this account write access logs.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    return {
        "Sid": "DeliverAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn}/*/AWSLogs/{aws.account_id}/*",
    }


def _rule(name: str, settings: LifecycleRuleSettings) -> Any:
    """Returns a lifecycle rule.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
    """
    binding = s3_bucket_lifecycle_configuration
    abort = binding.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
        days_after_initiation=settings.abort_multipart_days
    )
    expire = binding.S3BucketLifecycleConfigurationRuleExpiration(
        days=settings.expire_days or None, expired_object_delete_marker=settings.expire_delete_markers or None
    )
    forget = binding.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
        noncurrent_days=settings.noncurrent_days, newer_noncurrent_versions=settings.noncurrent_kept or None
    )
    moves = [
        binding.S3BucketLifecycleConfigurationRuleTransition(storage_class=class_, days=days)
        for class_, days in settings.transitions.items()
    ]
    earlier_moves = [
        binding.S3BucketLifecycleConfigurationRuleNoncurrentVersionTransition(
            storage_class=class_, noncurrent_days=days
        )
        for class_, days in settings.noncurrent_transitions.items()
    ]
    return binding.S3BucketLifecycleConfigurationRule(
        id=literal(name),
        status="Enabled" if settings.enabled else "Disabled",
        filter=[binding.S3BucketLifecycleConfigurationRuleFilter(prefix=literal(settings.prefix))],
        abort_incomplete_multipart_upload=[abort] if settings.abort_multipart_days else None,
        expiration=[expire] if settings.expire_days or settings.expire_delete_markers else None,
        noncurrent_version_expiration=[forget] if settings.noncurrent_days else None,
        transition=moves or None,
        noncurrent_version_transition=earlier_moves or None,
    )
