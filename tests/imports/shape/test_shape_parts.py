"""Parts of resources as settings: CORS rules of a bucket, capacity providers of the cluster."""

from typing import Any

import pytest

from imports.model import Found
from modules.storage.settings import CorsRuleSettings
from modules.storage.shape import CORS, cors_rules
from tests.imports.shaped import SETTINGS, shape_of
from tests.imports.small_dev import live

BUCKET = SETTINGS.buckets["uploads"]
AT = {"aws_s3_bucket.buckets_uploads_bucket": live("aws_s3_bucket", BUCKET.name, bucket=BUCKET.name)}
RULE = {"AllowedOrigins": ["https://example.org"], "AllowedMethods": ["PUT"], "MaxAgeSeconds": 60}
NAME = SETTINGS.cluster.name
CLUSTER = {"aws_ecs_cluster.cluster_ecs": live("aws_ecs_cluster", NAME, name=NAME)}


def cors(bucket: str) -> Found:
    return live(CORS, bucket, bucket=bucket, reply=[RULE])


def providers(cluster: str, *names: str, **weights: int) -> Found:
    strategy = {name: {"weight": weight, "base": 0} for name, weight in weights.items()}
    facts: dict[str, Any] = {"capacity_providers": list(names), "default_strategy": strategy}
    return live("aws_ecs_cluster_capacity_providers", cluster, cluster_name=cluster, **facts)


def test_cors_rules_of_our_bucket_become_settings() -> None:
    said = {"origins": ["https://example.org"], "methods": ["PUT"], "max_age_seconds": 60}
    assert shape_of(AT, cors(BUCKET.name)) == {"buckets.uploads.cors": {"rule_1": said}}


def test_cors_rules_of_another_bucket_change_no_setting() -> None:
    assert shape_of(AT, cors("other")) == {}
    assert shape_of({}, cors(BUCKET.name)) == {}


@pytest.mark.parametrize("ids", [("a", "a"), ("", ""), ("A b", "a-b"), ("1", "rule 1")])
def test_cors_rules_of_like_names_get_keys_of_their_own(ids: tuple[str, str]) -> None:
    rules = cors_rules([{**RULE, "ID": id_} for id_ in ids])
    assert len(rules) == len(ids)
    assert [CorsRuleSettings.model_validate(rule).id or "" for rule in rules.values()] == list(ids)


def test_capacity_providers_and_strategy_of_the_cluster_become_settings() -> None:
    found = providers(NAME, "FARGATE", "FARGATE_SPOT", FARGATE=1)
    assert shape_of(CLUSTER, found) == {
        "cluster.capacity_providers": ["FARGATE", "FARGATE_SPOT"],
        "cluster.default_strategy": {"FARGATE": {"weight": 1, "base": 0}},
    }


def test_capacity_providers_of_another_cluster_change_no_setting() -> None:
    assert shape_of(CLUSTER, providers("other", "FARGATE")) == {}
