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
    """Returns the values captured from one resource: place of the setting -> new value."""
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
def test_path_reads_arguments_blocks_and_json(path: str, value: Any) -> None:
    environment = [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    before = {
        "cidr_block": "10.0.0.0/8",
        "health_check": [{"path": "/"}],
        "redrive_policy": json.dumps({"maxReceiveCount": 3}),
        "container_definitions": json.dumps([{"environment": environment}]),
    }
    assert live_value(before, path) == value


def test_of_several_values_none_is_taken_for_the_only_one() -> None:
    strategy = [{"capacity_provider": "FARGATE"}, {"capacity_provider": "FARGATE_SPOT"}]
    with pytest.raises(LookupError):
        live_value({"capacity_provider_strategy": strategy}, "capacity_provider_strategy.0.capacity_provider")
    fed = {"services.web.capacity_provider": "capacity_provider_strategy.0.capacity_provider"}
    assert captured(fed, {"capacity_provider_strategy": strategy}) == {}
    assert captured(fed, {"capacity_provider_strategy": strategy[1:]}) == {
        "services.web.capacity_provider": "FARGATE_SPOT"
    }


def test_an_old_lifecycle_rule_keeps_its_prefix() -> None:
    rule = {"id": "tmp", "status": "Enabled", "prefix": "tmp/", "filter": [], "expiration": [{"days": 3}]}
    assert captured({"buckets.exports.lifecycle": "rule"}, {"rule": [rule]}) == {
        "buckets.exports.lifecycle": {"tmp": {"prefix": "tmp/", "expire_days": 3}}
    }


def test_equal_value_is_not_captured() -> None:
    assert captured({"database.backup_days": "days"}, {"days": SETTINGS.database.backup_days}) == {}


def test_captured_value_has_the_type_of_its_setting() -> None:
    before = {"cpu": "1024", "multi_az": True, "version": "15.8"}
    fed = {"services.api.cpu": "cpu", "database.multi_az": "multi_az", "database.engine_version": "version"}
    assert captured(fed, before) == {
        "services.api.cpu": 1024,
        "database.multi_az": True,
        "database.engine_version": "15.8",
    }


def test_value_that_the_setting_does_not_accept_is_not_captured() -> None:
    assert captured({"services.api.cpu": "cpu"}, {"cpu": "300"}) == {}
    assert captured({"database.storage_type": "kind"}, {"kind": "standard"}) == {}


def test_absent_value_removes_the_setting() -> None:
    assert captured({"network.name": "tags.Name"}, {"tags": {}}) == {"network.name": None}
    words = "security_groups.rule_descriptions.endpoints_from_web"
    assert captured({words: "description"}, {"description": ""}) == {words: None}


def test_name_tag_of_a_named_resource_is_not_captured_as_a_tag() -> None:
    fed = {"network.tags": "tags", "network.name": "tags.Name"}
    assert captured(fed, {"tags": {"Name": "counterpromo-dev-vpc", "team": "core"}}) == {
        "network.tags": {"team": "core"}
    }


def test_ids_are_captured_as_sorted_keys() -> None:
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


def test_lifecycle_rules_are_captured_if_the_settings_support_them() -> None:
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


def test_value_that_the_code_derives_is_not_captured() -> None:
    policy = '{"Statement":[{"Effect":"Allow"}]}'
    document = {"resource": {"aws_thing": {"one": {"//": {"fed_by": {"identity.task.document": "policy"}}}}}}

    def policies(after: dict[str, Any]) -> list[Any]:
        change = {"address": "aws_thing.one", "change": {"before": {"policy": policy}, "after": after}}
        return [each.new for each in capture(document, {"resource_changes": [change]}, SETTINGS)]

    assert policies({"policy": policy}) == []
    readable = '{\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}\n'
    assert policies({"policy": '{"Statement":[]}'}) == [readable]
    assert policies({}) == [readable], "not known yet is not the same"


def test_settings_of_prod_only_are_captured() -> None:
    place = "services.api.autoscaling"
    fed = {f"{place}.minimum": "min", f"{place}.cpu_percent": "target", "images.api.immutable_tags": "mutability"}
    live = {"min": 3, "target": 55.0, "mutability": "MUTABLE"}
    assert captured(fed, live, of=PROD) == {
        f"{place}.minimum": 3,
        f"{place}.cpu_percent": 55,
        "images.api.immutable_tags": False,
    }
    assert captured(fed, {"min": 2, "target": 55.5, "mutability": "IMMUTABLE_WITH_EXCLUSION"}, of=PROD) == {}


def test_image_lifecycle_policy_is_captured_if_the_settings_produce_it() -> None:
    fed = {"images.api.keep_images": "policy", "images.api.untagged_days": "policy"}
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 3}
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}

    def of(*selections: dict[str, Any]) -> dict[str, Any]:
        return captured(fed, {"policy": json.dumps({"rules": [{"selection": one} for one in selections]})}, of=PROD)

    assert of(newest, untagged) == {"images.api.keep_images": 9, "images.api.untagged_days": 3}
    assert of(newest) == of(newest, newest) == of(untagged, newest, newest) == {}
    assert of({**untagged, "tagStatus": "tagged", "tagPrefixList": ["v"]}, newest) == {}


def test_variable_that_looks_like_a_secret_is_not_captured() -> None:
    fed = {"services.api.environment": "environment"}
    assert captured(fed, {"environment": {"MODE": "test"}}) == {"services.api.environment": {"MODE": "test"}}
    assert captured(fed, {"environment": {"MODE": "test", "STRIPE_KEY": "sk_live_1"}}) == {}


def test_first_of_two_different_arguments_is_captured() -> None:
    fed = {"database.port": "port"}
    document = {"resource": {"aws_thing": {name: {"//": {"fed_by": fed}} for name in ("one", "two")}}}
    changes = [
        {"address": f"aws_thing.{name}", "change": {"before": {"port": port}}}
        for name, port in (("two", 2), ("one", 1))
    ]
    (only,) = capture(document, {"resource_changes": changes}, SETTINGS)
    assert (only.new, only.address) == (1, "aws_thing.one")
