"""AWS's spellings, made Terraform's: tag lists, domain names, ARNs. Plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imports.model import Found


def live(type_: str, id_: str, facts: Mapping[str, Any], *, name: str = "") -> Found:
    """A Found called by `name`, else by its name tag, else by its id."""
    return Found(type=type_, id=id_, name=name or facts.get("tags", {}).get("Name") or id_, facts=facts)


def tags(item: Mapping[str, Any], key: str = "Tags") -> dict[str, str]:
    """`[{"Key": k, "Value": v}]` as `{k: v}`; AWS's own tags are not Terraform's."""
    listed: Sequence[Mapping[str, str]] = item.get(key) or []
    return {tag["Key"]: tag["Value"] for tag in listed if not tag["Key"].startswith("aws:")}


def domain(name: str) -> str:
    """A domain name as Terraform writes it: lower case, no final dot, `*` for DNS's octal 052."""
    return name.rstrip(".").lower().replace("\\052", "*")


def alias_target(name: str) -> str:
    """What an alias leads to; the console puts `dualstack.` before a load balancer's name, other tools do not."""
    return domain(name).removeprefix("dualstack.")


def below(name: str, zone: str) -> bool:
    """Whether a domain name is the zone's own or lies in it."""
    return name == zone or name.endswith(f".{zone}")


def last(arn: str) -> str:
    """The last segment of an ARN or path: the name of a cluster, service or role."""
    return arn.rpartition("/")[2]
