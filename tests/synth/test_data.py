"""Sections 7 to 10 and 13 of the reference: database, buckets, queues, parameters, secrets, prices."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Change
from tests.stack import Stack

BUCKETS = ("uploads", "assets", "exports")
PRICE = "price_1SvgC3GTMcpBWf0yIiwTxLYq"


def test_the_database_is_private_postgres(dev: Stack) -> None:
    (database,) = dev.of_type("aws_db_instance")
    assert (database["identifier"], database["engine"], database["port"]) == (
        "counterpromo-dev-postgres",
        "postgres",
        5432,
    )
    assert database["publicly_accessible"] is False
    assert database.refers_to("vpc_security_group_ids") == {"aws_security_group.groups_database"}
    (subnets,) = dev.of_type("aws_db_subnet_group")
    assert subnets.refers_to("subnet_ids") == {"aws_subnet.network_private_a", "aws_subnet.network_private_b"}


def test_stack_contains_no_password(dev: Stack) -> None:
    (database,) = dev.of_type("aws_db_instance")
    assert not {"password", "password_wo"} & set(database.arguments)
    assert dev.of_type("aws_secretsmanager_secret_version") == []
    assert "random_password" not in json.dumps(dev.document)


def test_database_without_managed_password_has_no_password_argument(dev: Stack) -> None:
    (database,) = dev.of_type("aws_db_instance")
    assert "manage_master_user_password" in database["lifecycle"]["ignore_changes"]


def test_setting_lets_rds_manage_the_password(changed: Callable[[Change], Stack]) -> None:
    def hand_over(settings: Any) -> None:
        settings["database"]["master_password"] = "rds"
        for service in ("api", "worker"):
            secrets = settings["services"][service]["secrets"]
            secrets["DB_USERNAME"], secrets["DB_PASSWORD"] = "database:username", "database:password"

    stack = changed(hand_over)
    (database,) = stack.of_type("aws_db_instance")
    assert database["manage_master_user_password"] is True
    assert "manage_master_user_password" not in database["lifecycle"]["ignore_changes"]
    login = "${aws_db_instance.database_postgres.master_user_secret[0].secret_arn}"
    (container,) = json.loads(stack.at("aws_ecs_task_definition.tasks_api_definition")["container_definitions"])
    assert {"name": "DB_PASSWORD", "valueFrom": f"{login}:password::"} in container["secrets"]
    assert login in stack.at("aws_iam_role_policy.roles_execution_policy")["policy"]


def test_buckets_are_private_encrypted_and_versioned(dev: Stack) -> None:
    for key in BUCKETS:
        bucket = dev.at(f"aws_s3_bucket.buckets_{key}_bucket")
        assert bucket["bucket"] == f"counterpromo-dev-{key}-437064342167"
        access = dev.at(f"aws_s3_bucket_public_access_block.buckets_{key}_public_access")
        for switch in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"):
            assert access[switch] is True, switch
        versioning = dev.at(f"aws_s3_bucket_versioning.buckets_{key}_versioning")
        assert versioning["versioning_configuration"]["status"] == "Enabled"
        assert dev.has(f"aws_s3_bucket_server_side_encryption_configuration.buckets_{key}_encryption")


def test_every_bucket_aborts_incomplete_uploads(dev: Stack) -> None:
    for key in BUCKETS:
        rules = dev.at(f"aws_s3_bucket_lifecycle_configuration.buckets_{key}_lifecycle")["rule"]
        days = [
            part["days_after_initiation"]
            for rule in rules
            for part in rule.get("abort_incomplete_multipart_upload", [])
        ]
        assert days == [7]


def test_every_queue_has_a_dead_letter_queue(dev: Stack) -> None:
    for key in ("jobs", "devlocal_jobs"):
        queue = dev.at(f"aws_sqs_queue.queues_{key}_queue")
        assert queue.refers_to("redrive_policy") == {f"aws_sqs_queue.queues_{key}_dead_letters"}
    assert len(dev.of_type("aws_sqs_queue")) == 4


def test_dev_and_devlocal_queues_are_separate(dev: Stack) -> None:
    names = {queue["name"] for queue in dev.of_type("aws_sqs_queue")}
    assert names == {f"counterpromo-{env}-jobs{dlq}" for env in ("dev", "devlocal") for dlq in ("", "-dlq")}
    assert "devlocal" not in dev.at("aws_iam_role_policy.roles_task_policy")["policy"]


def test_parameters_are_in_the_documented_namespace(dev: Stack) -> None:
    names = {parameter["name"] for parameter in dev.of_type("aws_ssm_parameter")}
    expected = {"db/host", "db/port", "db/name", "sqs/jobs_queue_url"}
    expected |= {f"s3/{bucket}_bucket" for bucket in BUCKETS}
    expected |= {"stripe/price_starter", f"billing/price_map/{PRICE}"}
    assert names == {f"/counterpromo/dev/{name}" for name in expected} | {"/counterpromo/devlocal/sqs/jobs_queue_url"}


def test_parameters_refer_to_the_resources_with_their_values(dev: Stack) -> None:
    owners = {
        parameter.address.removeprefix("aws_ssm_parameter.parameters_"): parameter.refers_to("value")
        for parameter in dev.of_type("aws_ssm_parameter")
        if "stripe" not in parameter.address
    }
    assert owners == {
        "db_host": {"aws_db_instance.database_postgres"},
        "db_port": {"aws_db_instance.database_postgres"},
        "db_name": {"aws_db_instance.database_postgres"},
        "jobs_queue_url": {"aws_sqs_queue.queues_jobs_queue"},
        "devlocal_jobs_queue_url": {"aws_sqs_queue.queues_devlocal_jobs_queue"},
        "uploads_bucket": {"aws_s3_bucket.buckets_uploads_bucket"},
        "assets_bucket": {"aws_s3_bucket.buckets_assets_bucket"},
        "exports_bucket": {"aws_s3_bucket.buckets_exports_bucket"},
    }


def test_prices_map_to_plans_in_both_directions(dev: Stack) -> None:
    values = {parameter["name"]: parameter["value"] for parameter in dev.of_type("aws_ssm_parameter")}
    assert values["/counterpromo/dev/stripe/price_starter"] == PRICE
    assert values[f"/counterpromo/dev/billing/price_map/{PRICE}"] == "starter"


def test_secrets_have_no_values(dev: Stack) -> None:
    names = {secret["name"] for secret in dev.of_type("aws_secretsmanager_secret")}
    assert names == {
        f"counterpromo/dev/{name}" for name in ("db/postgres", "stripe/secret_key", "stripe/webhook_secret")
    }


def test_resources_with_data_have_prevent_destroy(dev: Stack) -> None:
    for type_ in ("aws_db_instance", "aws_s3_bucket", "aws_secretsmanager_secret", "aws_route53_zone"):
        for resource in dev.of_type(type_):
            assert resource["lifecycle"]["prevent_destroy"] is True, resource.address


@pytest.mark.parametrize(
    ("version", "automatic", "upgrade", "ignored"),
    [
        ("16.4", True, False, True),
        ("16.4", True, True, False),
        ("16.4", False, False, False),
        ("16", True, False, False),
    ],
)
def test_engine_version_is_ignored_where_rds_chooses_the_minor_version(
    changed: Callable[[Change], Stack], version: str, automatic: bool, upgrade: bool, ignored: bool
) -> None:
    def choose(settings: Any) -> None:
        database = settings["database"]
        database["engine_version"], database["engine_upgrade"] = version, upgrade
        database["auto_minor_version_upgrade"] = automatic

    database = changed(choose).at("aws_db_instance.database_postgres")
    lifecycle = database["lifecycle"]
    assert database.get("allow_major_version_upgrade") is (True if upgrade else None)
    assert ("engine_version" in lifecycle["ignore_changes"]) is ignored
    assert ("postcondition" in lifecycle) is ignored
