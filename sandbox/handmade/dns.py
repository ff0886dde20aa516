"""The hosted zone, which was there before DEV and serves other purposes too, the certificate and the host's record."""

from __future__ import annotations

from typing import Any

from sandbox.handmade.console import Console

DOMAIN = "counterpromo.com"
HOST = "dev.counterpromo.com"
ALIAS_PREFIX = "dualstack."  # what the console puts before the name it offers


def make_zone(console: Console) -> str:
    """The zone with the mail records that are none of DEV's business; NS and SOA come by themselves."""
    route53 = console.client("route53")
    zone = route53.create_hosted_zone(Name=DOMAIN, CallerReference="hover-delegation")["HostedZone"]["Id"]
    zone_id = zone.removeprefix("/hostedzone/")
    _put(console, zone_id, _record(DOMAIN, "MX", "10 mx.hover.com.cust.hostedemail.com"))
    _put(console, zone_id, _record(DOMAIN, "TXT", '"v=spf1 include:_spf.hostedemail.com ~all"'))
    return str(zone_id)


def make_certificate(console: Console, *, zone: str) -> str:
    """A certificate for the host, and the record that proves we own it ("Create records in Route 53")."""
    acm = console.client("acm")
    certificate: str = acm.request_certificate(DomainName=HOST, ValidationMethod="DNS")["CertificateArn"]
    described = acm.describe_certificate(CertificateArn=certificate)["Certificate"]
    proof = described["DomainValidationOptions"][0]["ResourceRecord"]
    _put(console, zone, _record(proof["Name"], proof["Type"], proof["Value"]))
    return certificate


def make_alias(console: Console, *, zone: str, dns_name: str, load_balancer_zone: str) -> None:
    """The host's address is the load balancer's."""
    target = {"HostedZoneId": load_balancer_zone, "DNSName": f"{ALIAS_PREFIX}{dns_name}", "EvaluateTargetHealth": True}
    _put(console, zone, {"Name": HOST, "Type": "A", "AliasTarget": target})


def _record(name: str, kind: str, value: str) -> dict[str, Any]:
    return {"Name": name, "Type": kind, "TTL": 300, "ResourceRecords": [{"Value": value}]}


def _put(console: Console, zone: str, record: dict[str, Any]) -> None:
    change = {"Action": "CREATE", "ResourceRecordSet": record}
    console.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
