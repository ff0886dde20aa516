"""Converts AWS's notation to Terraform's: lists of tags, domain names, ARNs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imports.model import Found


def live(type_: str, id_: str, facts: Mapping[str, Any], *, name: str = "") -> Found:
    """Returns a Found with `name`, or else with its Name tag, or else with its id as the name."""
    return Found(type=type_, id=id_, name=name or facts.get("tags", {}).get("Name") or id_, facts=facts)


def tags(item: Mapping[str, Any], key: str = "Tags") -> dict[str, str]:
    """Returns `[{"Key": k, "Value": v}]` as `{k: v}`, without the tags of AWS itself."""
    listed: Sequence[Mapping[str, str]] = item.get(key) or []
    return {tag["Key"]: tag["Value"] for tag in listed if not tag["Key"].startswith("aws:")}


def domain(name: str) -> str:
    """Returns a domain name as Terraform writes it: lower case, no final dot, `*` for DNS's octal 052."""
    return name.rstrip(".").lower().replace("\\052", "*")


def alias_target(name: str) -> str:
    """Returns the target of an alias, without the `dualstack.` that the console adds before a load balancer's name."""
    return domain(name).removeprefix("dualstack.")


def below(name: str, zone: str) -> bool:
    """Returns True if a domain name is the zone's or in the zone."""
    return name == zone or name.endswith(f".{zone}")


def last(arn: str) -> str:
    """Returns the last segment of an ARN or path: the name of a cluster, service or role."""
    return arn.rpartition("/")[2]
