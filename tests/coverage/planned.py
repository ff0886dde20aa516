"""Plans without terraform: what the provider would plan for a stack over live values, worked out from its schema.

In: live attributes by address, a base in which the code and the account agree. Out: a plan in Terraform's JSON format.
It follows Terraform's own rule: a configured argument has the configured value; one that is left out keeps the live
value where the provider computes it, and has the provider's default where not. The defaults are those of the base.
https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/objchange/objchange.go
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.coverage.arguments import Block

_REFERENCE = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+)\.([a-z0-9_]+)\}")
_META = ("//", "lifecycle", "depends_on", "provider", "count", "for_each")
Live = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class SchemaPlanner:
    """Plans the import of `live`. `base` are live values that a real terraform adopted."""

    schema: Mapping[str, Block]
    base: Live
    live: Live

    def of(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the plan of a stack with import blocks, as `terraform show -json` prints it."""
        ids = {block["to"]: block["id"] for block in document.get("import", [])}
        changes = [
            self._change(document, f"{type_}.{name}", arguments, ids)
            for type_, named in document["resource"].items()
            for name, arguments in named.items()
            if f"{type_}.{name}" in self.live
        ]
        return {"format_version": "1.2", "errored": False, "complete": True, "resource_changes": changes}

    def _change(
        self, document: Mapping[str, Any], address: str, arguments: Mapping[str, Any], ids: Mapping[str, str]
    ) -> dict[str, Any]:
        type_, name = address.split(".", 1)
        before, ignored = self.live[address], arguments.get("lifecycle", {}).get("ignore_changes", [])
        after = self._block(address, self.schema[type_], arguments, before, self.base[address], at=())
        after |= {attribute: before.get(attribute) for attribute in ignored}
        same = all(alike(before.get(key), after.get(key)) for key in {*before, *after})
        change = {
            "actions": ["no-op"] if same else ["update"],
            "before": before,
            "after": before if same else after,
            "after_unknown": {},
            "before_sensitive": {},
            "after_sensitive": {},
            "importing": {"id": ids.get(address)},
        }
        return {"address": address, "type": type_, "name": name, "mode": "managed", "change": change}

    def _block(
        self,
        address: str,
        block: Block,
        configured: Mapping[str, Any],
        before: Mapping[str, Any],
        base: Mapping[str, Any],
        *,
        at: tuple[str, ...],
    ) -> dict[str, Any]:
        after: dict[str, Any] = {}
        for name, attribute in block.get("attributes", {}).items():
            settable = attribute.get("optional") or attribute.get("required")
            if name in configured and configured[name] is not None:
                after[name] = _typed(self._value(address, (*at, name), configured[name], base.get(name)), attribute)
            else:
                after[name] = before.get(name) if attribute.get("computed") or not settable else base.get(name)
        for name, nested in block.get("block_types", {}).items():
            given = configured.get(name)
            if given is None or given == []:
                after[name] = base.get(name)
                continue
            items = given if isinstance(given, list) else [given]
            after[name] = [
                self._block(
                    address,
                    nested["block"],
                    item,
                    _item(before, name, at_),
                    _item(base, name, at_),
                    at=(*at, name, str(at_)),
                )
                for at_, item in enumerate(items)
            ]
            if nested["nesting_mode"] == "single":
                after[name] = after[name][0]
        return after

    def _value(self, address: str, path: tuple[str, ...], configured: Any, base: Any) -> Any:
        """An argument's value; an expression that is more than a reference has the value it has in the base."""
        if isinstance(configured, list):
            agreed = [self._value(address, (*path, str(number)), each, None) for number, each in enumerate(configured)]
            return base if None in agreed else agreed
        if isinstance(configured, dict):
            return {key: self._value(address, (*path, key), each, None) for key, each in configured.items()}
        if not isinstance(configured, str):
            return configured
        text = _REFERENCE.sub(lambda found: self._referenced(*found.groups()), configured)
        if "${" in re.sub(r"\$\$\{", "", text):
            return base
        return text.replace("$${", "${").replace("%%{", "%{")

    def _referenced(self, address: str, attribute: str) -> str:
        value = self.live[address].get(attribute) if address in self.live else None
        return "${unknown}" if value is None or isinstance(value, list | dict) else _text(value)


def _item(of: Mapping[str, Any], name: str, number: int) -> Mapping[str, Any]:
    value = of.get(name)
    if isinstance(value, Mapping):
        return value
    return value[number] if isinstance(value, list) and number < len(value) else {}


def _typed(value: Any, attribute: Mapping[str, Any]) -> Any:
    """The value in the type that the schema gives the argument."""
    kind = attribute.get("type")
    if kind == "string" and isinstance(value, bool | int | float):
        return _text(value)
    if kind == "number" and isinstance(value, str):
        return json.loads(value)
    if kind == "bool" and isinstance(value, str):
        return value == "true"
    if isinstance(kind, list) and kind[0] == "set" and isinstance(value, list):
        return sorted(value, key=str)
    return value


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def alike(one: Any, other: Any) -> bool:
    """Returns True if the provider plans no change: JSON is compared by meaning, a set in any order."""
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return False
        left = list(other)
        for each in one:
            twin = next((number for number, candidate in enumerate(left) if alike(each, candidate)), None)
            if twin is None:
                return False
            del left[twin]
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(alike(one.get(key), other.get(key)) for key in {*one, *other})
    if isinstance(one, str) and isinstance(other, str) and one[:1] in "{[" and other[:1] in "{[":
        try:
            return alike(_without_absent(json.loads(one)), _without_absent(json.loads(other)))
        except ValueError:
            return one == other
    return bool(one == other or (one in (None, "", [], {}) and other in (None, "", [], {})))


def _without_absent(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_absent(each) for key, each in value.items() if each not in (None, "", [], {}, 0)}
    return [_without_absent(each) for each in value] if isinstance(value, list) else value
