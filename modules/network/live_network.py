"""The live network as settings: the subnets of the VPC, the route tables in use, and their keys."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from imports.live_by_address import LiveResources
from imports.matching.match_rules import held
from imports.model import Found
from imports.new_keys import fits, keyed, slug, spelled
from modules.network.discovery_routes import ANYWHERE
from modules.network.settings import SubnetSettings
from modules.settings import Settings
from settings.types import Zone

_TABLES = ("aws_route_table", "aws_default_route_table")
_TAKEN = {"vpc", "internet"}
# What runs in a subnet: type, and the fact that lists its subnets.
_USES = (
    ("aws_lb", "subnets"),
    ("aws_db_subnet_group", "subnet_ids"),
    ("aws_ecs_service", "network_configuration.subnets"),
)


@dataclass(frozen=True, kw_only=True)
class LiveNetwork:
    """Subnets and route tables by id, sorted. `public` holds the ids of tables with a route to the internet."""

    subnets: Mapping[str, Found]
    tables: Mapping[str, Found]
    public: frozenset[str]

    @classmethod
    def of(cls, vpc: Found, live_resources: LiveResources, settings: Settings) -> Self:
        """Returns the subnets that the settings can express and that no other product has for itself, and the tables of
        these, of gateway endpoints and of the settings.
        """
        inside = [
            table for type_ in _TABLES for table in live_resources.of_type(type_) if table.facts["vpc_id"] == vpc.id
        ]
        tables = {table.facts["id"]: table for table in inside}
        others = _of_other_products(live_resources)
        subnets = [
            one
            for one in live_resources.of_type("aws_subnet")
            if one.id not in others and _is_ours(one, vpc, tables, settings.aws.region)
        ]
        used = {one.facts["route_table_id"] for one in subnets}
        for endpoint in live_resources.of_type("aws_vpc_endpoint"):
            used |= set(endpoint.facts["route_table_ids"]) if endpoint.facts["vpc_id"] == vpc.id else set()
        used |= {table.facts["id"] for table in live_resources.keyed("aws_route_table.network_").values()}
        return cls(
            subnets={one.id: one for one in sorted(subnets, key=_place)},
            tables={id_: tables[id_] for id_ in sorted(used & set(tables))},
            public=frozenset(
                route.facts["route_table_id"] for route in live_resources.of_type("aws_route") if _leads_out(route)
            ),
        )

    def tier(self, subnet: Found) -> str:
        """Returns public or private by the route table, whatever the name says."""
        return "public" if subnet.facts["route_table_id"] in self.public else "private"

    def subnet(self, subnet: Found, table_keys: Mapping[str, str]) -> dict[str, Any]:
        """Returns a subnet as settings."""
        facts = subnet.facts
        return {
            "name": facts["tags"].get("Name") or None,
            "cidr": facts["cidr_block"],
            "zone": facts["availability_zone"],
            "tier": self.tier(subnet),
            "route_table": table_keys[facts["route_table_id"]],
            "public_ip_on_launch": facts["map_public_ip_on_launch"],
        }

    def table(self, table: Found) -> dict[str, Any]:
        """Returns a route table as settings."""
        main = table.type == "aws_default_route_table"
        name, internet = table.facts["tags"].get("Name") or None, table.facts["id"] in self.public
        return {"name": name, "main": main, "internet": internet}

    def keys(self, live_resources: LiveResources, settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
        """Returns id -> key for subnets and tables. Both are in one scope of the code, so each key is used once."""
        kept_subnets = self._kept_subnets(live_resources, settings)
        kept_tables = self._kept_tables(live_resources, settings, kept_subnets)
        subnets = keyed(
            self.subnets,
            kept=kept_subnets,
            wanted=lambda subnet: f"{self.tier(subnet)}_{subnet.facts['availability_zone'][-1]}",
            taken=_TAKEN | spelled(kept_tables.values(), "_internet"),
            beside="_routes",
        )
        tables = keyed(
            self.tables,
            kept=kept_tables,
            wanted=lambda table: self._new_key(table, without=f"{settings.project}-{settings.environment}"),
            taken=_TAKEN | spelled(subnets.values(), "_routes"),
            beside="_internet",
        )
        return subnets, tables

    def _kept_subnets(self, live_resources: LiveResources, settings: Settings) -> dict[str, str]:
        """Returns the keys that subnets keep: with the same name, or the same zone and tier."""
        now = settings.network.subnets
        matched = live_resources.keyed("aws_subnet.network_")
        ours = {key: one for key, one in matched.items() if key in now and one.id in self.subnets}
        return {one.id: key for key, one in ours.items() if self._stays(now[key], one)}

    def _stays(self, part: SubnetSettings, subnet: Found) -> bool:
        facts = subnet.facts
        if part.name == facts["tags"].get("Name") and (part.name or part.cidr == facts["cidr_block"]):
            return True
        return (part.zone, part.tier) == (facts["availability_zone"], self.tier(subnet))

    def _kept_tables(
        self, live_resources: LiveResources, settings: Settings, kept_subnets: Mapping[str, str]
    ) -> dict[str, str]:
        """Returns the keys that tables keep: with the same name, or with a subnet that uses it."""
        network = settings.network
        said = {
            (self.subnets[id_].facts["route_table_id"], network.subnets[key].route_table)
            for id_, key in kept_subnets.items()
        }

        def stays(key: str, table: Found) -> bool:
            part, name = network.route_tables[key], table.facts["tags"].get("Name")
            return part.main or (part.name is not None and part.name == name) or (table.facts["id"], key) in said

        matched = {
            **live_resources.keyed("aws_route_table.network_"),
            **live_resources.keyed("aws_default_route_table.network_"),
        }
        ours = {
            key: one for key, one in matched.items() if key in network.route_tables and one.facts["id"] in self.tables
        }
        return {one.facts["id"]: key for key, one in ours.items() if stays(key, one)}

    def _new_key(self, table: Found, *, without: str) -> str:
        """Returns a new key: by the tier or zones that it serves, else by its name."""
        if table.type == "aws_default_route_table":
            return "main"
        served = [one for one in self.subnets.values() if one.facts["route_table_id"] == table.facts["id"]]
        if not served:
            return slug(table.facts["tags"].get("Name", ""), without=without, kind="rtb")
        tier = self.tier(served[0])
        if len(served) == sum(self.tier(one) == tier for one in self.subnets.values()):
            return tier
        zones = sorted({one.facts["availability_zone"][-1] for one in served})
        return "_".join(["rtb", tier, *zones])


def _is_ours(subnet: Found, vpc: Found, tables: Mapping[str, Found], region: str) -> bool:
    """Returns True for a subnet that the settings can express: in the first IPv4 range, in a zone of the region."""
    facts = subnet.facts
    if facts["vpc_id"] != vpc.id or facts["route_table_id"] not in tables or not facts["cidr_block"]:
        return False
    block, range_ = ipaddress.IPv4Network(facts["cidr_block"]), ipaddress.IPv4Network(vpc.facts["cidr_block"])
    zone = facts["availability_zone"]
    return block.subnet_of(range_) and zone.startswith(region) and fits(Zone, zone)


def _of_other_products(live_resources: LiveResources) -> frozenset[str]:
    """Returns the subnets without an address of the code in which something runs, and nothing of ours."""
    matched = {one.key for one in live_resources.by_address.values()}
    users = [(one.key in matched, held(one, path)) for type_, path in _USES for one in live_resources.of_type(type_)]
    ours = frozenset[str]().union(*(ids for is_ours, ids in users if is_ours))
    theirs = frozenset[str]().union(*(ids for is_ours, ids in users if not is_ours))
    return theirs - ours - {one.id for one in live_resources.keyed("aws_subnet.network_").values()}


def _place(subnet: Found) -> tuple[str, ipaddress.IPv4Network]:
    return subnet.facts["availability_zone"], ipaddress.IPv4Network(subnet.facts["cidr_block"])


def _leads_out(route: Found) -> bool:
    return route.facts["to"] == ANYWHERE and str(route.facts["gateway_id"]).startswith("igw-")
