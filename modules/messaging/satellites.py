"""Policies of queues that the code does not set. In: queues as GetQueueAttributes describes them. Out: live parts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from imports.model import Found
from imports.normalise import live
from imports.resource_type import ImportId
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import part

QUEUE = "aws_sqs_queue"
# Attribute of the queue -> the type that holds it alone, and the argument of the queue that holds it too.
_PARTS = {
    "Policy": ("aws_sqs_queue_policy", "policy"),
    "RedrivePolicy": ("aws_sqs_queue_redrive_policy", "redrive_policy"),
    "RedriveAllowPolicy": ("aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy"),
}


def parts(url: str, name: str, attributes: Mapping[str, str]) -> list[Found]:
    """Returns the policies of one queue.

    A redrive allow policy in another form than the provider's own shows as a difference of the queue: it is pinned
    there, and no part of its own.
    """
    return [
        live(type_, url, {"queue_url": url}, name=f"{argument} of {name}")
        for attribute, (type_, argument) in _PARTS.items()
        if attributes.get(attribute) and not _is_pinned_on_the_queue(attribute, attributes[attribute])
    ]


def _is_pinned_on_the_queue(attribute: str, text: str) -> bool:
    """Returns True for JSON that the provider would write otherwise: it sorts keys and leaves out spaces.

    https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/sqs/queue.go
    """
    if attribute != "RedriveAllowPolicy":
        return False
    return text != json.dumps(json.loads(text), separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def rows(iam: tuple[IamResource, ...], *, url: ImportId) -> tuple[ResourceType, ...]:
    """Returns the rows; a policy that the code sets as an argument of the queue is adopted with the queue."""
    return tuple(
        part(type_, of=QUEUE, at="queue_url", why="on a queue of ours", iam=iam, import_id=url, unless_set=argument)
        for type_, argument in _PARTS.values()
    )


SATELLITES = (Satellites(of=QUEUE, arguments=("queue_url",), read=tuple(type_ for type_, _ in _PARTS.values())),)
