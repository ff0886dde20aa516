"""SQS: attributes as they were set, kept until they are changed, and URLs with the region."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import ParseResult

from moto.sqs.models import Queue, SQSBackend

from sandbox.moto_fixes.patch import patch


def documents_are_compact_json() -> None:
    """Returns redrive policies and Policy without spaces, the keys of redrive policies in one order, like SQS.

    The examples set maxReceiveCount as a text and read it as a number: SQS does not return the text that it was given.
    https://docs.aws.amazon.com/cli/latest/reference/sqs/set-queue-attributes.html
    https://docs.aws.amazon.com/cli/latest/reference/sqs/get-queue-attributes.html
    Remove when moto has it.
    """
    read = vars(Queue)["attributes"].fget

    def attributes(queue: Queue) -> dict[str, Any]:
        found: dict[str, Any] = read(queue)
        documents = {name: found[name] for name in ("RedrivePolicy", "RedriveAllowPolicy", "Policy") if found.get(name)}
        return found | {name: _as_sqs_writes(name, text) for name, text in documents.items()}

    patch(Queue, "attributes", property(attributes))


def _as_sqs_writes(name: str, text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"), sort_keys=name != "Policy")


def queues_have_a_redrive_allow_policy() -> None:
    """Keeps RedriveAllowPolicy, the queues that may send dead letters here; an empty value removes it.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    Remove when moto has it.
    """
    read = vars(Queue)["attributes"].fget

    def attributes(queue: Queue) -> dict[str, Any]:
        found: dict[str, Any] = read(queue)  # moto keeps any attribute it is given, and shows those it knows
        return found | {"RedriveAllowPolicy": found["RedriveAllowPolicy"] or None}

    Queue.redrive_allow_policy = None
    patch(Queue, "BASE_ATTRIBUTES", [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"])
    patch(Queue, "attributes", property(attributes))


def set_queue_attributes_leaves_the_others_alone() -> None:
    """Keeps the Policy of a queue when a request does not contain Policy.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    Remove when moto has it.
    """
    original = SQSBackend.set_queue_attributes

    def set_queue_attributes(backend: SQSBackend, queue_name: str, attributes: dict[str, Any]) -> Queue:
        kept = {"Policy": backend.get_queue(queue_name).policy}
        return original(backend, queue_name, kept | attributes)

    patch(SQSBackend, "set_queue_attributes", set_queue_attributes)


def a_kms_key_takes_the_place_of_sqs_own() -> None:
    """Switches SQS's own encryption off for a queue with a KMS key.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    Remove when moto has it.
    """
    read = vars(Queue)["attributes"].fget

    def attributes(queue: Queue) -> dict[str, Any]:
        found: dict[str, Any] = read(queue)
        return found | ({"SqsManagedSseEnabled": "false"} if found.get("KmsMasterKeyId") else {})

    patch(Queue, "attributes", property(attributes))


def queue_urls_name_the_region() -> None:
    """Returns `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, whatever host the request was sent to.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
    Remove when moto has it.
    """

    def url(queue: Queue, request_url: ParseResult) -> str:
        return str(queue.physical_resource_id)

    patch(Queue, "url", url)


FIXES = (
    queues_have_a_redrive_allow_policy,
    documents_are_compact_json,
    set_queue_attributes_leaves_the_others_alone,
    a_kms_key_takes_the_place_of_sqs_own,
    queue_urls_name_the_region,
)
