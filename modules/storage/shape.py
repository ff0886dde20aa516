"""CORS rules of the live buckets as settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imports.live_by_address import Changes, LiveResources
from imports.new_keys import slug
from modules.network.shape import Layout
from modules.settings import Settings
from modules.storage.settings import CorsRuleSettings

CORS = "aws_s3_bucket_cors_configuration"


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the CORS rules of each bucket that has some and whose settings have none."""
    live = {one.id: one for one in live_resources.of_type(CORS)}
    changes: Changes = {}
    for key, bucket in settings.buckets.items():
        is_ours = live_resources.at(f"aws_s3_bucket.buckets_{key}_bucket") is not None
        if is_ours and bucket.name in live and not bucket.cors:
            changes[f"{bucket.where}.cors"] = cors_rules(live[bucket.name].facts["reply"])
    return changes


def cors_rules(rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Returns key -> rule, from CORSRules as S3 returns them. A rule without an id is called after its place."""
    found: dict[str, Any] = {}
    for number, rule in enumerate(rules, 1):
        key = slug(rule.get("ID") or f"rule {number}", without="", kind="rule")
        said = CorsRuleSettings(
            origins=rule["AllowedOrigins"],
            methods=rule["AllowedMethods"],
            headers=rule.get("AllowedHeaders", []),
            expose_headers=rule.get("ExposeHeaders", []),
            max_age_seconds=rule.get("MaxAgeSeconds", 0),
            id=rule.get("ID") or None,
        )
        found[key if key not in found else f"{key}_{number}"] = said.model_dump(exclude_defaults=True)
    return found
