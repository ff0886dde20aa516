"""Providers and provisioners: a redirected or foreign provider and a program that runs are blocked."""

from typing import Any

import pytest

from tests.guard.plans import (
    Json,
    blocked,
    create,
    judge,
    keep,
    plan,
    rules,
    written,
)

QUEUE = "aws_sqs_queue.jobs"


def provider(key: str = "aws", name: str = "registry.terraform.io/hashicorp/aws", **expressions: Any) -> Json:
    return {"provider_config": {key: {"name": "aws", "full_name": name, "expressions": expressions}}}


GOOD: dict[str, Any] = {
    "region": {"constant_value": "eu-west-2"},
    "allowed_account_ids": {"constant_value": ["437064342167"]},
}


@pytest.mark.parametrize(
    ("config", "rule"),
    [
        (provider(region={"constant_value": "us-east-1"}), "identity"),
        (provider(region={"references": ["var.region"]}), "identity"),
        (provider(key="aws.other", region={"constant_value": "us-east-1"}), "identity"),
        (provider(allowed_account_ids={"constant_value": ["437064342167", "123456789012"]}), "identity"),
        (provider(allowed_account_ids={"constant_value": []}), "identity"),
        (provider(assume_role=[{"role_arn": {"constant_value": "x"}}]), "provider-turned"),
        (provider(profile={"constant_value": "prod"}), "provider-turned"),
        (provider(endpoints=[{"s3": {"constant_value": "http://x"}}]), "provider-turned"),
        (provider(skip_credentials_validation={"constant_value": True}), "provider-turned"),
        (provider(name="registry.terraform.io/hashicorp/null"), "foreign-provider"),
        (provider(name="registry.terraform.io/evil/aws"), "foreign-provider"),
    ],
)
def test_redirected_provider_is_blocked(config: Json, rule: str) -> None:
    assert rule in rules(judge(plan(keep(QUEUE), configuration=config)))


def test_provider_with_the_settings_values_passes() -> None:
    builtin = {"terraform": {"name": "terraform", "full_name": "terraform.io/builtin/terraform"}}
    config = provider(**GOOD, assume_role=[])
    config["provider_config"] |= builtin
    assert judge(plan(keep(QUEUE), configuration=config)).findings == ()


@pytest.mark.parametrize("name", ["registry.terraform.io/hashicorp/null", "registry.terraform.io/hashicorp/local", "x"])
def test_change_by_another_provider_is_blocked(name: str) -> None:
    entry = {**create("null_resource.it"), "provider_name": name}
    assert ("foreign-provider", "null_resource.it") in blocked(judge(plan(entry)))


def test_provisioner_in_any_module_is_blocked() -> None:
    runs = {"address": "terraform_data.it", "provisioners": [{"type": "local-exec", "expressions": {}}]}
    for code in (
        written(runs),
        {"root_module": {"module_calls": {"m": {"module": {"resources": [runs]}}}}},
        written({"address": "terraform_data.it", "provisioners": [None]}),
    ):
        assert "provisioner" in rules(judge(plan(keep(QUEUE), configuration=code)))
    assert judge(plan(keep(QUEUE), configuration=written({"address": QUEUE, "provisioners": []}))).passed
