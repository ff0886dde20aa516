"""Rows of the hosted zone, its records and the certificate."""

from __future__ import annotations

from typing import Any

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import both, by, inside
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, own_id
from modules.dns import (
    discovery,
    discovery_certificates,
    guard,
    guard_certificates,
    guard_new_records,
    satellites,
    users,
)
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Service, every_name


def _record_id(record: Attributes) -> str:
    """Returns `ZONE_NAME_TYPE`, with the set identifier where there is one."""
    parts = (record.get("zone_id"), record.get("fqdn") or record.get("name"), record.get("type"))
    return "_".join(str(part) for part in (*parts, record.get("set_identifier")) if part)


def _alias_without_ttl(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    if "alias" not in arguments:
        return arguments, ()
    return {name: value for name, value in arguments.items() if name != "ttl"}, ()


def _with_a_comment(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Adds an empty comment: without the argument Terraform writes a comment of its own."""
    return {"comment": "", **arguments}, ()


IAM_ZONE = IamResource(
    kind="route53:hostedzone", arns=("arn:{partition}:route53:::hostedzone/{name}",), names=every_name
)
IAM_CHANGE = IamResource(kind="route53:change", arns=("arn:{partition}:route53:::change/{name}",), names=every_name)
IAM_CERTIFICATE = IamResource(kind="acm:certificate", arns=(REGIONAL + "certificate/{name}",), names=every_name)
ZONE = ResourceType(
    name="aws_route53_zone",
    imported=ImportedType(
        import_id=own_id,
        match=(
            both(discovery.zone_by_name, discovery.holds_the_alias),
            discovery.holds_the_alias,
            discovery.zone_by_name,
        ),
        stray=discovery.beside_ours,
        stray_by_name=False,
        generated=GeneratedConfig(corrects=_with_a_comment),
    ),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.ROUTE53_ZONE, harmless=guard.ROUTE53_ZONE_HARMLESS),
    iam=(IAM_ZONE, IAM_CHANGE),
    parts=lambda aws, zone: discovery.records_of_zone(
        aws, zone_id=str(zone.get("zone_id")), name=str(zone.get("name"))
    ),
)
RECORD = ResourceType(
    name="aws_route53_record",
    imported=ImportedType(
        import_id=_record_id,
        match=(
            discovery.record_by_zone_and_name,
            both(discovery.record_with_a_set_identifier, discovery.leads_where_the_code_says),
            discovery.record_with_a_set_identifier,
        ),
        instead=discovery.cname_instead,
        stray=inside("zone_id", "aws_route53_zone", "in the zone"),
        generated=GeneratedConfig(corrects=_alias_without_ttl),
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        asked_for=guard_certificates.certificate_of_record,
        watched=guard.ROUTE53_RECORD,
        follows=dict.fromkeys(guard.OF_A_VALIDATION, guard_certificates.certificate_of_record),
        harmless=guard.ROUTE53_RECORD_HARMLESS,
    ),
    iam=(IAM_ZONE, IAM_CHANGE),
)
CERTIFICATE = ResourceType(
    name="aws_acm_certificate",
    imported=ImportedType(
        import_id=own_id,
        match=(
            discovery_certificates.host_on_the_listener,
            discovery_certificates.covers_the_host,
            by("domain_name"),
        ),
        instead=discovery_certificates.other_instead,
        stray=discovery_certificates.for_the_same_domain,
        left_to_aws={
            "key_algorithm": ("RSA_2048",),
            "options": ({"certificate_transparency_logging_preference": "ENABLED"},),
        },
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        asked_for=guard_certificates.gains_names,
        watched=guard.ACM_CERTIFICATE,
        changes_by_itself={
            "status": (("PENDING_VALIDATION", "ISSUED"),),
            **dict.fromkeys(guard.CHANGED_BY_A_RENEWAL, ()),
        },
        harmless=guard.ACM_CERTIFICATE_HARMLESS,
    ),
    iam=(IAM_CERTIFICATE,),
    users=users.of_certificate,
)
VALIDATION = ResourceType(  # a wait in Terraform, no resource in AWS
    name="aws_acm_certificate_validation",
    imported=ImportedType(import_id=None),
    guarded=GuardedType(deletion=Deletion.ALLOWED, harmless=guard.ACM_CERTIFICATE_VALIDATION_HARMLESS),
    iam=(IAM_CERTIFICATE,),
)
SERVICE = Service(
    areas=(
        Area(name="dns", find=discovery.find, types=(ZONE, RECORD, *satellites.rows((IAM_ZONE,)))),
        Area(name="certificates", find=discovery_certificates.find, types=(CERTIFICATE,)),
    ),
    types=(VALIDATION,),
    satellites=satellites.SATELLITES,
    shape=discovery_certificates.shape,
    checks=(guard_new_records.check,),
)
