"""One planned change of one resource: what the plan does to it, and both sides of every attribute with their marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terraform.plan.values import marked, marked_anywhere, reach, same

# Terraform's list of actions -> one word. The only table of kinds of change.
VERBS = {
    ("no-op",): "no-op",
    ("read",): "read",
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("forget",): "forget",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("create", "forget"): "replace",
}
UNKNOWN = "unknown"
MAKING = frozenset({"create", "update", "replace"})
LOSING = frozenset({"delete", "replace", "forget"})


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One attribute: its live and its planned value. `unknown`: known after apply; `hidden`: marked sensitive."""

    before: Any
    after: Any
    unknown: bool
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of `resource_changes` or `resource_drift`.

    `verb` is a word of VERBS, or UNKNOWN. `import_id` is None if the plan does not import the resource.
    `replaced_by` names the attributes that force a replacement.
    """

    address: str
    type: str
    mode: str
    provider: str
    actions: tuple[str, ...]
    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    unknown: Any
    sensitive: tuple[Any, Any]
    import_id: str | None
    previous_address: str
    reason: str
    replaced_by: tuple[str, ...]

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Change:
        """Returns an entry as a Change. Whatever the entry lacks reads as unknown or empty: see `well_formed`."""
        change = entry.get("change")
        change = change if isinstance(change, Mapping) else {}
        actions = _actions(change.get("actions"))
        address, type_ = str(entry.get("address", "")), str(entry.get("type", ""))
        if "deposed" in entry:
            # The old object of a replacement that failed: it has the address of the new one.
            address = f"{address} (deposed {entry['deposed']})"
        return cls(
            address=address,
            type=type_,
            mode=str(entry.get("mode", "managed")),
            provider=str(entry.get("provider_name", "")),
            actions=actions,
            verb=VERBS.get(actions, UNKNOWN),
            before=_mapping(change.get("before")),
            after=_mapping(change.get("after")),
            unknown=change.get("after_unknown"),
            sensitive=(change.get("before_sensitive"), change.get("after_sensitive")),
            import_id=_import_id(change.get("importing")),
            previous_address=str(entry.get("previous_address") or ""),
            reason=str(entry.get("action_reason") or ""),
            replaced_by=tuple(sorted({str(path[0]) for path in change.get("replace_paths") or () if path})),
        )

    @property
    def managed(self) -> bool:
        """Returns True for a resource, False for a data source."""
        return self.mode == "managed"

    @property
    def kind(self) -> str:
        """Returns the verb, or `import` if the plan imports the resource and changes nothing else."""
        return "import" if self.verb == "no-op" and self.import_id is not None else self.verb

    @property
    def creates(self) -> bool:
        """Returns True if the plan creates a new object, also in a replacement."""
        return self.verb in ("create", "replace")

    def at(self, path: str) -> Sides:
        """Returns both sides of the attribute at a path such as `a.0.b`."""
        keys = path.split(".")
        return Sides(
            before=reach(self.before, keys),
            after=reach(self.after, keys),
            unknown=marked(self.unknown, keys),
            hidden=any(marked(marks, keys) for marks in self.sensitive),
        )

    def differing(self) -> tuple[str, ...]:
        """Returns the names of the attributes that differ or are known after apply. Empty and absent are equal."""
        names = {*self.before, *self.after, *(self.unknown if isinstance(self.unknown, Mapping) else ())}
        sides = {name: self.at(name) for name in names}
        return tuple(
            sorted(
                name
                for name, values in sides.items()
                if not same(values.before, values.after) or marked_anywhere(reach(self.unknown, [name]))
            )
        )


def _actions(listed: Any) -> tuple[str, ...]:
    return tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()


def _import_id(importing: Any) -> str | None:
    if importing is None:
        return None
    return str(importing.get("id")) if isinstance(importing, Mapping) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
