"""Rows of the further settings of a bucket. Only CORS is a setting of this code; the others are strays."""

from __future__ import annotations

from typing import Any

from imports.matching.match_rules import by
from imports.resource_type import GeneratedConfig, attribute, joined
from modules.resource_type import Area, IamResource, ResourceType, Satellites
from modules.satellites import part
from modules.storage import discovery_satellites

_ON_A_BUCKET = "on a bucket of ours"
_ONCE = (
    "aws_s3_bucket_acl",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_accelerate_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_replication_configuration",
    "aws_s3_bucket_request_payment_configuration",
    "aws_s3_bucket_website_configuration",
)
_SEVERAL = (
    "aws_s3_bucket_analytics_configuration",
    "aws_s3_bucket_intelligent_tiering_configuration",
    "aws_s3_bucket_inventory",
    "aws_s3_bucket_metric",
)
_OBJECTS = "objects are data, not configuration"
_OUTPOSTS = "buckets on AWS Outposts are no buckets of S3 in a region"
_USER = "it is a resource of another service that stores in the bucket"


def area(iam: tuple[IamResource, ...]) -> Area:
    """Returns the part of discovery that finds these settings."""
    cors = part(
        "aws_s3_bucket_cors_configuration",
        of="aws_s3_bucket",
        at="bucket",
        why=_ON_A_BUCKET,
        iam=iam,
        import_id=attribute("bucket"),
        match=(by("bucket"),),
    )
    return Area(name="bucket settings", find=discovery_satellites.find, types=(cors, *_strays(iam)))


def _days_or_years(body: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Removes the unit of the default retention that is not used: the provider reads it as zero and refuses both."""
    for rule in body.get("rule", []):
        for retention in rule.get("default_retention", []):
            for unit in ("days", "years"):
                if not retention.get(unit, True):
                    del retention[unit]
    return body, ()


def _strays(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    once = (
        part(
            name,
            of="aws_s3_bucket",
            at="bucket",
            why=_ON_A_BUCKET,
            iam=iam,
            import_id=attribute("bucket"),
            generated=_GENERATED.get(name),
        )
        for name in _ONCE
    )
    several = (
        part(
            name, of="aws_s3_bucket", at="bucket", why=_ON_A_BUCKET, iam=iam, import_id=joined("bucket", "name", by=":")
        )
        for name in _SEVERAL
    )
    return (*once, *several)


_GENERATED = {"aws_s3_bucket_object_lock_configuration": GeneratedConfig(corrects=_days_or_years)}
SATELLITES = (
    Satellites(
        of="aws_s3_bucket",
        arguments=("bucket",),
        read=(
            "aws_s3_bucket_cors_configuration",
            "aws_s3_bucket_lifecycle_configuration",
            "aws_s3_bucket_policy",
            "aws_s3_bucket_public_access_block",
            "aws_s3_bucket_server_side_encryption_configuration",
            "aws_s3_bucket_versioning",
            *_ONCE,
            *_SEVERAL,
        ),
        left_out={
            "aws_s3_object": _OBJECTS,
            "aws_s3_bucket_object": _OBJECTS,
            "aws_s3_object_copy": _OBJECTS,
            "aws_s3_access_point": "it has a name, an ARN and a policy of its own; its calls need another host name",
            "aws_s3_directory_bucket": "a directory bucket is a bucket of its own",
            "aws_s3control_bucket": _OUTPOSTS,
            "aws_s3control_bucket_lifecycle_configuration": _OUTPOSTS,
            "aws_s3control_bucket_policy": _OUTPOSTS,
            "aws_elastic_beanstalk_application_version": _USER,
            "aws_spot_datafeed_subscription": _USER,
            "aws_timestreaminfluxdb_db_instance": _USER,
        },
    ),
)
