"""Guarded attributes of image repositories: deletion, tags, scans, encryption and expiry.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecr_repository
"""

from __future__ import annotations

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed, off, on

ECR_REPOSITORY = (
    Watch(attribute="force_delete", worse=on, rule="force-destroy", default=False),
    Watch(attribute="image_tag_mutability", worse=NoLongerOneOf(("IMMUTABLE",)), rule="image-tags-mutable", shown=True),
    Watch(attribute="image_scanning_configuration.0.scan_on_push", worse=off, rule="image-scan-off"),
    Watch(attribute="encryption_configuration", worse=changed, rule="encryption-key-changed"),
)
ECR_LIFECYCLE_POLICY = (Watch(attribute="policy", worse=changed, rule="retention-shortened"),)
ECR_REPOSITORY_HARMLESS: Harmless = {
    REPLACES: ("name",),
}
ECR_LIFECYCLE_POLICY_HARMLESS: Harmless = {
    REPLACES: ("repository",),
}
ECR_REPOSITORY_POLICY_HARMLESS: Harmless = {
    REPLACES: ("repository",),
}
