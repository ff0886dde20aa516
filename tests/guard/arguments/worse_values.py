"""Changes of one argument for the worse: generic ones by the provider's type, and those that need a known value."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

Pair = tuple[Any, Any]  # value before, value after
_BY_TYPE: Mapping[str, tuple[Pair, ...]] = {
    "bool": ((False, True), (True, False), (None, True), (True, None)),
    "number": ((5, 1), (1, 5), (5, 0), (5, None)),
    "string": (("one", "another"), ("one", None), (None, "another")),
    "list": ((["one", "two"], ["one"]), (["one"], ["one", "two"]), (["one"], ["two"]), ([], ["one"]), (["one"], [])),
    "map": (({"one": "1"}, {}), ({"one": "1"}, {"one": "2"}), ({}, {"one": "1"})),
}
# `type:path` -> values that a rule knows by name; the path may be that of a block.
_KNOWN: Mapping[str, tuple[Pair, ...]] = {
    "aws_acm_certificate:options.certificate_transparency_logging_preference": (("ENABLED", "DISABLED"),),
    "aws_db_instance:database_insights_mode": (("advanced", "standard"),),
    "aws_db_instance:engine_version": (("16.4", "15.1"),),
    "aws_db_instance:instance_class": (("db.m6g.large", "db.t4g.micro"),),
    "aws_db_parameter_group:parameter": (
        ([{"name": "rds.force_ssl", "value": "1"}], [{"name": "rds.force_ssl", "value": "0"}]),
    ),
    "aws_ecr_repository:image_tag_mutability": (("IMMUTABLE", "MUTABLE"),),
    "aws_ecs_service:availability_zone_rebalancing": (("ENABLED", "DISABLED"),),
    "aws_ecs_task_definition:ipc_mode": ((None, "host"),),
    "aws_ecs_task_definition:pid_mode": ((None, "host"),),
    "aws_flow_log:traffic_type": (("ALL", "REJECT"),),
    "aws_lb:desync_mitigation_mode": (("defensive", "monitor"),),
    "aws_lb_listener:protocol": (("HTTPS", "HTTP"),),
    "aws_s3_bucket:acl": (("private", "public-read"),),
    "aws_s3_bucket_lifecycle_configuration:rule": (
        ([], [{"id": "all", "status": "Enabled", "expiration": [{"days": 1}]}]),
    ),
    "aws_s3_bucket_server_side_encryption_configuration:rule.apply_server_side_encryption_by_default.sse_algorithm": (
        ("aws:kms", "AES256"),
    ),
    "aws_s3_bucket_versioning:versioning_configuration.mfa_delete": (("Enabled", "Disabled"),),
    "aws_s3_bucket_versioning:versioning_configuration.status": (("Enabled", "Suspended"),),
    "aws_scheduler_schedule:state": (("ENABLED", "DISABLED"),),
    "aws_security_group:egress": (([], [{"protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}]),),
    "aws_security_group:ingress": (([], [{"protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}]),),
    "aws_sns_topic:tracing_config": (("Active", "PassThrough"),),
    "aws_sns_topic_subscription:protocol": (("https", "http"),),
    "aws_ssm_parameter:tier": (("Advanced", "Standard"),),
    "aws_ssm_parameter:type": (("SecureString", "String"),),
    "aws_vpc_security_group_egress_rule:from_port": ((443, 0),),
    "aws_vpc_security_group_ingress_rule:from_port": ((443, 0),),
    "aws_vpc_security_group_egress_rule:ip_protocol": (("tcp", "-1"),),
    "aws_vpc_security_group_ingress_rule:ip_protocol": (("tcp", "-1"),),
}


def worse_values(type_: str, path: str, schema_type: Any) -> Iterator[Pair]:
    """Yields changes to try on one argument. `schema_type` is the provider's, such as `["set", "string"]`."""
    yield from _KNOWN.get(f"{type_}:{path}", ())
    kind = schema_type[0] if isinstance(schema_type, list) else schema_type
    if kind in ("list", "set") and schema_type[1] != "string":
        yield from (([], [{}]), ([{}], []))
    else:
        yield from _BY_TYPE["list" if kind == "set" else kind]


# `type:path` -> dangerous values of a new resource that the provider's type alone does not tell.
_NEW: Mapping[str, tuple[Any, ...]] = {
    "aws_s3_bucket:cors_rule.allowed_origins": (["*"],),
    "aws_s3_bucket_cors_configuration:cors_rule.allowed_origins": (["*"],),
    "aws_vpc_endpoint:service_name": ("com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0", "vpce-svc-0123"),
    "aws_vpc_security_group_egress_rule:cidr_ipv4": ("0.0.0.0/0",),
    "aws_vpc_security_group_egress_rule:cidr_ipv6": ("::/0",),
    "aws_vpc_security_group_ingress_rule:cidr_ipv4": ("0.0.0.0/0",),
    "aws_vpc_security_group_ingress_rule:cidr_ipv6": ("::/0",),
    "aws_iam_role:max_session_duration": (43200,),
    "aws_kms_key:rotation_period_in_days": (2560,),
    "aws_budgets_budget:notification.subscriber_email_addresses": (["somebody@example.com"],),
}


def new_values(type_: str, path: str, schema_type: Any) -> Iterator[tuple[str, Any]]:
    """Yields (path, value) to create a resource with: both sides of each change for the worse, and known values."""
    yield from ((path, value) for value in _NEW.get(f"{type_}:{path}", ()))
    yield from ((path, side) for pair in worse_values(type_, path, schema_type) for side in pair)
    if around := known_block(type_, path):
        yield from ((around[0], side) for side in around[1])


def known_block(type_: str, path: str) -> tuple[str, Pair] | None:
    """Returns the block around a path that has values known by name, with the first of them."""
    while path := path.rpartition(".")[0]:
        if pairs := _KNOWN.get(f"{type_}:{path}"):
            return path, pairs[0]
    return None


def with_value(values: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Returns the values with another one at a path; blocks around it are lists, made where there are none."""
    made = copy.deepcopy(dict(values))
    *blocks, last = path.split(".")
    place = made
    for name in blocks:
        if not isinstance(place.get(name), list) or not place[name]:
            place[name] = [{}]
        place = place[name][0]
    place[last] = value
    return made
