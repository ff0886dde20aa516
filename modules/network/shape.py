"""The layout of the network as settings: subnets, route tables and their keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from imports.live_by_address import Changes, LiveResources, differing
from modules.network.live_network import LiveNetwork
from modules.network.settings import NetworkSettings
from modules.settings import Settings
from settings.types import Strict

_SUBNET = ("name", "cidr", "zone", "tier", "route_table", "public_ip_on_launch")
_TABLE = ("name", "main", "internet")
Entry = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Subnets and route tables of the live network as `[network]`, and the key of each live id."""

    cidr: str
    subnets: Mapping[str, Entry]
    route_tables: Mapping[str, Entry]
    subnet_keys: Mapping[str, str]
    table_keys: Mapping[str, str]

    @classmethod
    def of(cls, live_resources: LiveResources, settings: Settings) -> Self:
        """Returns the layout of the matched VPC, with the keys that its parts have or get."""
        vpc = live_resources.at("aws_vpc.network_vpc")
        if vpc is None:
            return cls._of_settings(settings.network)
        live = LiveNetwork.of(vpc, live_resources, settings)
        subnet_keys, table_keys = live.keys(live_resources, settings)
        return cls(
            cidr=vpc.facts["cidr_block"],
            subnets={subnet_keys[id_]: live.subnet(one, table_keys) for id_, one in live.subnets.items()},
            route_tables={table_keys[id_]: live.table(one) for id_, one in live.tables.items()},
            subnet_keys=subnet_keys,
            table_keys=table_keys,
        )

    @classmethod
    def _of_settings(cls, network: NetworkSettings) -> Self:
        return cls(
            cidr=network.cidr,
            subnets={key: {name: getattr(one, name) for name in _SUBNET} for key, one in network.subnets.items()},
            route_tables={
                key: {name: getattr(one, name) for name in _TABLE} for key, one in network.route_tables.items()
            },
            subnet_keys={},
            table_keys={},
        )

    def changes(self, network: NetworkSettings) -> Changes:
        """Returns the changes to `[network]`."""
        return {
            **differing(network, {"cidr": self.cidr}),
            **_entries(f"{network.where}.subnets", network.subnets, self.subnets),
            **_entries(f"{network.where}.route_tables", network.route_tables, self.route_tables),
        }

    def subnets_of(
        self, ids: Collection[str], *, now: list[str], tier: str = "private", strict: bool = False
    ) -> list[str]:
        """Returns the keys of these live subnets. Without live ones, the present keys that still exist, else one for
        each zone.

        `strict` excludes subnets of another tier.
        """
        of_tier = [key for key, one in self.subnets.items() if one["tier"] == tier]
        allowed = of_tier if strict else list(self.subnets)
        known = sorted({self.subnet_keys[id_] for id_ in ids if id_ in self.subnet_keys} & set(allowed))
        left = [key for key in now if key in allowed]
        one_a_zone = {self.subnets[key]["zone"]: key for key in sorted(of_tier, reverse=True)}
        return _keep_order(now, known or left or sorted(one_a_zone.values()))

    def tables_of(self, ids: Collection[str], *, now: list[str]) -> list[str]:
        """Returns the keys of these live route tables. Without live ones, the present keys that still exist, else
        private ones.
        """
        known = sorted(self.table_keys[id_] for id_ in ids if id_ in self.table_keys)
        left = [key for key in now if key in self.route_tables]
        private = sorted(key for key, one in self.route_tables.items() if not one["internet"])
        return _keep_order(now, known or left or private)


def _entries(where: str, now: Mapping[str, Strict], live: Mapping[str, Entry]) -> Changes:
    """Returns changes to a table: removed entries, new ones, and values that differ."""
    if now and not live:
        return {where: {}}
    gone = {f"{where}.{key}": None for key in now if key not in live}
    new = {
        f"{where}.{key}": {name: value for name, value in live[key].items() if value}
        for key in sorted({*live} - {*now})
    }
    changed = [differing(part, live[key]) for key, part in now.items() if key in live]
    return gone | new | {place: value for some in changed for place, value in some.items()}


def _keep_order(now: list[str], live: list[str]) -> list[str]:
    """Returns the present list if it holds the same entries: a person chose the order."""
    return now if set(now) == set(live) else live
