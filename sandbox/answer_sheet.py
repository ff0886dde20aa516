"""What a person made in an account, noted down while making it: the answer sheet for whoever adopts the environment.

Types and ids are Terraform's; roles are the reference's own words, and no two resources of one type share a role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class PlantedResource:
    """A live resource: its Terraform type, the id `terraform import` takes, and what the reference calls it."""

    type: str
    id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class PlantedStray:
    """A live resource in or around the environment that the reference does not know, and why it is one."""

    type: str
    id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PlantedGap:
    """What the reference documents and nobody made; `about` is the role it would have had."""

    type: str
    about: str


@dataclass(frozen=True, kw_only=True)
class PlantedDouble:
    """Live resources of which the reference knows one, and nothing says which: only a person can choose."""

    type: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One environment of a seed. Whoever adopts it takes every `documented`, lists every stray, reports every gap.

    Where there are `doubles` nothing is adopted before a person has chosen. Their first ids are `documented`, too.

    Of `either` the reference says nothing: taken or listed is both right, passed over is not. Nothing that is not in
    one of these two is taken, and no stray is.
    """

    seed: int
    choices: Mapping[str, str]
    documented: tuple[PlantedResource, ...]
    either: tuple[PlantedResource, ...]
    strays: tuple[PlantedStray, ...]
    gaps: tuple[PlantedGap, ...]
    doubles: tuple[PlantedDouble, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Notebook:
    """Where each step of the making writes down what it made or left out; read once all is made."""

    documented: list[PlantedResource] = field(default_factory=list)
    either: list[PlantedResource] = field(default_factory=list)
    strays: list[PlantedStray] = field(default_factory=list)
    gaps: list[PlantedGap] = field(default_factory=list)

    def made(self, type_: str, id_: str, role: str) -> None:
        """Something the reference documents."""
        self.documented.append(PlantedResource(type=type_, id=id_, role=role))

    def made_besides(self, type_: str, id_: str, role: str) -> None:
        """Something of the environment that the reference neither documents nor rules out."""
        self.either.append(PlantedResource(type=type_, id=id_, role=role))

    def made_astray(self, type_: str, id_: str, *, why: str) -> None:
        """Something the reference does not know."""
        self.strays.append(PlantedStray(type=type_, id=id_, why=why))

    def left_out(self, type_: str, about: str) -> None:
        """Something the reference documents, and nobody made."""
        self.gaps.append(PlantedGap(type=type_, about=about))
