"""Finds SSM parameters. They are described and not read: a value may be a secret.

Only the plain strings of Stripe's prices are read, because the value holds the plan of a price.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, Rule, same
from imports.matching.match_state import MatchState
from imports.matching.name_filter import mentions
from imports.model import Declared, Found
from imports.normalise import live
from modules.parameters.settings import StripeSettings
from modules.settings import Settings
from modules.task_definitions.discovery import names_in_tasks
from modules.task_definitions.injected import of_others_instead

_BATCH = 50  # the most values one filter of DescribeParameters takes
_VALUES = 10  # the most names GetParameters takes


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the parameters in the environment's namespaces, and those outside that the settings or tasks name."""
    in_tasks, ours = names_in_tasks(aws, settings, service="ssm"), mentions(settings)
    paths = sorted(_namespaces(settings) | _above(filter(ours, in_tasks)))
    names = _names(settings) | in_tasks
    outside = sorted(name for name in names if not name.startswith(tuple(f"{path}/" for path in paths)))
    filters = [{"Key": "Path", "Option": "Recursive", "Values": paths}]
    filters += [
        {"Key": "Name", "Option": "Equals", "Values": outside[start : start + _BATCH]}
        for start in range(0, len(outside), _BATCH)
    ]
    listed = aws.each(
        lambda one: aws.listing("ssm", "describe_parameters", "Parameters", ParameterFilters=[one]), filters
    )
    described = [one for some in listed for one in some]
    prices = [one["Name"] for one in described if one["Type"] == "String" and _is_price(one["Name"], settings.stripe)]
    values = _values(aws, sorted(set(prices)))
    return [_parameter(aws, one, values.get(one["Name"]), ours=ours(one["Name"])) for one in described]


def _is_price(name: str, stripe: StripeSettings) -> bool:
    return name.startswith((stripe.price_prefix, stripe.plan_prefix))


def _values(aws: Aws, names: Sequence[str]) -> dict[str, str]:
    """Returns name -> value, never decrypted; a parameter that became a SecureString since it was described is left
    out.
    """
    batches = [list(names[start : start + _VALUES]) for start in range(0, len(names), _VALUES)]
    read = aws.each(
        lambda batch: aws.reply("ssm", "get_parameters", "Parameters", Names=batch, WithDecryption=False), batches
    )
    return {one["Name"]: one["Value"] for some in read for one in some if one["Type"] == "String"}


def _namespaces(settings: Settings) -> set[str]:
    """Returns `/counterpromo/dev`, and the prefixes of the same depth of other names in the settings."""
    named = {"/".join(name.split("/")[:3]) for name in _names(settings) if name.count("/") > 2}
    return {f"/{settings.project}/{settings.environment}"} | named


def _names(settings: Settings) -> set[str]:
    stripe = settings.stripe
    names = {stripe.price_prefix, stripe.plan_prefix} | {parameter.name for parameter in settings.parameters.values()}
    names |= {f"{stripe.price_prefix}{plan}" for plan in stripe.prices}
    return names | {f"{stripe.plan_prefix}{price}" for price in stripe.known.values()}


def _above(names: Iterable[str]) -> set[str]:
    """Returns the namespaces of names that tasks refer to, two words deep: `/dev/counterpromo`."""
    return {"/".join(name.split("/")[:3]) for name in names if name.startswith("/") and name.count("/") > 2}


def _parameter(aws: Aws, parameter: Mapping[str, Any], value: str | None, *, ours: bool) -> Found:
    name = parameter["Name"]
    arn = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter/{name.removeprefix('/')}"
    facts = {"name": name, "arn": arn, "type": parameter["Type"], "value": value, "ours": ours}
    return live("aws_ssm_parameter", name, facts, name=name)


def _wanted(declared: Declared, match_state: MatchState) -> Hashable | None:
    return str(match_state.value(declared, "name"))


def _readable(found: Found) -> Hashable | None:
    """Returns the name; None for a SecureString, because an import would put its value into the state."""
    return None if found.facts["type"] == "SecureString" else found.name


by_name = same("name", wanted=_wanted, key=_readable)


def readable(rule: Rule) -> Rule:
    """Returns a rule without parameters of type SecureString."""

    def plain(declared: Declared, match_state: MatchState) -> Hits:
        hits = rule(declared, match_state)
        return Hits(by=hits.by, found=[one for one in hits.found if one.facts["type"] != "SecureString"])

    return plain


def secure_string_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that the declared parameter is a SecureString, or that the tasks take another one."""
    name = str(match_state.value(declared, "name"))
    found = [one for one in match_state.found.get(declared.type, []) if one.name == name]
    reason = f"{name} is a SecureString, and an import would put its value into the state"
    secure = any(one.facts["type"] == "SecureString" for one in found)
    return reason if secure else of_others_instead(declared, match_state)


def is_declared_secure_string(found: Found, match_state: MatchState) -> bool:
    """Returns True for a SecureString that the code declares as a plain parameter: it is a gap."""
    names = {one.arguments.get("name") for one in match_state.declared.values() if one.type == found.type}
    return found.facts["type"] == "SecureString" and found.name in names
