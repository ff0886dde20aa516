"""Whether the provider imported what we asked for. In: a type, the import id, what came back. Out: a reason, or None.

The provider answers a wrong database id with the account's only instance, and imports a bucket's versioning that never
was: an id that is echoed proves nothing, so the words of the live resource are compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Before = Mapping[str, Any]


def not_what_we_asked_for(type_: str, id_: str, before: Before) -> str | None:
    """Why what came back is not the resource of this import id; None where it is."""
    spelled = _SPELLED.get(type_, _bucket if type_.startswith("aws_s3_bucket") else _own_id)(before)
    if spelled != id_:
        return f"asked for {id_}, but {spelled or 'nothing'} came back"
    if type_ == "aws_s3_bucket_versioning" and _versioning(before) not in ("Enabled", "Suspended"):
        return f"{id_} never had versioning: there is nothing to import"
    return None


def _own_id(before: Before) -> Any:
    return before.get("id")


def _bucket(before: Before) -> Any:
    return before.get("bucket")


def _attribute(name: str) -> Callable[[Before], Any]:
    return lambda before: before.get(name)


def _route(before: Before) -> str:
    keys = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
    return f"{before.get('route_table_id')}_{next((before[key] for key in keys if before.get(key)), '')}"


def _service(before: Before) -> str:
    return f"{str(before.get('cluster')).rpartition('/')[2]}/{before.get('name')}"


def _scaling(before: Before) -> str:
    return "/".join(str(before.get(key)) for key in ("service_namespace", "resource_id", "scalable_dimension"))


def _record(before: Before) -> str:
    parts = (before.get("zone_id"), before.get("fqdn") or before.get("name"), before.get("type"))
    return "_".join(str(part) for part in (*parts, before.get("set_identifier")) if part)


def _queue(before: Before) -> str:
    """The URL as AWS spells it, by the queue's ARN: an emulator's URL names its own host."""
    arn = str(before.get("arn")).split(":")
    region, account, name = arn[-3:] if len(arn) > 3 else ("", "", "")
    return f"https://sqs.{region}.amazonaws.com/{account}/{name}" if name else ""


def _versioning(before: Before) -> Any:
    blocks = before.get("versioning_configuration") or [{}]
    return blocks[0].get("status")


_SPELLED: Mapping[str, Callable[[Before], Any]] = {
    "aws_appautoscaling_policy": lambda before: f"{_scaling(before)}/{before.get('name')}",
    "aws_appautoscaling_target": _scaling,
    "aws_cloudwatch_metric_alarm": _attribute("alarm_name"),
    "aws_db_instance": _attribute("identifier"),
    "aws_default_route_table": _attribute("vpc_id"),
    "aws_dynamodb_table": _attribute("name"),
    "aws_ecr_lifecycle_policy": _attribute("repository"),
    "aws_ecr_repository": _attribute("name"),
    "aws_ecr_repository_policy": _attribute("repository"),
    "aws_ecs_cluster": _attribute("name"),
    "aws_ecs_service": _service,
    "aws_ecs_task_definition": _attribute("arn"),
    "aws_iam_role_policy_attachment": lambda before: f"{before.get('role')}/{before.get('policy_arn')}",
    "aws_route": _route,
    "aws_route53_record": _record,
    "aws_route_table_association": lambda before: f"{before.get('subnet_id')}/{before.get('route_table_id')}",
    "aws_sqs_queue": _queue,
}
