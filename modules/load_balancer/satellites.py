"""Further certificates of listeners, and the web ACL of the load balancer. Out: live parts, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.model import Found
from imports.normalise import last, live
from imports.resource_type import joined
from modules.load_balancer import guard
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import Read, part, read_parts

LISTENER, BALANCER, GROUP = "aws_lb_listener", "aws_lb", "aws_lb_target_group"
CERTIFICATE, WEB_ACL = "aws_lb_listener_certificate", "aws_wafv2_web_acl_association"


def certificates(aws: Aws, listeners: Sequence[Found]) -> list[Found]:
    """Returns the certificates that listeners have besides their default one."""
    encrypted = [one for one in listeners if one.facts["protocol"] in ("HTTPS", "TLS")]
    return read_parts(aws, encrypted, (_CERTIFICATES,))


def web_acls(aws: Aws, arns: Sequence[str]) -> list[Found]:
    """Returns the associations of load balancers with a web ACL of AWS WAF."""
    return read_parts(aws, [live(BALANCER, arn, {"arn": arn}) for arn in arns], (_WEB_ACL,))


def _further(owner: Found, found: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    for one in found:
        arn = one["CertificateArn"]
        if not one.get("IsDefault"):
            facts = {"listener_arn": owner.id, "certificate_arn": arn}
            yield live(CERTIFICATE, f"{owner.id}_{arn}", facts, name=f"certificate {last(arn)} on {owner.name}")


def _associated(owner: Found, reply: Mapping[str, Any]) -> Iterator[Found]:
    if acl := reply.get("WebACL"):
        facts = {"resource_arn": owner.id, "web_acl_arn": acl["ARN"]}
        yield live(WEB_ACL, f"{acl['ARN']},{owner.id}", facts, name=f"web ACL {acl['Name']}")


_CERTIFICATES = Read(
    service="elbv2",
    operation="describe_listener_certificates",
    listed="Certificates",
    asks=lambda owner: {"ListenerArn": owner.id},
    finds=_further,
)
_WEB_ACL = Read(
    service="wafv2",
    operation="get_web_acl_for_resource",
    absent=("WAFNonexistentItemException",),
    asks=lambda owner: {"ResourceArn": owner.id},
    finds=_associated,
)


def rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    """Returns the rows of both types."""
    return (
        part(
            CERTIFICATE,
            of=LISTENER,
            at="listener_arn",
            why="on a listener of the load balancer",
            iam=iam,
            import_id=joined("listener_arn", "certificate_arn", by="_"),
        ),
        part(
            WEB_ACL,
            of=BALANCER,
            at="resource_arn",
            why="on the load balancer",
            iam=iam,
            import_id=joined("web_acl_arn", "resource_arn", by=","),
            match=(by("resource_arn"),),
            guarded=GuardedType(
                deletion=Deletion.PROTECTION,
                watched=guard.WEB_ACL_ASSOCIATION,
                harmless=guard.WAFV2_WEB_ACL_ASSOCIATION_HARMLESS,
            ),
        ),
    )


_ACCELERATOR = "it belongs to an accelerator of AWS Global Accelerator, which leads to the load balancer"
_SHIELD = "it needs a subscription to AWS Shield Advanced, and import makes no call of Shield"
SATELLITES = (
    Satellites(
        of=BALANCER,
        arguments=("load_balancer_arn",),
        read=(LISTENER, WEB_ACL),
        left_out={
            "aws_lb_cookie_stickiness_policy": "only classic load balancers have it",
            "aws_lb_ssl_negotiation_policy": "only classic load balancers have it",
            "aws_lb_trust_store": "a trust store is a resource of its own, which a listener names",
            "aws_lb_trust_store_revocation": "it belongs to a trust store, which is a resource of its own",
            "aws_shield_protection": _SHIELD,
            "aws_shield_application_layer_automatic_response": _SHIELD,
            "aws_wafregional_web_acl_association": "AWS WAF Classic ended in September 2025",
        },
    ),
    Satellites(
        of=LISTENER,
        arguments=("listener_arn",),
        read=(CERTIFICATE, "aws_lb_listener_rule"),
        left_out={
            "aws_globalaccelerator_custom_routing_endpoint_group": _ACCELERATOR,
            "aws_globalaccelerator_endpoint_group": _ACCELERATOR,
        },
    ),
    Satellites(
        of=GROUP,
        arguments=("target_group_arn",),
        left_out={
            "aws_lb_target_group_attachment": "ECS registers the tasks, and Terraform cannot import an attachment",
        },
    ),
)
