"""KMS keys of PROD: which data each encrypts, whom its policy admits, and who may use it; DEV has none."""

import json
from typing import Any

import pytest

from tests.stack import Stack

_BUCKETS = "aws_s3_bucket_server_side_encryption_configuration"
ENCRYPTED = [
    ("aws_cloudwatch_log_group", "kms_key_id", "logs"),
    ("aws_db_instance", "kms_key_id", "database"),
    ("aws_db_instance", "performance_insights_kms_key_id", "database"),
    ("aws_secretsmanager_secret", "kms_key_id", "secrets"),
    ("aws_sns_topic", "kms_master_key_id", "topic"),
]


def statements(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["Statement"]
    return found


@pytest.mark.parametrize(("type_", "argument", "key"), ENCRYPTED)
def test_each_kind_of_data_has_its_key(prod: Stack, type_: str, argument: str, key: str) -> None:
    resources = list(prod.of_type(type_))
    assert resources
    for one in resources:
        assert one.refers_to(argument) == {f"aws_kms_key.keys_{key}"}, one.address


def test_images_and_objects_of_tasks_have_their_keys(prod: Stack) -> None:
    for one in prod.of_type("aws_ecr_repository"):
        assert one.refers_to("encryption_configuration") == {"aws_kms_key.keys_images"}
    encrypted = {one.address: one.refers_to("rule") for one in prod.of_type(_BUCKETS)}
    of_tasks = {name: keys for name, keys in encrypted.items() if "access_logs" not in name}
    assert {key for keys in of_tasks.values() for key in keys} == {"aws_kms_key.keys_storage"}
    assert encrypted[f"{_BUCKETS}.buckets_access_logs_encryption"] == set()


def test_every_key_rotates_and_keeps_the_account(prod: Stack) -> None:
    for key in prod.of_type("aws_kms_key"):
        assert key["enable_key_rotation"] is True
        own, *services = statements(key["policy"])
        assert own["Principal"] == {"AWS": "arn:aws:iam::437064342167:root"}
        assert "Condition" not in own
        assert all("Condition" in one for one in services), key.address


def test_a_service_of_aws_gets_only_its_own_key(prod: Stack) -> None:
    policies = {key.address: statements(key["policy"]) for key in prod.of_type("aws_kms_key")}
    admitted = {address: [one["Principal"] for one in policy[1:]] for address, policy in policies.items()}
    assert {address: who for address, who in admitted.items() if who} == {
        "aws_kms_key.keys_logs": [{"Service": "logs.eu-west-2.amazonaws.com"}],
        "aws_kms_key.keys_topic": [{"Service": f"{name}.amazonaws.com"} for name in ("cloudwatch", "budgets")],
    }


def test_a_role_uses_a_key_through_one_service(prod: Stack) -> None:
    used = {
        one.address: (statement["Action"], statement["Resource"], statement["Condition"])
        for one in prod.of_type("aws_iam_role_policy")
        for statement in statements(one["policy"])
        if "kms:" in json.dumps(statement["Action"])
    }
    assert used == {
        "aws_iam_role_policy.roles_execution_policy": (
            "kms:Decrypt",
            "${aws_kms_key.keys_secrets.arn}",
            {"StringEquals": {"kms:ViaService": "secretsmanager.eu-west-2.amazonaws.com"}},
        ),
        "aws_iam_role_policy.roles_task_policy": (
            ["kms:Decrypt", "kms:GenerateDataKey"],
            "${aws_kms_key.keys_storage.arn}",
            {"StringEquals": {"kms:ViaService": "s3.eu-west-2.amazonaws.com"}},
        ),
    }


def test_dev_keeps_the_keys_of_aws(dev: Stack) -> None:
    assert not list(dev.of_type("aws_kms_key"))
    assert "kms_key_id" not in json.dumps(dev.document["resource"])


def test_a_read_only_container_writes_to_its_scratch_folders_alone(prod: Stack) -> None:
    for one in prod.of_type("aws_ecs_task_definition"):
        (container,) = json.loads(one["container_definitions"])
        assert container["readonlyRootFilesystem"] is True
        mounted = {mount["sourceVolume"]: mount["containerPath"] for mount in container["mountPoints"]}
        assert mounted == {"temporary": "/tmp"}
        assert one["volume"] == [{"name": "temporary"}]
