"""Finds the web ACLs of the region, their logging and its log group. `modules/load_balancer` finds associations.

Nothing is asked if the settings have no firewall.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.firewall.logging_of_acl import read_logging
from modules.settings import Settings
from modules.task_definitions.discovery import log_groups

SCOPE = "REGIONAL"


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every web ACL of the region with its logging, and the log groups that are named like the settings'."""
    if not settings.firewall:
        return []
    acls = [_acl(acl) for acl in aws.reply("wafv2", "list_web_acls", "WebACLs", Scope=SCOPE, Limit=100)]
    logs = settings.firewall.logs
    return [*acls, *read_logging(aws, acls), *(log_groups(aws, logs.log_group) if logs else [])]


def _acl(acl: Mapping[str, Any]) -> Found:
    facts = {"id": acl["Id"], "name": acl["Name"], "arn": acl["ARN"], "scope": SCOPE}
    return live("aws_wafv2_web_acl", f"{acl['Id']}/{acl['Name']}/{SCOPE}", facts, name=acl["Name"])
