"""The logging of a web ACL. Out: live configurations, and the row of their type.

https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.model import Found
from imports.normalise import live
from imports.resource_type import joined
from modules.firewall import guard_logging
from modules.resource_type import IamResource, ResourceType
from modules.satellites import Read, part, read_parts

ACL, LOGGING = "aws_wafv2_web_acl", "aws_wafv2_web_acl_logging_configuration"


def read_logging(aws: Aws, acls: Sequence[Found]) -> list[Found]:
    """Returns the logging of each web ACL that has one. No record of a request is read."""
    return read_parts(aws, acls, (_LOGGING,))


def _configured(owner: Found, reply: Mapping[str, Any]) -> Iterator[Found]:
    if configured := reply.get("LoggingConfiguration"):
        facts = {"resource_arn": owner.facts["arn"], "log_destinations": configured["LogDestinationConfigs"]}
        yield live(LOGGING, owner.facts["arn"], facts, name=f"logging of web ACL {owner.name}")


_LOGGING = Read(
    service="wafv2",
    operation="get_logging_configuration",
    absent=("WAFNonexistentItemException",),
    asks=lambda owner: {"ResourceArn": owner.facts["arn"]},
    finds=_configured,
)


def row(iam: tuple[IamResource, ...]) -> ResourceType:
    """Returns the row of the type."""
    return part(
        LOGGING,
        of=ACL,
        at="resource_arn",
        why="of the web ACL",
        iam=iam,
        import_id=joined("resource_arn"),
        match=(by("resource_arn"),),
        guarded=GuardedType(
            deletion=Deletion.PROTECTION,
            watched=guard_logging.WEB_ACL_LOGGING,
            harmless=guard_logging.WAFV2_WEB_ACL_LOGGING_CONFIGURATION_HARMLESS,
        ),
    )
