"""Rows of the web ACL and of its logging. The row of the association with the load balancer is in
`modules/load_balancer`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, joined
from modules.firewall import discovery, guard, logging_of_acl
from modules.resource_type import Area, IamResource, ResourceType, Satellites, Service, every_name, prefixed

_WAF = "arn:{partition}:wafv2:{region}:{account}:regional/"
IAM_WEB_ACL = IamResource(kind="wafv2:webacl", arns=(_WAF + "webacl/{name}/*",), names=prefixed("web ACL"))
# https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
IAM_RULE_GROUPS = IamResource(kind="wafv2:managedruleset", arns=(_WAF + "managedruleset/{name}/*",), names=every_name)
WEB_ACL = ResourceType(
    name="aws_wafv2_web_acl",
    imported=ImportedType(import_id=joined("id", "name", "scope"), match=(by("name"),)),
    guarded=GuardedType(deletion=Deletion.PROTECTION, watched=guard.WEB_ACL, harmless=guard.WAFV2_WEB_ACL_HARMLESS),
    iam=(IAM_WEB_ACL, IAM_RULE_GROUPS),
)
LOGGING = logging_of_acl.row((IAM_WEB_ACL,))
SERVICE = Service(
    areas=(Area(name="firewall", find=discovery.find, types=(WEB_ACL, LOGGING)),),
    satellites=(
        Satellites(
            of=WEB_ACL.name,
            arguments=("web_acl_arn",),
            read=("aws_wafv2_web_acl_association", LOGGING.name),
        ),
    ),
)
