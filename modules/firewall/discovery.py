"""Finds the web ACLs of the region. `modules/load_balancer` finds their associations.

Nothing is asked if the settings have no firewall.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings

SCOPE = "REGIONAL"


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every web ACL of the region."""
    if not settings.firewall:
        return []
    return [_acl(acl) for acl in aws.reply("wafv2", "list_web_acls", "WebACLs", Scope=SCOPE, Limit=100)]


def _acl(acl: Mapping[str, Any]) -> Found:
    facts = {"id": acl["Id"], "name": acl["Name"], "arn": acl["ARN"], "scope": SCOPE}
    return live("aws_wafv2_web_acl", f"{acl['Id']}/{acl['Name']}/{SCOPE}", facts, name=acl["Name"])
