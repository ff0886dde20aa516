"""Fills in the forms of buckets and queues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.handmade.messaging import DEV_QUEUE, QueueForm
from sandbox.handmade.storage import LEFTOVERS, PURPOSES, BucketForm, LifecycleRules
from sandbox.seeded.tags import more_tags

WHOLE_BUCKET = {"Status": "Enabled", "Filter": {"Prefix": ""}}
LIFECYCLES: Mapping[str, LifecycleRules] = {
    "two rules": LEFTOVERS,
    "one rule": (
        {
            **WHOLE_BUCKET,
            "ID": "cleanup",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
        },
    ),
    "console's words": (
        {
            "Status": "Enabled",
            "ID": "Delete temporary files after 14 days",
            "Filter": {"Prefix": "tmp/"},
            "Expiration": {"Days": 14},
        },
        {**WHOLE_BUCKET, "ID": "old versions", "NoncurrentVersionExpiration": {"NoncurrentDays": 1}},
    ),
    "with a transition": (
        {**WHOLE_BUCKET, "ID": "to-ia", "Transitions": [{"Days": 60, "StorageClass": "STANDARD_IA"}]},
        {**WHOLE_BUCKET, "ID": "abort", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}},
    ),
}
TIMINGS = {
    "patient": DEV_QUEUE,
    "console's": QueueForm(
        visibility=30, retention=345600, receive_wait=0, max_receives=10, dead_letter_retention=345600
    ),
    "hurried": QueueForm(visibility=900, retention=86400, receive_wait=5, max_receives=1, dead_letter_retention=604800),
}
QUEUE_ENCRYPTION = {
    "SQS's key": {"SqsManagedSseEnabled": "true"},
    "off": {"SqsManagedSseEnabled": "false"},
    "KMS": {"KmsMasterKeyId": "alias/aws/sqs", "KmsDataKeyReusePeriodSeconds": "600"},
}


def fill_buckets(choices: Mapping[str, str]) -> Mapping[str, BucketForm]:
    """Fills in the buckets, all alike but for what was forgotten on one."""
    encryption, _, key = choices["buckets.encryption"].partition(" with ")
    rules = LIFECYCLES[choices["buckets.lifecycle"]]
    return {
        purpose: BucketForm(
            versioned=choices["buckets.versioning"] != f"never on {purpose}",
            encryption=encryption,
            bucket_key=bool(key),
            lifecycle=() if choices["buckets.no_lifecycle"] == purpose else rules,
            tags=more_tags(choices["buckets.tags"]),
        )
        for purpose in PURPOSES
    }


def fill_queue(choices: Mapping[str, str]) -> QueueForm:
    """Fills in both queues, which are alike."""
    return replace(
        TIMINGS[choices["queues.timings"]],
        encryption=QUEUE_ENCRYPTION[choices["queues.encryption"]],
        owner_policy=choices["queues.policy"] == "owner's",
        tags=more_tags(choices["queues.tags"]),
    )
