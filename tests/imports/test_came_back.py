"""Verification that the imported resource is the requested one, for the import id of each type."""

from typing import Any

import pytest

from imports import verify_import
from modules.registry import IMPORTED


def not_what_we_asked_for(type_: str, id_: str, before: dict[str, Any]) -> str | None:
    return verify_import.not_what_we_asked_for(type_, id_, before, types=IMPORTED)


SCALED = {"service_namespace": "ecs", "resource_id": "service/c/s", "scalable_dimension": "ecs:n"}
RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("aws_vpc", "vpc-1", {"id": "vpc-1"}),
    ("aws_appautoscaling_policy", "ecs/service/c/s/ecs:n/cpu", {**SCALED, "id": "cpu", "name": "cpu"}),
    ("aws_appautoscaling_target", "ecs/service/c/s/ecs:n", {**SCALED, "id": "service/c/s"}),
    ("aws_db_instance", "dev", {"id": "db-X", "identifier": "dev"}),
    ("aws_default_route_table", "vpc-1", {"id": "rtb-1", "vpc_id": "vpc-1"}),
    ("aws_ecr_lifecycle_policy", "web", {"id": "web", "repository": "web"}),
    ("aws_ecr_repository", "web", {"id": "web", "name": "web"}),
    ("aws_ecr_repository_policy", "web", {"id": "web", "repository": "web"}),
    ("aws_ecs_cluster", "dev", {"id": "arn:aws:ecs:r:1:cluster/dev", "name": "dev"}),
    ("aws_ecs_service", "dev/api", {"cluster": "arn:aws:ecs:r:1:cluster/dev", "name": "api"}),
    ("aws_ecs_task_definition", "arn:td/api:7", {"id": "api", "arn": "arn:td/api:7"}),
    ("aws_iam_role_policy_attachment", "role/arn:p", {"id": "role-2024", "role": "role", "policy_arn": "arn:p"}),
    ("aws_route", "rtb-1_0.0.0.0/0", {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0"}),
    ("aws_route_table_association", "subnet-1/rtb-1", {"subnet_id": "subnet-1", "route_table_id": "rtb-1"}),
    ("aws_route53_record", "Z_dev.x.com_A", {"zone_id": "Z", "name": "dev", "fqdn": "dev.x.com", "type": "A"}),
    ("aws_s3_bucket", "uploads", {"bucket": "uploads"}),
    ("aws_s3_bucket_versioning", "uploads", {"bucket": "uploads", "versioning_configuration": [{"status": "Enabled"}]}),
    (
        "aws_sqs_queue",
        "https://sqs.eu-west-2.amazonaws.com/1/jobs",
        {"arn": "arn:aws:sqs:eu-west-2:1:jobs", "url": "http://127.0.0.1:5000/1/jobs"},
    ),
]


@pytest.mark.parametrize(("type_", "id_", "before"), RIGHT, ids=[case[0] for case in RIGHT])
def test_imported_resource_with_the_expected_id_is_accepted(type_: str, id_: str, before: dict[str, Any]) -> None:
    assert not_what_we_asked_for(type_, id_, before) is None


@pytest.mark.parametrize(("type_", "id_", "before"), RIGHT[1:], ids=[case[0] for case in RIGHT[1:]])
def test_other_resource_under_the_import_id_is_rejected(type_: str, id_: str, before: dict[str, Any]) -> None:
    echoed = {**before, "id": f"other-{id_}"}
    assert "came back" in (not_what_we_asked_for(type_, f"other-{id_}", echoed) or "")


@pytest.mark.parametrize(("type_", "id_"), [case[:2] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_import_without_a_resource_is_rejected(type_: str, id_: str) -> None:
    assert "came back" in (not_what_we_asked_for(type_, id_, {}) or "")


@pytest.mark.parametrize("status", ["", "Disabled", None])
def test_versioning_that_was_never_configured_is_rejected(status: str | None) -> None:
    before = {"bucket": "uploads", "versioning_configuration": [{"status": status}]}
    assert "never had versioning" in (not_what_we_asked_for("aws_s3_bucket_versioning", "uploads", before) or "")
