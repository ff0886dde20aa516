"""Live values that are not a setting word for word: each said here once, by the place of the setting.

In: the live value, the setting's place, and what the account's ids are called in the settings. Out: the new one. Raises
LookupError where the settings have no words for what is live.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from imports.capture import Narrow
from imports.setting_names import Conversion, Names
from modules.storage.settings import LifecycleRuleSettings
from modules.task_definitions.described_container import narrowed
from settings.secret_detection import looks_secret


def _alias_prefix(live: Any, key: str, names: Names) -> str:
    """Returns the prefix of an alias: the console points at `dualstack.NAME`, other tools at the plain name."""
    return "dualstack." if str(live).startswith("dualstack.") else ""


def _lifecycle(live: Any, key: str, names: Names) -> dict[str, Any]:
    """Returns the bucket's rules by id. Raises LookupError for a rule that `LifecycleRuleSettings` cannot express."""
    return {rule["id"]: _rule(rule).model_dump(exclude_defaults=True) for rule in live or []}


def _rule(rule: Mapping[str, Any]) -> LifecycleRuleSettings:
    """Returns a rule as settings. An old rule has its prefix beside the filter, not in it."""
    (condition,) = rule.get("filter") or [{}]
    parts = {name: (rule.get(name) or [{}])[0] for name in _ACTIONS}
    narrowed = [name for name, value in condition.items() if name != "prefix" and value]
    if narrowed or parts["expiration"].get("date"):
        raise LookupError(f"no setting for {narrowed or 'a date'} of {rule['id']}")
    days = {ours: int(parts[name].get(theirs) or 0) for name, (theirs, ours) in _ACTIONS.items()}
    return LifecycleRuleSettings(
        prefix=condition.get("prefix") or rule.get("prefix") or "",
        enabled=rule["status"] == "Enabled",
        noncurrent_kept=int(parts["noncurrent_version_expiration"].get("newer_noncurrent_versions") or 0),
        expire_delete_markers=bool(parts["expiration"].get("expired_object_delete_marker")),
        transitions=_moves(rule.get("transition"), "days"),
        noncurrent_transitions=_moves(rule.get("noncurrent_version_transition"), "noncurrent_days"),
        **days,
    )


def _moves(transitions: Sequence[Mapping[str, Any]] | None, days: str) -> dict[str, int]:
    """Returns days by storage class. Raises LookupError for a move at a date, or with a number of versions to keep."""
    moves: dict[str, int] = {}
    for move in transitions or ():
        if move.get("date") or move.get("newer_noncurrent_versions") or move["storage_class"] in moves:
            raise LookupError(f"no setting for the transition to {move['storage_class']}")
        moves[move["storage_class"]] = int(move.get(days) or 0)
    return moves


_ACTIONS = {
    "abort_incomplete_multipart_upload": ("days_after_initiation", "abort_multipart_days"),
    "expiration": ("days", "expire_days"),
    "noncurrent_version_expiration": ("noncurrent_days", "noncurrent_days"),
}


def _secrets(live: Any, key: str, names: Names) -> dict[str, str]:
    """Returns `KEY` or `KEY:FIELD` by variable, for Secrets Manager. Raises LookupError for a version or stage."""
    return {variable: _secret(value, names) for variable, value in (live or {}).items() if ":secretsmanager:" in value}


def _secret(value: str, names: Names) -> str:
    arn, field, *version = [":".join(value.split(":")[:7]), *value.split(":")[7:], ""][:4]
    if any(version):
        raise LookupError(f"no setting for a version of {value}")
    key = names.by_arn[arn]
    return f"{key}:{field}" if field else key


def _parameters(live: Any, key: str, names: Names) -> dict[str, str]:
    """Returns keys by variable, for Parameter Store; within a region a name may stand in place of the ARN."""
    by_name = {arn.partition(":parameter")[2]: key for arn, key in names.by_arn.items()}
    return {
        variable: names.by_arn.get(value) or by_name[value]
        for variable, value in (live or {}).items()
        if ":secretsmanager:" not in value
    }


def _container(live: Any, key: str, names: Names) -> Any:
    """Returns the name of the container; None if it is the name of its service, which is the default."""
    return None if live == key.split(".")[1] else live


def _environment(live: Any, key: str, names: Names) -> dict[str, str]:
    """Raises LookupError where a plain variable looks like a secret: that is written nowhere."""
    variables: dict[str, str] = live or {}
    if secret := [name for name, value in variables.items() if looks_secret(name, value or "")]:
        raise LookupError(f"{secret[0]} looks like a secret")
    return variables


def _log_options(live: Any, key: str, names: Names) -> dict[str, str]:
    """Returns the options of awslogs, without those that have settings of their own."""
    elsewhere = ("awslogs-group", "awslogs-region", "awslogs-stream-prefix")
    return {name: value for name, value in (live or {}).items() if name not in elsewhere}


def _container_more(live: Any, key: str, names: Names) -> str | None:
    """Members of the container that no setting speaks of; what AWS fills in of itself is not worth a word."""
    filled_in = {"cpu": 0, "essential": True}
    more = {
        name: value
        for name, value in live.items()
        if name not in _CONTAINER and value not in (None, [], {}, filled_in.get(name))
    }
    return _readable(more) if more else None


_CONTAINER = ("name", "image", "portMappings", "environment", "secrets", "logConfiguration")


def _policy(live: Any, key: str, names: Names) -> str:
    return _readable(json.loads(live))


def _readable(value: Any) -> str:
    """Returns the document as a person can read and review it, line by line."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _immutable(live: Any, key: str, names: Names) -> bool:
    """Returns True for immutable tags. Raises LookupError (KeyError) where some tags are excluded."""
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


NARROW: Mapping[str, Narrow] = {
    "aws_ecs_task_definition": lambda live, by_type: narrowed(live, by_type.get("aws_ecs_service", ())),
}
CONVERSIONS: Mapping[str, Conversion] = {
    r"dns\.alias_prefix": _alias_prefix,
    r"buckets\.\w+\.lifecycle": _lifecycle,
    r"identity\.\w+\.(trust|(.+\.)?document)": _policy,
    r"images\.\w+\.immutable_tags": _immutable,
    r"images\.\w+\.(keep_images|untagged_days)": _expiry,
    r"services\.\w+\.container": _container,
    r"services\.\w+\.container_more": _container_more,
    r"services\.\w+\.environment": _environment,
    r"services\.\w+\.log_options": _log_options,
    r"services\.\w+\.secrets": _secrets,
    r"services\.\w+\.parameters": _parameters,
}
