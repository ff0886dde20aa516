"""Makes the hosted zone (older than DEV, with other records in it), the certificate, and the record of the host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.handmade.console import Console

DOMAIN = "counterpromo.com"
HOST = "dev.counterpromo.com"


@dataclass(frozen=True, kw_only=True)
class DnsForm:
    """`alias_prefix` is what the console puts before the name of the load balancer; other tools put nothing."""

    comment: str = ""
    certificate_names: tuple[str, ...] = ()
    validation_ttl: int = 300
    alias_prefix: str = "dualstack."
    evaluate_target_health: bool = True


DEV_DNS = DnsForm()


def make_zone(console: Console, form: DnsForm) -> str:
    """Makes the zone with mail records that do not belong to DEV; NS and SOA exist by themselves."""
    zone: str = console.client("route53").create_hosted_zone(
        Name=DOMAIN, CallerReference="hover-delegation", HostedZoneConfig={"Comment": form.comment}
    )["HostedZone"]["Id"]
    zone_id = zone.removeprefix("/hostedzone/")
    console.notes.made("aws_route53_zone", zone_id, "hosted zone")
    mail = (("MX", "10 mx.hover.com.cust.hostedemail.com"), ("TXT", '"v=spf1 include:_spf.hostedemail.com ~all"'))
    for kind, value in mail:
        id_ = put_record(console, zone_id, record(DOMAIN, kind, value))
        console.notes.made_astray("aws_route53_record", id_, why="mail of the domain, which is none of DEV's business")
    return zone_id


def make_certificate(console: Console, form: DnsForm, *, zone: str) -> str:
    """Makes a certificate for the host, and its validation records ("Create records in Route 53")."""
    acm = console.client("acm")
    more = {"SubjectAlternativeNames": [HOST, *form.certificate_names]} if form.certificate_names else {}
    certificate: str = acm.request_certificate(DomainName=HOST, ValidationMethod="DNS", **more)["CertificateArn"]
    console.notes.made("aws_acm_certificate", certificate, "certificate")
    described = acm.describe_certificate(CertificateArn=certificate)["Certificate"]
    for option in described["DomainValidationOptions"]:
        proof = option["ResourceRecord"]
        id_ = put_record(console, zone, record(proof["Name"], proof["Type"], proof["Value"], ttl=form.validation_ttl))
        console.notes.made("aws_route53_record", id_, f"validation record of {option['DomainName']}")
    return certificate


def make_alias(console: Console, form: DnsForm, *, zone: str, dns_name: str, load_balancer_zone: str) -> None:
    """Makes the alias record from the host to the load balancer."""
    target = {
        "HostedZoneId": load_balancer_zone,
        "DNSName": f"{form.alias_prefix}{dns_name}",
        "EvaluateTargetHealth": form.evaluate_target_health,
    }
    id_ = put_record(console, zone, {"Name": HOST, "Type": "A", "AliasTarget": target})
    console.notes.made("aws_route53_record", id_, "alias record of the host")


def record(name: str, kind: str, value: str, *, ttl: int = 300) -> dict[str, Any]:
    """Returns one record in the form of Route 53."""
    return {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value}]}


def put_record(console: Console, zone: str, asked: dict[str, Any]) -> str:
    """Makes the record; returns the id for `terraform import`."""
    change = {"Action": "CREATE", "ResourceRecordSet": asked}
    console.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
    return f"{zone}_{asked['Name'].rstrip('.')}_{asked['Type']}"
