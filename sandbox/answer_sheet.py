"""The answer sheet: what a person made in an account, noted while it was made, to compare an import with.

Types and ids are those of Terraform. Roles are the names that the reference uses; a role occurs once in a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class MadeResource:
    """A live resource: its Terraform type, the id for `terraform import`, and its name in the reference."""

    type: str
    id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MadeStray:
    """A live resource in or around the environment that the reference does not contain, and the reason why."""

    type: str
    id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LeftOutResource:
    """A resource of the reference that nobody made; `about` is its role."""

    type: str
    about: str


@dataclass(frozen=True, kw_only=True)
class ResourceMadeTwice:
    """Several live resources for one resource of the reference; only a person can choose between them."""

    type: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """The environment of one seed. A right import takes all `documented`, lists all strays and reports all gaps.

    If there are `doubles`, nothing is imported before a person has chosen. Their first ids are in `documented` too.

    The reference does not mention the resources in `either`: importing and listing are both right, ignoring is wrong.
    A right import takes nothing that is in neither of the two, and no stray.
    """

    seed: int
    choices: Mapping[str, str]
    documented: tuple[MadeResource, ...]
    either: tuple[MadeResource, ...]
    strays: tuple[MadeStray, ...]
    gaps: tuple[LeftOutResource, ...]
    doubles: tuple[ResourceMadeTwice, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Notebook:
    """The notes of the steps that make an environment: what each step made or left out. Read after the last step."""

    documented: list[MadeResource] = field(default_factory=list)
    either: list[MadeResource] = field(default_factory=list)
    strays: list[MadeStray] = field(default_factory=list)
    gaps: list[LeftOutResource] = field(default_factory=list)

    def made(self, type_: str, id_: str, role: str) -> None:
        """Notes a resource that the reference contains."""
        self.documented.append(MadeResource(type=type_, id=id_, role=role))

    def made_besides(self, type_: str, id_: str, role: str) -> None:
        """Notes a resource that the reference neither contains nor excludes."""
        self.either.append(MadeResource(type=type_, id=id_, role=role))

    def made_astray(self, type_: str, id_: str, *, why: str) -> None:
        """Notes a resource that the reference does not contain."""
        self.strays.append(MadeStray(type=type_, id=id_, why=why))

    def left_out(self, type_: str, about: str) -> None:
        """Notes a resource of the reference that nobody made."""
        self.gaps.append(LeftOutResource(type=type_, about=about))
