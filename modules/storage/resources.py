"""Rows of the buckets and their settings, each a resource of its own in Terraform."""

from __future__ import annotations

from guard.owned_elsewhere import part_of_its_own
from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by, inside
from imports.resource_type import Attributes, ImportedType, attribute
from modules.resource_type import Area, IamResource, Names, ResourceType, Service, prefixed
from modules.settings import AccountSettings, Settings
from modules.storage import discovery, guard, guard_lifecycle, satellites, shape

_OURS = prefixed("bucket")


def _state_bucket(settings: AccountSettings) -> Names:
    return (settings.state.bucket,)


def _near(settings: Settings) -> Names:
    """Returns our buckets and those that `imports.matching.name_filter.near` finds by name."""
    return tuple(dict.fromkeys((f"*{settings.project}?{settings.environment}*", *_OURS(settings))))


def _never_had_versioning(versioning: Attributes) -> str | None:
    blocks = versioning.get("versioning_configuration") or [{}]
    enabled = blocks[0].get("status") in ("Enabled", "Suspended")
    return None if enabled else "never had versioning: there is nothing to import"


IAM_BUCKET = IamResource(
    kind="s3:bucket",
    arns=("arn:{partition}:s3:::{name}",),
    names=_OURS,
    account_names=_state_bucket,
    searched=_near,
)
_ON_A_BUCKET = inside("bucket", "aws_s3_bucket", "on a bucket of ours")
_PART = ImportedType(import_id=attribute("bucket"), match=(by("bucket"),), stray=_ON_A_BUCKET, stray_by_name=False)
BUCKET = ResourceType(
    name="aws_s3_bucket",
    imported=ImportedType(
        import_id=attribute("bucket"),
        match=(by("bucket", label="name"),),
        left_to_aws={"object_lock_enabled": (False,)},
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:s3:::{bucket}",
        watched=guard.S3_BUCKET,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE, computed=True),
        owned_elsewhere={
            "cors_rule": None,
            "grant": None,
            "lifecycle_rule": part_of_its_own("aws_s3_bucket_lifecycle_configuration", by="bucket"),
            "logging": None,
            "object_lock_configuration": None,
            "policy": part_of_its_own("aws_s3_bucket_policy", by="bucket"),
            "replication_configuration": None,
            "server_side_encryption_configuration": part_of_its_own(
                "aws_s3_bucket_server_side_encryption_configuration", by="bucket"
            ),
            "versioning": part_of_its_own("aws_s3_bucket_versioning", by="bucket"),
            "website": None,
        },
        harmless=guard.S3_BUCKET_HARMLESS,
        judged=("policy",),
    ),
    iam=(IAM_BUCKET,),
)
PUBLIC_ACCESS_BLOCK = ResourceType(
    name="aws_s3_bucket_public_access_block",
    imported=_PART,
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        watched=guard.S3_BUCKET_PUBLIC_ACCESS_BLOCK,
        harmless=guard.S3_BUCKET_PUBLIC_ACCESS_BLOCK_HARMLESS,
    ),
    iam=(IAM_BUCKET,),
)
ENCRYPTION = ResourceType(
    name="aws_s3_bucket_server_side_encryption_configuration",
    imported=_PART,
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        watched=guard.S3_BUCKET_SERVER_SIDE_ENCRYPTION_CONFIGURATION,
        harmless=guard.S3_BUCKET_SERVER_SIDE_ENCRYPTION_CONFIGURATION_HARMLESS,
    ),
    iam=(IAM_BUCKET,),
)
LIFECYCLE = ResourceType(
    name="aws_s3_bucket_lifecycle_configuration",
    imported=ImportedType(
        import_id=attribute("bucket"),
        match=(by("bucket"),),
        stray=_ON_A_BUCKET,
        stray_by_name=False,
        left_to_aws={"transition_default_minimum_object_size": ("all_storage_classes_128K",)},
    ),
    guarded=GuardedType(
        deletion=Deletion.REPORTED,
        harmless=guard.S3_BUCKET_LIFECYCLE_CONFIGURATION_HARMLESS,
        judged=("rule",),
    ),
    iam=(IAM_BUCKET,),
)
POLICY = ResourceType(
    name="aws_s3_bucket_policy",
    imported=_PART,
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE),
        harmless=guard.S3_BUCKET_POLICY_HARMLESS,
    ),
    iam=(IAM_BUCKET,),
)
VERSIONING = ResourceType(
    name="aws_s3_bucket_versioning",
    imported=ImportedType(
        import_id=attribute("bucket"),
        match=(by("bucket"),),
        stray=_ON_A_BUCKET,
        stray_by_name=False,
        not_importable=_never_had_versioning,
    ),
    guarded=GuardedType(
        deletion=Deletion.PROTECTION, watched=guard.S3_BUCKET_VERSIONING, harmless=guard.S3_BUCKET_VERSIONING_HARMLESS
    ),
    iam=(IAM_BUCKET,),
)
SERVICE = Service(
    areas=(
        Area(
            name="storage",
            find=discovery.find,
            types=(BUCKET, PUBLIC_ACCESS_BLOCK, ENCRYPTION, LIFECYCLE, POLICY, VERSIONING),
        ),
        satellites.area((IAM_BUCKET,)),
    ),
    checks=(guard_lifecycle.check,),
    shape=shape.shape,
    satellites=satellites.SATELLITES,
)
