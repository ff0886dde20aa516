"""The picture of a report as places and arrows: load balancers, services and what these use, by tier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from audit.report import Report
from reach.hops import Path, State
from reach.model.environment import Environment
from reach.network.internet import is_public


class Tier(StrEnum):
    """The part of the picture that a place is drawn in."""

    OUTSIDE = "internet"
    PUBLIC = "public subnets"
    PRIVATE = "private subnets"
    AWS = "AWS services"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thing in the picture."""

    name: str
    tier: Tier


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """All paths from one place to another; `state` is the worst of them, `label` what they need."""

    source: str
    target: str
    state: State
    label: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture: the name of the VPC, its places and arrows."""

    title: str
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]

    def of(self, tier: Tier) -> tuple[Place, ...]:
        """Returns the places of a tier."""
        return tuple(place for place in self.places if place.tier is tier)


def draw(report: Report) -> Drawing:
    """Returns the picture of a report."""
    environment = report.environment
    arrows = tuple(_arrows(report.paths))
    tiers = dict(_tiers(environment))
    names = dict.fromkeys(name for arrow in arrows for name in (arrow.source, arrow.target))
    places = tuple(Place(name=name, tier=tiers.get(name, _elsewhere(name))) for name in names)
    return Drawing(title=_title(environment), places=places, arrows=arrows)


def _title(environment: Environment) -> str:
    """Returns the name of the VPC that the services are in; that of the environment if it is not known."""
    network = environment.network
    subnets = [network.subnets.get(subnet) for service in environment.services for subnet in service.subnets]
    vpc = next((network.vpcs[one.vpc] for one in subnets if one and one.vpc in network.vpcs), None)
    return vpc.name if vpc else environment.name


def _elsewhere(name: str) -> Tier:
    public = name == "internet" or (name.startswith("registry ") and ".dkr.ecr." not in name)
    return Tier.OUTSIDE if public else Tier.AWS


def _tiers(environment: Environment) -> Iterator[tuple[str, Tier]]:
    """Yields the tier of each thing that has subnets."""
    for balancer in environment.load_balancers:
        yield f"load balancer {balancer.name}", _tier(environment, balancer.subnets)
    for service in environment.services:
        yield service.key, _tier(environment, service.subnets)
    for database in environment.databases:
        yield f"database {database.id}", _tier(environment, database.subnets)


def _tier(environment: Environment, subnets: tuple[str, ...]) -> Tier:
    known = [environment.network.subnets[one] for one in subnets if one in environment.network.subnets]
    return Tier.PUBLIC if any(is_public(environment.network, one) for one in known) else Tier.PRIVATE


def _arrows(paths: tuple[Path, ...]) -> Iterator[Arrow]:
    together: dict[tuple[str, str], list[Path]] = {}
    for path in paths:
        if path.ends[0]:
            together.setdefault(path.ends, []).append(path)
    for (source, target), group in together.items():
        yield Arrow(source=source, target=target, state=_worst(group), label=_label(group))


def _worst(paths: list[Path]) -> State:
    if any(path.stopped_at for path in paths):
        return State.STOPS
    return State.UNKNOWN if any(path.unknown for path in paths) else State.PASSES


def _label(paths: list[Path]) -> str:
    ports = dict.fromkeys(path.port for path in paths if path.port)
    return ", ".join(f"tcp {port}" for port in ports)
