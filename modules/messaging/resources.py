"""Row of `aws_sqs_queue`."""

from __future__ import annotations

from typing import Any

from guard.owned_elsewhere import part_of_its_own
from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by
from imports.matching.name_forms import spelled_otherwise
from imports.matching.users import used_by
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, attribute
from modules.messaging import discovery, guard, satellites
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Service, prefixed

_LARGEST_MESSAGE_BYTES = 262144  # the most that provider 5.100.0 accepts; AWS accepts more since August 2025


def _url(queue: Attributes) -> str:
    """Returns the queue's URL as AWS spells it, from its ARN: the URL of an emulator holds another host."""
    arn = str(queue.get("arn")).split(":")
    region, account, name = arn[-3:] if len(arn) > 3 else ("", "", "")
    return f"https://sqs.{region}.amazonaws.com/{account}/{name}" if name else ""


def _accepted_by_the_provider(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    if arguments.get("max_message_size", 0) <= _LARGEST_MESSAGE_BYTES:
        return arguments, ()
    kept = {name: value for name, value in arguments.items() if name != "max_message_size"}
    return kept, ("max_message_size",)


IAM_QUEUE = IamResource(kind="sqs:queue", arns=(REGIONAL + "{name}",), names=prefixed("queue"))
QUEUE = ResourceType(
    name="aws_sqs_queue",
    imported=ImportedType(
        import_id=_url,
        match=(
            by("name"),
            used_by(("aws_sqs_queue", "redrive_policy", "dead_letters")),
            spelled_otherwise("name", kind="queue sqs"),
        ),
        generated=GeneratedConfig(corrects=_accepted_by_the_provider),
        left_to_aws={"kms_data_key_reuse_period_seconds": (300,)},
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:sqs:{region}:{account}:{name}",
        watched=guard.SQS_QUEUE,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE, computed=True),
        owned_elsewhere={
            "policy": part_of_its_own("aws_sqs_queue_policy", by="queue_url"),
            "redrive_allow_policy": None,
        },
        harmless=guard.SQS_QUEUE_HARMLESS,
        judged=("sqs_managed_sse_enabled",),
    ),
    iam=(IAM_QUEUE,),
)
_PARTS = satellites.rows((IAM_QUEUE,), url=attribute("queue_url"))
SERVICE = Service(
    areas=(Area(name="messaging", find=discovery.find, types=(QUEUE, *_PARTS)),),
    checks=(guard.check,),
    satellites=satellites.SATELLITES,
)
