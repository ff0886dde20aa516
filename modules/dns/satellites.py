"""Query logs and DNSSEC of the host's zone. In: the AWS reader, zones. Out: live parts, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from imports.resource_type import attribute, joined
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import Read, part, read_parts

ZONE = "aws_route53_zone"
QUERY_LOG, SIGNED, KEY = "aws_route53_query_log", "aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key"


def parts(aws: Aws, zones: Sequence[Found]) -> list[Found]:
    """Returns query logs, DNSSEC and its keys. Only public zones can have them."""
    public = {zone.id: zone for zone in zones if not zone.facts["private_zone"]}
    logged = aws.listing_if_served("route53", "list_query_logging_configs", "QueryLoggingConfigs")
    return [
        *(_query_log(one, public[one["HostedZoneId"]]) for one in logged if one["HostedZoneId"] in public),
        *read_parts(aws, list(public.values()), (_DNSSEC,)),
    ]


def _query_log(config: Mapping[str, Any], zone: Found) -> Found:
    return live(QUERY_LOG, config["Id"], {"zone_id": zone.id}, name=f"query log of {zone.name}")


def _signed(owner: Found, reply: Mapping[str, Any]) -> Iterator[Found]:
    if reply.get("Status", {}).get("ServeSignature") == "SIGNING":
        yield live(SIGNED, owner.id, {"hosted_zone_id": owner.id}, name=f"DNSSEC of {owner.name}")
    for key in reply.get("KeySigningKeys", []):
        facts = {"hosted_zone_id": owner.id, "name": key["Name"]}
        yield live(KEY, f"{owner.id},{key['Name']}", facts, name=f"{key['Name']} of {owner.name}")


_DNSSEC = Read(service="route53", operation="get_dnssec", asks=lambda owner: {"HostedZoneId": owner.id}, finds=_signed)


def rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    """Returns the rows of the three types."""
    return (
        part(QUERY_LOG, of=ZONE, at="zone_id", why="of the zone", iam=iam),
        part(SIGNED, of=ZONE, at="hosted_zone_id", why="of the zone", iam=iam, import_id=attribute("hosted_zone_id")),
        part(
            KEY,
            of=ZONE,
            at="hosted_zone_id",
            why="of the zone",
            iam=iam,
            import_id=joined("hosted_zone_id", "name", by=","),
        ),
    )


SATELLITES = (
    Satellites(
        of=ZONE,
        arguments=("zone_id", "hosted_zone_id"),
        read=("aws_route53_record", QUERY_LOG, SIGNED, KEY),
        left_out={
            "aws_route53_records_exclusive": "it is another form of the records",
            "aws_route53_traffic_policy_instance": "Route 53 makes the records of a traffic policy, and they are found",
            "aws_route53_vpc_association_authorization": "it permits a VPC of another account; a public zone has none",
            "aws_route53_zone_association": "only a private zone has it, and `vpc` of the zone holds it",
        },
    ),
    Satellites(
        of="aws_acm_certificate",
        arguments=("certificate_arn",),
        read=("aws_lb_listener_certificate",),
        left_out={
            "aws_acm_certificate_validation": "it is a wait in Terraform, no resource in AWS",
            "aws_appsync_domain_name": "it is a resource of another service that uses the certificate",
        },
    ),
)
