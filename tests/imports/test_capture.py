"""Capture: live values become settings, read through the synth's own word on which setting feeds which argument."""

import json
from pathlib import Path
from typing import Any

import pytest

from envs.load import load
from imports.capture import Captured, live_value
from modules.settings import Settings
from modules.stages import capture

ENVS = Path(__file__).resolve().parent.parent.parent / "envs"
SETTINGS, PROD = load("dev", ENVS), load("prod", ENVS)


def captured(
    fed_by: dict[str, str], before: dict[str, Any], *, address: str = "aws_thing.one", of: Settings = SETTINGS
) -> dict[str, Any]:
    """What is captured from one resource: place of the setting -> new value."""
    type_, name = address.split(".")
    document = {"resource": {type_: {name: {"//": {"fed_by": fed_by}}}}}
    plan = {"resource_changes": [{"address": address, "change": {"before": before}}]}
    return {each.key: each.new for each in capture(document, plan, of)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cidr_block", "10.0.0.0/8"),
        ("health_check.0.path", "/"),
        ("health_check.1.path", None),
        ("redrive_policy>maxReceiveCount", 3),
        ("container_definitions>0.environment.name:value", {"A": "1", "B": "2"}),
        ("container_definitions>0.secrets.name:valueFrom", {}),
        ("cidr_block>maxReceiveCount", None),
        ("missing.0.path", None),
    ],
)
def test_a_path_reads_arguments_blocks_and_json(path: str, value: Any) -> None:
    environment = [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    before = {
        "cidr_block": "10.0.0.0/8",
        "health_check": [{"path": "/"}],
        "redrive_policy": json.dumps({"maxReceiveCount": 3}),
        "container_definitions": json.dumps([{"environment": environment}]),
    }
    assert live_value(before, path) == value


def test_a_value_that_is_live_already_is_not_captured() -> None:
    assert captured({"database.backup_days": "days"}, {"days": SETTINGS.database.backup_days}) == {}


def test_values_come_in_the_settings_type() -> None:
    before = {"cpu": "1024", "multi_az": True, "version": "15.8"}
    fed = {"services.api.cpu": "cpu", "database.multi_az": "multi_az", "database.engine_version": "version"}
    assert captured(fed, before) == {
        "services.api.cpu": 1024,
        "database.multi_az": True,
        "database.engine_version": "15.8",
    }


def test_a_value_no_setting_could_have_is_left_to_the_pins() -> None:
    assert captured({"services.api.cpu": "cpu"}, {"cpu": "300"}) == {}
    assert captured({"database.storage_type": "kind"}, {"kind": "standard"}) == {}


def test_what_is_not_there_takes_the_setting_out() -> None:
    assert captured({"network.name": "tags.Name"}, {"tags": {}}) == {"network.name": None}
    words = "security_groups.rule_descriptions.endpoints_from_web"
    assert captured({words: "description"}, {"description": ""}) == {words: None}


def test_a_name_that_is_a_tag_is_not_a_tag_as_well() -> None:
    fed = {"network.tags": "tags", "network.name": "tags.Name"}
    assert captured(fed, {"tags": {"Name": "counterpromo-dev-vpc", "team": "core"}}) == {
        "network.tags": {"team": "core"}
    }


def test_ids_become_keys_whatever_their_order() -> None:
    subnets = {
        key: {"//": {"fed_by": {f"network.subnets.{key}.tags": "tags"}}}
        for key in ("private_a", "private_b", "public_a")
    }
    balancer = {"one": {"//": {"fed_by": {"load_balancer.subnets": "subnets"}}}}
    changes = [
        {"address": f"aws_subnet.{key}", "change": {"before": {"id": f"subnet-{key}", "tags": {}}}} for key in subnets
    ]

    def subnets_of(ids: list[str]) -> list[Captured]:
        lb = {"address": "aws_lb.one", "change": {"before": {"subnets": ids}}}
        document = {"resource": {"aws_subnet": subnets, "aws_lb": balancer}}
        return list(capture(document, {"resource_changes": [*changes, lb]}, SETTINGS))

    (moved,) = subnets_of(["subnet-private_b", "subnet-private_a"])
    assert moved.new == ["private_a", "private_b"]
    assert subnets_of(["subnet-of-somebody-else"]) == []


def test_lifecycle_rules_become_tables_unless_there_are_no_words_for_them() -> None:
    rule = {"id": "old", "status": "Enabled", "filter": [{"prefix": "tmp/"}], "expiration": [{"days": 3}]}
    fed = {"buckets.uploads.lifecycle": "rule"}
    assert captured(fed, {"rule": [rule]}) == {
        "buckets.uploads.lifecycle": {"old": {"prefix": "tmp/", "expire_days": 3}}
    }
    cold = {"transition": [{"days": 1, "storage_class": "GLACIER", "date": None}]}
    (moved,) = captured(fed, {"rule": [{**rule, **cold}]}).values()
    assert moved["old"]["transitions"] == {"GLACIER": 1}
    dated = {"transition": [{"days": 0, "storage_class": "GLACIER", "date": "2027-01-01T00:00:00Z"}]}
    assert captured(fed, {"rule": [{**rule, **dated}]}) == {}


def test_what_the_code_makes_of_itself_stays_unsaid() -> None:
    policy = '{"Statement":[{"Effect":"Allow"}]}'
    document = {"resource": {"aws_thing": {"one": {"//": {"fed_by": {"identity.task.document": "policy"}}}}}}

    def policies(after: dict[str, Any]) -> list[Any]:
        change = {"address": "aws_thing.one", "change": {"before": {"policy": policy}, "after": after}}
        return [each.new for each in capture(document, {"resource_changes": [change]}, SETTINGS)]

    assert policies({"policy": policy}) == []
    readable = '{\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}\n'
    assert policies({"policy": '{"Statement":[]}'}) == [readable]
    assert policies({}) == [readable], "not known yet is not the same"


def test_what_prod_has_beside_dev_is_captured_where_there_are_words_for_it() -> None:
    place = "services.api.autoscaling"
    fed = {f"{place}.minimum": "min", f"{place}.cpu_percent": "target", "images.api.immutable_tags": "mutability"}
    live = {"min": 3, "target": 55.0, "mutability": "MUTABLE"}
    assert captured(fed, live, of=PROD) == {
        f"{place}.minimum": 3,
        f"{place}.cpu_percent": 55,
        "images.api.immutable_tags": False,
    }
    assert captured(fed, {"min": 2, "target": 55.5, "mutability": "IMMUTABLE_WITH_EXCLUSION"}, of=PROD) == {}


def test_a_policy_of_expiry_is_captured_if_it_says_what_ours_would() -> None:
    fed = {"images.api.keep_images": "policy", "images.api.untagged_days": "policy"}
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 3}
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}

    def of(*selections: dict[str, Any]) -> dict[str, Any]:
        return captured(fed, {"policy": json.dumps({"rules": [{"selection": one} for one in selections]})}, of=PROD)

    assert of(newest, untagged) == {"images.api.keep_images": 9, "images.api.untagged_days": 3}
    assert of(newest) == of(newest, newest) == of(untagged, newest, newest) == {}
    assert of({**untagged, "tagStatus": "tagged", "tagPrefixList": ["v"]}, newest) == {}


def test_a_variable_that_looks_like_a_secret_is_no_setting() -> None:
    fed = {"services.api.environment": "environment"}
    assert captured(fed, {"environment": {"MODE": "test"}}) == {"services.api.environment": {"MODE": "test"}}
    assert captured(fed, {"environment": {"MODE": "test", "STRIPE_KEY": "sk_live_1"}}) == {}


def test_of_two_arguments_that_disagree_the_first_one_counts() -> None:
    fed = {"database.port": "port"}
    document = {"resource": {"aws_thing": {name: {"//": {"fed_by": fed}} for name in ("one", "two")}}}
    changes = [
        {"address": f"aws_thing.{name}", "change": {"before": {"port": port}}}
        for name, port in (("two", 2), ("one", 1))
    ]
    (only,) = capture(document, {"resource_changes": changes}, SETTINGS)
    assert (only.new, only.address) == (1, "aws_thing.one")
