"""DEV's settings given a shape, by hand and without AWS: live resources, what they are matched to, the edited file.

`network_of` is the network's part of the stack as the synth writes it, so that a shape can be matched again.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from envs.load import load
from imports.model import Declared, Found, Match, Outcome
from modules.settings import Settings
from modules.shape import shape
from modules.stages import match
from settings.edit_toml import edited
from tests.conftest import ENVS
from tests.imports.small_dev import code, live

DEV = (ENVS / "dev.toml").read_text(encoding="utf-8")
SETTINGS = load("dev", ENVS)
VPC = live(
    "aws_vpc",
    "vpc-1",
    cidr_block="10.10.0.0/16",
    tags={"Name": "counterpromo-dev-vpc"},
    default_route_table_id="rtb-main",
)


def matched(by_address: Mapping[str, Found]) -> Outcome:
    """Returns the outcome of matching for these matches."""
    matches = [Match(address=address, type=one.type, id=one.id, rule="by hand") for address, one in by_address.items()]
    return Outcome(matched=tuple(matches), missing=(), ambiguous=(), strays=())


def shape_of(by_address: Mapping[str, Found], *others: Found, settings: Settings = SETTINGS) -> dict[str, Any]:
    """The shape where these are matched, and the others are there."""
    changes = shape(matched(by_address), [*by_address.values(), *others], settings)
    loaded(changes)
    return changes


def loaded(changes: Mapping[str, Any], text: str = DEV) -> tuple[Settings, str]:
    """The settings of the edited file, and its text. Raises SettingsError where a shape broke it."""
    text = edited(text, changes)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dev.toml").write_text(text, encoding="utf-8")
        return load("dev", Path(folder)), text


def subnet(id_: str, cidr: str, zone: str, table: str, name: str = "", *, public: bool = False, **facts: Any) -> Found:
    """A live subnet of the VPC; the zone by its letter."""
    said = {
        "vpc_id": "vpc-1",
        "cidr_block": cidr,
        "availability_zone": f"eu-west-2{zone}",
        "route_table_id": table,
        "public": public,
        "map_public_ip_on_launch": False,
        "tags": {"Name": name} if name else {},
    }
    return live("aws_subnet", id_, **{**said, **facts})


def table(id_: str, name: str = "", *, subnets: Iterable[str] = (), main: bool = False, out: str = "") -> list[Found]:
    """A live route table with its associations; what is not local goes `out` by a gateway."""
    facts = {"id": id_, "vpc_id": "vpc-1", "subnet_ids": sorted(subnets), "tags": {"Name": name} if name else {}}
    made = [live("aws_default_route_table", "vpc-1", default_route_table_id=id_, **facts)] if main else []
    made += [] if main else [live("aws_route_table", id_, **facts)]
    made += [live("aws_route_table_association", f"{one}/{id_}", subnet_id=one, route_table_id=id_) for one in subnets]
    way = {"route_table_id": id_, "to": "0.0.0.0/0", "gateway_id": out}
    return [*made, *([live("aws_route", f"{id_}_0.0.0.0/0", **way)] if out else [])]


def network_of(settings: Settings) -> Iterator[Declared]:
    """VPC, subnets, tables, routes, associations and gateway endpoints, as the synth declares them."""
    network, vpc = settings.network, "${aws_vpc.network_vpc.id}"
    yield code("aws_vpc.network_vpc", cidr_block=network.cidr, tags={"Name": network.name})
    tables = {}
    for key, one in network.route_tables.items():
        type_ = "aws_default_route_table" if one.main else "aws_route_table"
        tables[key] = f"${{{type_}.network_{key}.id}}"
        own = (
            {"default_route_table_id": "${aws_vpc.network_vpc.default_route_table_id}"} if one.main else {"vpc_id": vpc}
        )
        yield code(f"{type_}.network_{key}", tags={"Name": one.name}, **own)
        if one.internet:
            way = {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "${aws_internet_gateway.network_internet.id}"}
            yield code(f"aws_route.network_{key}_internet", route_table_id=tables[key], **way)
    for key, part in network.subnets.items():
        said = {"cidr_block": part.cidr, "availability_zone": part.zone, "tags": {"Name": part.name}}
        yield code(f"aws_subnet.network_{key}", vpc_id=vpc, **said)
        if not network.route_tables[part.route_table].main:
            ends = {"subnet_id": f"${{aws_subnet.network_{key}.id}}", "route_table_id": tables[part.route_table]}
            yield code(f"aws_route_table_association.network_{key}_routes", **ends)
    for key, endpoint in settings.endpoints.items():
        if endpoint.kind == "gateway" and endpoint.enabled:
            service = f"com.amazonaws.eu-west-2.{endpoint.service}"
            ways = {"route_table_ids": [tables[name] for name in endpoint.route_tables], "service_name": service}
            yield code(f"aws_vpc_endpoint.gateway_endpoints_{key}", vpc_id=vpc, vpc_endpoint_type="Gateway", **ways)


def endpoint(service: str, **facts: Any) -> Found:
    """A live gateway or interface endpoint of the VPC, by whether it has route tables."""
    said: dict[str, Any] = {
        "vpc_id": "vpc-1",
        "service_name": f"com.amazonaws.eu-west-2.{service}",
        "vpc_endpoint_type": "Gateway" if "route_table_ids" in facts else "Interface",
        "route_table_ids": [],
        "subnet_ids": [],
        "prefix_list_id": None,
        "tags": {},
    }
    return live("aws_vpc_endpoint", f"vpce-{service}", **{**said, **facts})


def rounds(found: list[Found]) -> tuple[Settings, Outcome, dict[str, Any], str]:
    """Match, shape, edit, load, match again: the settings, what the second matching says, and the second shape."""
    first = shape(match(list(network_of(SETTINGS)), found), found, SETTINGS)
    settings, text = loaded(first)
    outcome = match(list(network_of(settings)), found)
    return settings, outcome, shape(outcome, found, settings), text
