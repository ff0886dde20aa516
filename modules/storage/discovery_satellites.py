"""Finds further settings of our buckets: what AWS does not set by itself.

A setting with AWS's default for new buckets counts as none: a new bucket gets the same.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aws.reader import Aws
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import live
from modules.satellites import Read, read_parts
from modules.settings import Settings

Reply = Mapping[str, Any]
_DEFAULT_OWNERSHIP = "BucketOwnerEnforced"  # of every bucket made since April 2023


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the further settings of the buckets with our names."""
    ours = near(settings, names={bucket.name for bucket in settings.buckets.values()})
    names = [bucket["Name"] for bucket in aws.listing("s3", "list_buckets", "Buckets") if ours(bucket["Name"])]
    return read_parts(aws, [live("aws_s3_bucket", name, {"bucket": name}, name=name) for name in names], READS)


def _bucket(owner: Found) -> dict[str, str]:
    return {"Bucket": owner.id}


def _whole(
    type_: str, operation: str, is_set: Callable[[Reply], Any], *, absent: str = "", fact: Callable[[Reply], Any] = bool
) -> Read:
    """Returns a read of a setting that a bucket has once. `is_set` is false for a reply that says there is none."""

    def finds(owner: Found, reply: Reply) -> Iterator[Found]:
        if is_set(reply):
            yield live(type_, owner.id, {"bucket": owner.id, "reply": fact(reply)}, name=owner.name)

    return Read(service="s3", operation=operation, asks=_bucket, finds=finds, absent=tuple(filter(None, (absent,))))


def _named(type_: str, operation: str, key: str) -> Read:
    """Returns a read of settings that a bucket has several of, each with an id."""

    def finds(owner: Found, reply: Reply) -> Iterator[Found]:
        for one in reply.get(key, []):
            facts = {"bucket": owner.id, "name": one["Id"]}
            yield live(type_, f"{owner.id}:{one['Id']}", facts, name=f"{one['Id']} of {owner.name}")

    return Read(service="s3", operation=operation, asks=_bucket, finds=finds)


def _grants_others(reply: Reply) -> bool:
    """Returns True if the access list grants more than full control to the owner."""
    owner = reply.get("Owner", {}).get("ID")
    own = [{"Permission": "FULL_CONTROL", "ID": owner}]
    return [{"Permission": one["Permission"], "ID": one["Grantee"].get("ID")} for one in reply.get("Grants", [])] != own


def _ownership(reply: Reply) -> bool:
    rules = reply.get("OwnershipControls", {}).get("Rules", [])
    return any(rule["ObjectOwnership"] != _DEFAULT_OWNERSHIP for rule in rules)


def _notifies(reply: Reply) -> bool:
    """Returns True if the bucket tells anybody; EventBridge is switched on by a member that is empty.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_NotificationConfiguration.html
    """
    told = {key: value for key, value in reply.items() if key != "ResponseMetadata"}
    return "EventBridgeConfiguration" in told or any(told.values())


READS = (
    _whole(
        "aws_s3_bucket_cors_configuration",
        "get_bucket_cors",
        lambda reply: reply.get("CORSRules"),
        absent="NoSuchCORSConfiguration",
        fact=lambda reply: reply["CORSRules"],
    ),
    _whole("aws_s3_bucket_acl", "get_bucket_acl", _grants_others),
    _whole(
        "aws_s3_bucket_ownership_controls",
        "get_bucket_ownership_controls",
        _ownership,
        absent="OwnershipControlsNotFoundError",
    ),
    _whole(
        "aws_s3_bucket_accelerate_configuration",
        "get_bucket_accelerate_configuration",
        lambda reply: reply.get("Status"),
    ),
    _whole("aws_s3_bucket_logging", "get_bucket_logging", lambda reply: reply.get("LoggingEnabled")),
    _whole("aws_s3_bucket_notification", "get_bucket_notification_configuration", _notifies),
    _whole(
        "aws_s3_bucket_object_lock_configuration",
        "get_object_lock_configuration",
        lambda reply: reply.get("ObjectLockConfiguration"),
        absent="ObjectLockConfigurationNotFoundError",
    ),
    _whole(
        "aws_s3_bucket_replication_configuration",
        "get_bucket_replication",
        lambda reply: reply.get("ReplicationConfiguration"),
        absent="ReplicationConfigurationNotFoundError",
    ),
    _whole(
        "aws_s3_bucket_request_payment_configuration",
        "get_bucket_request_payment",
        lambda reply: reply.get("Payer") == "Requester",
    ),
    _whole(
        "aws_s3_bucket_website_configuration",
        "get_bucket_website",
        lambda reply: reply.get("IndexDocument") or reply.get("RedirectAllRequestsTo"),
        absent="NoSuchWebsiteConfiguration",
    ),
    _named(
        "aws_s3_bucket_analytics_configuration",
        "list_bucket_analytics_configurations",
        "AnalyticsConfigurationList",
    ),
    _named(
        "aws_s3_bucket_intelligent_tiering_configuration",
        "list_bucket_intelligent_tiering_configurations",
        "IntelligentTieringConfigurationList",
    ),
    _named("aws_s3_bucket_inventory", "list_bucket_inventory_configurations", "InventoryConfigurationList"),
    _named("aws_s3_bucket_metric", "list_bucket_metrics_configurations", "MetricsConfigurationList"),
)
