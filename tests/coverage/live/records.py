"""Live values of DNS records: each policy of routing on the alias of the host or on the record that proves the
certificate. An alias and a CNAME cannot have multivalue answers:
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html
"""

from __future__ import annotations

from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.coverage.account import Shown
from tests.coverage.live.reads import item

_HOST = "dev.counterpromo.com."
_BLUE = {"SetIdentifier": "blue"}


def first(account: Shown) -> list[Amendment]:
    """Returns an alias for a continent, and a proof for a local zone."""
    return [
        _alias(**_BLUE, GeoLocation={"ContinentCode": "EU"}),
        _proof(account, **_BLUE, GeoProximityLocation={"LocalZoneGroup": "eu-west-2-lon-1"}),
    ]


def second(account: Shown) -> list[Amendment]:
    """Returns a weighted alias, and a proof by latency with a shorter life."""
    return [_alias(**_BLUE, Weight=100), _proof(account, **_BLUE, Region="eu-west-2", TTL=60)]


def third(account: Shown) -> list[Amendment]:
    """Returns an alias that takes over, and a proof for a list of addresses."""
    place = {"CollectionId": "c8c02a84-aaaa-bbbb-e0d4-d833a2f80106", "LocationName": "office"}
    return [_alias(**_BLUE, Failover="SECONDARY"), _proof(account, **_BLUE, CidrRoutingConfig=place)]


def fourth(account: Shown) -> list[Amendment]:
    """Returns an alias for a part of a country; the certificate of this round has no record that proves it."""
    return [_alias(**_BLUE, GeoLocation={"CountryCode": "US", "SubdivisionCode": "CA"})]


def fifth(account: Shown) -> list[Amendment]:
    """Returns an alias for a region with a bias, and a proof for a place on the globe, which says something else."""
    globe = {"Latitude": "51.50", "Longitude": "-0.12"}
    said = [{"Value": "_another.acm-validations.aws."}]
    return [
        _alias(**_BLUE, GeoProximityLocation={"AWSRegion": "eu-west-2", "Bias": 10}),
        _proof(account, **_BLUE, GeoProximityLocation={"Coordinates": globe}, ResourceRecords=said),
    ]


def _alias(**members: Any) -> Amendment:
    which = {"Name": _HOST, "Type": "A"}
    return item("route53.ListResourceRecordSets", "ResourceRecordSets", which, **members)


def _proof(account: Shown, **members: Any) -> Amendment:
    records = account.client("route53").list_resource_record_sets(HostedZoneId=account.zone)["ResourceRecordSets"]
    (name,) = [one["Name"] for one in records if one["Type"] == "CNAME" and one["Name"].endswith(_HOST)]
    which = {"Name": name, "Type": "CNAME"}
    return item("route53.ListResourceRecordSets", "ResourceRecordSets", which, **members)
