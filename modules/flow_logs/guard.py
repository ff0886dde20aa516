"""Guarded attributes of flow logs: destination and traffic.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/flow_log
"""

from __future__ import annotations

from guard.attribute_rules import NoLongerOneOf, Watch, changed

FLOW_LOG = (
    Watch(attribute="log_destination", worse=changed, rule="logging-off"),
    Watch(attribute="traffic_type", worse=NoLongerOneOf(("ALL",)), rule="logging-off", shown=True),
)
