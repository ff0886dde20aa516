"""Finds hosted zones and records; discovery_certificates.py finds certificates.

Several zones may have one name, such as a private or an unused one. The zone with the host's alias record is ours.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import alias_target, below, domain, last, live
from modules.dns import satellites
from modules.dns.discovery_certificates import validation
from modules.settings import Settings
from terraform.expressions import references

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every zone of the account; of the zones that may hold the host, records, query logs and DNSSEC."""
    zones = aws.listing("route53", "list_hosted_zones", "HostedZones")
    found = [_zone(zone) for zone in zones]
    ours = [zone for zone in found if below(settings.dns.host, zone.name)]
    return [*found, *_records_about(aws, settings.dns.host), *satellites.parts(aws, ours)]


def alias_targets(aws: Aws, settings: Settings) -> set[str]:
    """Returns the DNS names that the host is an alias of, in any zone."""
    records = [record.facts for record in _records_about(aws, settings.dns.host)]
    return {facts["alias"]["name"] for facts in records if facts["alias"] and facts["fqdn"] == settings.dns.host}


def _records_about(aws: Aws, host: str) -> list[Found]:
    """Returns the records of the zones that may hold the host."""
    zones = aws.listing("route53", "list_hosted_zones", "HostedZones")
    listed = aws.each(
        lambda zone: records_of_zone(aws, zone_id=last(zone["Id"]), name=zone["Name"]),
        [zone for zone in zones if below(host, domain(zone["Name"]))],
    )
    return [record for some in listed for record in some]


def _zone(zone: Item) -> Found:
    id_, name = last(zone["Id"]), domain(zone["Name"])
    config = zone.get("Config", {})
    facts = {
        "id": id_,
        "zone_id": id_,
        "name": name,
        "private_zone": bool(config.get("PrivateZone")),
        "comment": config.get("Comment", ""),
    }
    return live("aws_route53_zone", id_, facts, name=name)


def records_of_zone(aws: Aws, *, zone_id: str, name: str) -> list[Found]:
    """Returns the records of a zone without its own NS and SOA records. `name` is the domain of the zone."""
    apex = domain(name)
    listed = aws.listing("route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone_id)
    return [
        _record(record, zone_id)
        for record in listed
        if not (domain(record["Name"]) == apex and record["Type"] in ("NS", "SOA"))
    ]


def _record(record: Item, zone_id: str) -> Found:
    name, type_, set_ = domain(record["Name"]), record["Type"], record.get("SetIdentifier")
    alias = record.get("AliasTarget", {}).get("DNSName", "")
    facts = {
        "zone_id": zone_id,
        "fqdn": name,
        "type": type_,
        "set_identifier": set_,
        "alias": {"name": alias_target(alias)} if alias else None,
    }
    id_ = "_".join(filter(None, (zone_id, name, type_, set_)))
    return live("aws_route53_record", id_, facts, name=f"{name} {type_}")


def _named(declared: Declared, match_state: MatchState) -> Hashable | None:
    return domain(match_state.value(declared, "name")), _private(declared)


def _private(declared: Declared) -> bool:
    """Returns True for a private zone: it has `vpc` blocks, or `private_zone` if it is looked up."""
    return bool(declared.arguments.get("vpc") or declared.arguments.get("private_zone"))


def holds_the_alias(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the zones in which the declared host already points at the declared load balancer."""
    private = _private(declared)
    zones, hosts = set(), []
    for record in match_state.users(declared.address, type_="aws_route53_record", path="zone_id"):
        if target := match_state.value(record, "alias.name"):
            host = domain(match_state.value(record, "name"))
            hosts.append(host)
            zones |= {live.facts["zone_id"] for live in _leading(match_state, host, alias_target(target))}
    alike = [live for live in match_state.found.get("aws_route53_zone", []) if live.facts["private_zone"] == private]
    return Hits(by=f"holds the alias of {', '.join(hosts)}", found=[live for live in alike if live.id in zones])


def beside_ours(found: Found, match_state: MatchState) -> str | None:
    """Tells why a zone that is not ours may answer for a host of our zone: its name is the host's or above it."""
    for declared, zone in match_state.of_type(found.type):
        records = match_state.users(declared.address, type_="aws_route53_record", path="zone_id")
        hosts = [domain(str(record.arguments["name"])) for record in records if record.arguments.get("alias")]
        if below(found.name, zone.name) and any(below(host, found.name) for host in hosts):
            if found.facts["private_zone"]:
                return "a private zone that answers for the host inside its VPCs"
            return "another public zone that may hold the host"
    return None


def _leading(match_state: MatchState, host: str, target: str) -> Sequence[Found]:
    return match_state.keyed("aws_route53_record", "alias", _alias).get((host, target), ())


def _alias(live: Found) -> Hashable | None:
    return (live.facts["fqdn"], live.facts["alias"]["name"]) if live.facts["alias"] else None


def _wanted_record(declared: Declared, match_state: MatchState) -> tuple[Any, ...]:
    zone_id = match_state.value(declared, "zone_id")
    if "domain_validation_options" in str(declared.arguments["name"]):
        return (zone_id, *validation(declared, match_state), None)
    name = domain(match_state.value(declared, "name"))
    zones = [match_state.matched[zone].facts["name"] for zone in references(declared.arguments["zone_id"])]
    if zones and not below(name, zones[0]):
        name = f"{name}.{zones[0]}"
    return zone_id, name, match_state.value(declared, "type"), match_state.value(declared, "set_identifier")


def _live_record(found: Found) -> Hashable | None:
    return tuple(found.facts[key] for key in ("zone_id", "fqdn", "type", "set_identifier"))


def _names(zone: Found) -> Hashable | None:
    return zone.facts["name"], zone.facts["private_zone"]


zone_by_name = same("name and visibility", wanted=_named, key=_names)


def _wanted_set(declared: Declared, match_state: MatchState) -> Hashable | None:
    return _wanted_record(declared, match_state)[:3]


def _live_set(found: Found) -> Hashable | None:
    """Returns the key of a record of a set, such as a weighted one; None for a simple record."""
    return tuple(found.facts[key] for key in ("zone_id", "fqdn", "type")) if found.facts["set_identifier"] else None


def leads_where_the_code_says(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the records of the name that are aliases of the declared target: of a set, the others lead elsewhere."""
    target = match_state.value(declared, "alias.name")
    host = domain(match_state.value(declared, "name"))
    return Hits(by="the target of the alias", found=_leading(match_state, host, alias_target(target)) if target else ())


record_with_a_set_identifier = same("zone, name and type, in a set of records", wanted=_wanted_set, key=_live_set)

record_by_zone_and_name = same("zone, name and type", wanted=_wanted_record, key=_live_record)


def cname_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that the name has a CNAME record, beside which Route 53 takes no other record.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
    """
    zone_id, name, *_ = _wanted_record(declared, match_state)
    there = match_state.keyed(declared.type, "record", _live_record).get((zone_id, name, "CNAME", None))
    if not there:
        return None
    return f"{name} has a CNAME record in its place; Route 53 takes no other record of this name until it is deleted"
