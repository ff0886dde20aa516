"""A picture of an environment as data: subnets, places by tier, and arrows. Every format of the picture draws this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reach.hops import State


class Tier(StrEnum):
    """The part of the picture that a place is drawn in, from left to right."""

    OUTSIDE = "outside"
    PUBLIC = "public subnets"
    PRIVATE = "private subnets"
    BEHIND = "endpoints and database"
    AWS = "AWS services"


INSIDE = (Tier.PUBLIC, Tier.PRIVATE, Tier.BEHIND)  # the tiers within the VPC


@dataclass(frozen=True, kw_only=True)
class SubnetLabel:
    """A subnet: name, zone, CIDR, and where its default route leads."""

    name: str
    zone: str
    cidr: str
    way_out: str
    public: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line within a place. `mark` is what a person should notice, such as `stray`; empty if nothing."""

    text: str
    state: State | None = None
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thing in the picture: `key` names it in arrows, `kind` says what it is, `rows` are what it holds or does."""

    key: str
    kind: str
    name: str
    tier: Tier
    rows: tuple[Row, ...] = ()
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """Traffic from one place to another; `state` is the worst of its paths, `label` its ports.

    `row` is the text of the row of the source that it leaves from; empty for the place as a whole.
    """

    source: str
    target: str
    state: State
    label: str = ""
    row: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture: the name of the VPC, its subnets, places and arrows."""

    title: str
    subnets: tuple[SubnetLabel, ...]
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]

    def of(self, tier: Tier) -> tuple[Place, ...]:
        """Returns the places of a tier."""
        return tuple(place for place in self.places if place.tier is tier)


def worst(states: list[State]) -> State:
    """Returns the worst of some states; passes if there is none."""
    return next((state for state in (State.STOPS, State.UNKNOWN) if state in states), State.PASSES)
