"""Guards queues: encryption, retention, dead letters and delivery.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sqs_queue
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed, look, lowered, off, replaced, zeroed
from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.change import MAKING
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED
SQS_QUEUE_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
    ),
    "receivers wait longer or shorter for a message": ("receive_wait_time_seconds",),
    "SQS asks KMS for a data key more or less often": ("kms_data_key_reuse_period_seconds",),
}


def redirected(before: Any, after: Any) -> bool:
    """Returns True if dead letters go to another queue or to none. Another number of attempts is no finding here."""
    if empty(before):
        return False
    try:
        live, planned = json.loads(before), json.loads(after)
        return bool(live["deadLetterTargetArn"] != planned["deadLetterTargetArn"])
    except (TypeError, ValueError, KeyError):
        return True


SQS_QUEUE = (
    Watch(attribute="kms_master_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="message_retention_seconds", worse=lowered, rule="retention-shortened"),
    Watch(attribute="redrive_policy", worse=redirected, rule="dead-letters-changed"),
    Watch(attribute="redrive_policy", worse=changed, rule="dead-letters-changed", severity=_REPORTED),
    Watch(attribute="redrive_allow_policy", worse=changed, rule="dead-letters-changed", severity=_REPORTED),
    Watch(attribute="max_message_size", worse=lowered, rule="capacity-lowered"),
    Watch(attribute="visibility_timeout_seconds", worse=zeroed, rule="delivery-changed"),
    Watch(attribute="visibility_timeout_seconds", worse=lowered, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="fifo_queue", worse=changed, rule="delivery-changed"),
    Watch(attribute="content_based_deduplication", worse=changed, rule="delivery-changed"),
    Watch(attribute="deduplication_scope", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="fifo_throughput_limit", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="delay_seconds", worse=changed, rule="delivery-changed", severity=_REPORTED),
)
# SQS encrypts a queue with its own key or with one of KMS, never with both.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
_OWN_KEY = (Watch(attribute="sqs_managed_sse_enabled", worse=off, rule="encryption-off", default=True),)


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks that a queue is encrypted by SQS, unless a key of KMS encrypts it."""
    for change in plan.of_type("aws_sqs_queue"):
        key = change.at("kms_master_key_id")
        if change.verb in MAKING and empty(key.after) and not key.unknown:
            yield from look(change, _OWN_KEY)
