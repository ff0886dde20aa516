"""Guarded attributes of a web ACL's logging: its destination, its filter, and the fields that records leave out.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/wafv2_web_acl_logging_configuration
"""

from __future__ import annotations

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed, exchanged, fewer, more
from guard.verdict import Severity

WEB_ACL_LOGGING = (
    Watch(attribute="log_destination_configs", worse=exchanged, rule="logging-off"),
    Watch(attribute="logging_filter", worse=changed, rule="logging-off"),
    Watch(attribute="redacted_fields", worse=fewer, rule="log-reveals"),
    Watch(attribute="redacted_fields", worse=more, rule="logging-off", severity=Severity.REPORTED),
)
WAFV2_WEB_ACL_LOGGING_CONFIGURATION_HARMLESS: Harmless = {REPLACES: ("resource_arn",)}
