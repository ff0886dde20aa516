"""The data of the emulated HCP Terraform: workspaces, their locks, and all versions of their states."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(kw_only=True)
class StateVersion:
    """One version of a state. Its `content` arrives in a request of its own; until then the version is not current."""

    id: str
    serial: int
    lineage: str
    content: bytes | None = None


@dataclass(kw_only=True)
class Workspace:
    """A workspace. `execution` is its setting; nothing is planned or applied here, whatever it says."""

    id: str
    name: str
    execution: str = "remote"  # as a new workspace is, unless its organization says otherwise
    locked: bool = False
    versions: list[StateVersion] = field(default_factory=list)

    @property
    def current(self) -> StateVersion | None:
        return next((version for version in reversed(self.versions) if version.content is not None), None)


@dataclass(kw_only=True)
class Organization:
    """All workspaces, by name. Writing to an unknown workspace creates it."""

    name: str
    workspaces: dict[str, Workspace] = field(default_factory=dict)

    def make(self, name: str) -> Workspace:
        return self.workspaces.setdefault(name, Workspace(id=new_id("ws"), name=name))

    def by_id(self, id_: str) -> Workspace | None:
        return next((each for each in self.workspaces.values() if each.id == id_), None)

    def version(self, id_: str) -> tuple[Workspace, StateVersion] | None:
        found = ((each, version) for each in self.workspaces.values() for version in each.versions)
        return next((pair for pair in found if pair[1].id == id_), None)


def new_id(kind: str) -> str:
    return f"{kind}-{uuid4().hex[:16]}"
