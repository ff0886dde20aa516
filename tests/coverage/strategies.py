"""Live values as hypothesis draws them: enums, ranges and patterns of AWS's model, else anything of the schema's type.

In: an argument of the provider's schema, and the shapes of AWS's answers that hold it. Out: a strategy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botocore import xform_name
from hypothesis import strategies as st

from sandbox.overlay.amendment import service_model
from sandbox.overlay.validate import compiled

# The structures of AWS's answers whose members are the arguments of a type.
SHAPES: Mapping[str, tuple[str, ...]] = {
    "aws_acm_certificate": ("acm.CertificateDetail",),
    "aws_appautoscaling_policy": ("application-autoscaling.ScalingPolicy",),
    "aws_appautoscaling_target": ("application-autoscaling.ScalableTarget",),
    "aws_cloudwatch_log_group": ("logs.LogGroup",),
    "aws_cloudwatch_metric_alarm": ("cloudwatch.MetricAlarm",),
    "aws_db_instance": ("rds.DBInstance",),
    "aws_db_parameter_group": ("rds.DBParameterGroup", "rds.Parameter"),
    "aws_db_subnet_group": ("rds.DBSubnetGroup",),
    "aws_ecr_repository": ("ecr.Repository",),
    "aws_ecs_cluster": ("ecs.Cluster", "ecs.ClusterSetting"),
    "aws_ecs_service": ("ecs.Service", "ecs.DeploymentConfiguration", "ecs.AwsVpcConfiguration"),
    "aws_ecs_task_definition": ("ecs.TaskDefinition", "ecs.RuntimePlatform"),
    "aws_flow_log": ("ec2.FlowLog",),
    "aws_iam_role": ("iam.Role",),
    "aws_lb": ("elbv2.LoadBalancer",),
    "aws_lb_listener": ("elbv2.Listener", "elbv2.Action"),
    "aws_lb_listener_rule": ("elbv2.Rule", "elbv2.Action"),
    "aws_lb_target_group": ("elbv2.TargetGroup",),
    "aws_route53_record": ("route53.ResourceRecordSet", "route53.AliasTarget"),
    "aws_s3_bucket_lifecycle_configuration": ("s3.LifecycleRule", "s3.Transition"),
    "aws_s3_bucket_versioning": ("s3.GetBucketVersioningOutput",),
    "aws_secretsmanager_secret": ("secretsmanager.DescribeSecretResponse",),
    "aws_ssm_parameter": ("ssm.ParameterMetadata",),
    "aws_subnet": ("ec2.Subnet",),
    "aws_vpc": ("ec2.Vpc",),
    "aws_vpc_endpoint": ("ec2.VpcEndpoint",),
}
# What AWS lets a person write: any character, those that Terraform would read as a template included.
_TEXT = st.one_of(
    st.sampled_from(['${file("main.py")}', "%{if true}", "$${a}", 'say "hi"', "a\\b", "line\nbreak", "née 名", "100%"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
)
_NUMBERS = st.integers(1, 70000)
_MAPS = st.dictionaries(_TEXT, _TEXT, min_size=1, max_size=3)


def live_value(type_: str, name: str, kind: Any, base: Any = None) -> st.SearchStrategy[Any]:
    """Returns a strategy for an argument of a type, by its name and the schema's type expression.

    Where the argument is JSON text (`base` is the text it has), so is what is drawn.
    """
    if isinstance(base, str) and base[:1] in "{[" and base:
        return _document(json.loads(base))
    if isinstance(kind, list):
        inner = live_value(type_, name, kind[1])
        return _MAPS if kind[0] == "map" else st.lists(inner, min_size=1, max_size=3, unique_by=json.dumps)
    shape = _shape(type_, name)
    if kind == "bool":
        return st.booleans()
    if kind == "number":
        return _NUMBERS if shape is None else _number(shape)
    return _TEXT if shape is None else _string(shape)


def _document(base: Any) -> st.SearchStrategy[str]:
    """The same document with a further member in its last object: a Sid of a statement, a member of a container."""
    inner = base.get("Statement", [base])[-1] if isinstance(base, dict) else base[-1]

    def written(text: str) -> str:
        return json.dumps(base).replace(json.dumps(inner), json.dumps({**inner, "Sid": text}))

    return _TEXT.map(written)


@lru_cache
def _shape(type_: str, name: str) -> Any:
    for place in SHAPES.get(type_, ()):
        service, _, structure = place.partition(".")
        for member, shape in service_model(service).shape_for(structure).members.items():  # type: ignore[attr-defined]
            if xform_name(member) == name and shape.type_name in ("string", "integer", "long"):
                return shape
    return None


def _number(shape: Any) -> st.SearchStrategy[int]:
    limits = shape.metadata
    return st.integers(limits.get("min", 0), limits.get("max", max(limits.get("min", 0), 70000)))


def _string(shape: Any) -> st.SearchStrategy[str]:
    limits = shape.metadata
    if shape.type_name != "string":
        return _number(shape).map(str)
    if enum := limits.get("enum"):
        return st.sampled_from(enum)
    if pattern := compiled(limits.get("pattern", "")):
        return st.from_regex(pattern).filter(lambda text: 0 < len(text) <= min(limits.get("max", 100), 100))
    return _TEXT
