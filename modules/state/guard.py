"""Guarded attributes of DynamoDB tables: protection, recovery, encryption and expiry.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table
"""

from __future__ import annotations

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed, lowered, off, on
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
DYNAMODB_TABLE = (
    Watch(attribute="deletion_protection_enabled", worse=off, rule="deletion-protection-off"),
    Watch(attribute="point_in_time_recovery.0.enabled", worse=off, rule="backups-shortened"),
    Watch(attribute="point_in_time_recovery.0.recovery_period_in_days", worse=lowered, rule="backups-shortened"),
    Watch(attribute="server_side_encryption.0.enabled", worse=off, rule="encryption-off"),
    Watch(attribute="server_side_encryption.0.kms_key_arn", worse=changed, rule="encryption-key-changed"),
    Watch(attribute="ttl.0.enabled", worse=on, rule="retention-shortened"),
    Watch(attribute="ttl.0.attribute_name", worse=changed, rule="retention-shortened"),
    Watch(attribute="hash_key", worse=changed, rule="database-origin"),
    Watch(attribute="read_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="write_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="billing_mode", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="stream_enabled", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="stream_view_type", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="on_demand_throughput", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="global_secondary_index", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="replica", worse=changed, rule="storage-moved", default=[], default_severity=_REPORTED),
)
DYNAMODB_TABLE_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "range_key",
        "local_secondary_index",
        "import_table",
        "restore_*",
    ),
    "it describes the keys, which are judged": ("attribute",),
    "it changes the price only": ("table_class",),
}
