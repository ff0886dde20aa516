"""Guarded attributes of image repositories: deletion, tags, scans, encryption and expiry.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecr_repository
"""

from __future__ import annotations

import json
from math import inf
from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed, off, on
from guard.verdict import Severity
from terraform.plan.values import same

ECR_REPOSITORY = (
    Watch(attribute="force_delete", worse=on, rule="force-destroy", default=False),
    Watch(
        attribute="image_tag_mutability",
        worse=NoLongerOneOf(("IMMUTABLE",)),
        rule="image-tags-mutable",
        default="IMMUTABLE",
        default_severity=Severity.REPORTED,
        shown=True,
    ),
    Watch(
        attribute="image_scanning_configuration.0.scan_on_push",
        worse=off,
        rule="image-scan-off",
        default=True,
        default_severity=Severity.REPORTED,
    ),
    Watch(attribute="encryption_configuration", worse=changed, rule="encryption-key-changed"),
)


def expires_more(before: Any, after: Any) -> bool:
    """Returns True if a rule expires images earlier, fewer of them are kept, or a rule for other images is new.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """
    try:
        live, planned = _kept(before), _kept(after)
        return any(number < live.get(images, inf) for images, number in planned.items())
    except (AttributeError, KeyError, TypeError, ValueError):
        return not same(before, after)


def _kept(policy: str) -> dict[str, float]:
    """Returns which images a rule expires -> the number or the days that it keeps."""
    selections = [dict(rule["selection"]) for rule in json.loads(policy)["rules"]]
    return {json.dumps({**each, "countNumber": 0}, sort_keys=True): float(each["countNumber"]) for each in selections}


ECR_LIFECYCLE_POLICY = (Watch(attribute="policy", worse=expires_more, rule="retention-shortened"),)
ECR_REPOSITORY_HARMLESS: Harmless = {
    REPLACES: ("name",),
}
ECR_LIFECYCLE_POLICY_HARMLESS: Harmless = {
    REPLACES: ("repository",),
}
ECR_REPOSITORY_POLICY_HARMLESS: Harmless = {
    REPLACES: ("repository",),
}
