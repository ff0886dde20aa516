"""Live values that are not a setting word for word: each said here once, by the place of the setting.

In: the live value, the setting's place, and what the account's ids are called in the settings. Out: the new one. Raises
LookupError where the settings have no words for what is live.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from envs.data import LifecycleRuleSettings


def fed_by(document: Mapping[str, Any], address: str) -> Mapping[str, str]:
    """Place of a setting -> path of the argument it goes into, as the synth left it in the resource's comment."""
    type_, name = address.split(".", 1)
    resource = document.get("resource", {}).get(type_, {}).get(name, {})
    fed: Mapping[str, str] = resource.get("//", {}).get("fed_by", {})
    return fed


@dataclass(frozen=True, kw_only=True)
class Names:
    """What live things are called in the settings: id or ARN -> key of its table; and places named by a Name tag."""

    by_id: Mapping[str, str]
    by_arn: Mapping[str, str]
    named_by_tag: frozenset[str]

    @classmethod
    def of(cls, document: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> Names:
        """From every resource of the stack that a table's entry feeds."""
        by_id, by_arn, named = dict[str, str](), dict[str, str](), set[str]()
        for change in changes:
            fed = fed_by(document, change["address"])
            named |= {key for key, attribute in fed.items() if attribute == "tags.Name"}
            entry = next((key.rpartition(".")[0] for key in fed if key.endswith(".tags")), "")
            if entry.count(".") == _DEPTH.get(change["address"].partition(".")[0], 1):
                before = change["change"]["before"]
                by_id[str(before.get("id"))] = by_arn[str(before.get("arn"))] = entry.rpartition(".")[2]
        return cls(by_id=by_id, by_arn=by_arn, named_by_tag=frozenset(named))

    def keys_of(self, ids: Sequence[str] | None) -> list[str]:
        """The keys of these ids, sorted. Raises LookupError where one is not in the settings."""
        return sorted(self.by_id[id_] for id_ in ids or [])


# How deep the table of a type lies: `network.subnets.public_a`, but `parameters.db_host`.
_DEPTH = {"aws_subnet": 2, "aws_route_table": 2, "aws_default_route_table": 2}
Conversion = Callable[[Any, str, Names], Any]


def _alias_prefix(live: Any, key: str, names: Names) -> str:
    """The console points at `dualstack.NAME`, other tools at the plain name."""
    return "dualstack." if str(live).startswith("dualstack.") else ""


def _lifecycle(live: Any, key: str, names: Names) -> dict[str, Any]:
    """The bucket's rules by id, where all they do is what `LifecycleRuleSettings` has words for."""
    return {rule["id"]: _rule(rule).model_dump(exclude_defaults=True) for rule in live or []}


def _rule(rule: Mapping[str, Any]) -> LifecycleRuleSettings:
    (condition,) = rule.get("filter") or [{}]
    parts = {name: (rule.get(name) or [{}])[0] for name in _ACTIONS}
    unknown = [name for name in ("transition", "noncurrent_version_transition") if rule.get(name)]
    beyond = parts["expiration"].get("date") or parts["expiration"].get("expired_object_delete_marker")
    kept = parts["noncurrent_version_expiration"].get("newer_noncurrent_versions")
    narrowed = [name for name, value in condition.items() if name != "prefix" and value]
    if unknown or beyond or kept or narrowed:
        raise LookupError(f"no setting for {unknown or narrowed or rule['id']}")
    days = {ours: int(parts[name].get(theirs) or 0) for name, (theirs, ours) in _ACTIONS.items()}
    return LifecycleRuleSettings(prefix=condition.get("prefix") or "", enabled=rule["status"] == "Enabled", **days)


_ACTIONS = {
    "abort_incomplete_multipart_upload": ("days_after_initiation", "abort_multipart_days"),
    "expiration": ("days", "expire_days"),
    "noncurrent_version_expiration": ("noncurrent_days", "noncurrent_days"),
}


def _secrets(live: Any, key: str, names: Names) -> dict[str, str]:
    """Variable -> `KEY` or `KEY:FIELD` of what comes from Secrets Manager; of a version or stage there are no words."""
    return {variable: _secret(value, names) for variable, value in (live or {}).items() if ":secretsmanager:" in value}


def _secret(value: str, names: Names) -> str:
    arn, field, *version = [":".join(value.split(":")[:7]), *value.split(":")[7:], ""][:4]
    if any(version):
        raise LookupError(f"no setting for a version of {value}")
    key = names.by_arn[arn]
    return f"{key}:{field}" if field else key


def _parameters(live: Any, key: str, names: Names) -> dict[str, str]:
    """Variable -> key of what comes from Parameter Store; within a region its name alone may stand for the ARN."""
    by_name = {arn.partition(":parameter")[2]: key for arn, key in names.by_arn.items()}
    return {
        variable: names.by_arn.get(value) or by_name[value]
        for variable, value in (live or {}).items()
        if ":secretsmanager:" not in value
    }


def _container(live: Any, key: str, names: Names) -> Any:
    """Left unsaid where the container is called after its service, as it is by default."""
    return None if live == key.split(".")[1] else live


def _immutable(live: Any, key: str, names: Names) -> bool:
    """Of tags that are immutable but for some there are no words."""
    return {"IMMUTABLE": True, "MUTABLE": False}[live]


def _expiry(live: Any, key: str, names: Names) -> int:
    """Days of the untagged, or number of the newest: only where a policy says these two things and nothing else."""
    selections = [rule["selection"] for rule in json.loads(live)["rules"]]
    said = {
        _EXPIRES[one["tagStatus"], one["countType"], one.get("countUnit")]: int(one["countNumber"])
        for one in selections
    }
    if not len(selections) == len(said) == len(_EXPIRES):
        raise LookupError(f"no setting for {live}")
    return said[key.rpartition(".")[2]]


_EXPIRES = {
    ("untagged", "sinceImagePushed", "days"): "untagged_days",
    ("any", "imageCountMoreThan", None): "keep_images",
}
CONVERSIONS: Mapping[str, Conversion] = {
    r"dns\.alias_prefix": _alias_prefix,
    r"buckets\.\w+\.lifecycle": _lifecycle,
    r"images\.\w+\.immutable_tags": _immutable,
    r"images\.\w+\.(keep_images|untagged_days)": _expiry,
    r"services\.\w+\.container": _container,
    r"services\.\w+\.secrets": _secrets,
    r"services\.\w+\.parameters": _parameters,
}
