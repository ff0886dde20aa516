"""Guarded attributes of secrets: recovery, encryption and replicas.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/secretsmanager_secret
"""

from __future__ import annotations

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, lowered, on, replaced
from guard.verdict import Severity

SECRETSMANAGER_SECRET = (
    Watch(attribute="recovery_window_in_days", worse=lowered, rule="recovery-window-shortened", default=7),
    Watch(attribute="force_overwrite_replica_secret", worse=on, rule="secret-changed", default=False),
    Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="replica", worse=changed, rule="secret-changed", default=[], default_severity=Severity.REPORTED),
)
SECRETSMANAGER_SECRET_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: (
        "name",
        "name_prefix",
    ),
}
