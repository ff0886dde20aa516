"""Guarded attributes of topics and subscriptions: encryption, and who is notified.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sns_topic
"""

from __future__ import annotations

from guard.attribute_rules import NowOneOf, Watch, changed, replaced
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
SNS_TOPIC = (Watch(attribute="kms_master_key_id", worse=replaced, rule="encryption-key-changed"),)
SNS_TOPIC_SUBSCRIPTION = (
    Watch(attribute="endpoint", worse=changed, rule="alarm-weakened"),
    Watch(attribute="protocol", worse=NowOneOf(("http",)), rule="transport-weakened", default="https", shown=True),
    Watch(attribute="filter_policy", worse=changed, rule="alarm-weakened", severity=_REPORTED),
)
