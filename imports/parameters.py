"""SSM parameters: found and matched. Mirrors modules/parameters.py. Described, never read: a value may be a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from envs.settings import Settings
from imports.aws import Aws
from imports.model import Found
from imports.rules import Rule, by
from imports.spelling import live

_BATCH = 50  # the most values one filter of DescribeParameters takes


def find(aws: Aws, settings: Settings) -> list[Found]:
    """The parameters below the environment's namespaces, and those of the settings that stand outside of them."""
    paths = sorted(_namespaces(settings))
    outside = sorted(name for name in _names(settings) if not name.startswith(tuple(f"{path}/" for path in paths)))
    filters = [{"Key": "Path", "Option": "Recursive", "Values": paths}]
    filters += [
        {"Key": "Name", "Option": "Equals", "Values": outside[start : start + _BATCH]}
        for start in range(0, len(outside), _BATCH)
    ]
    listed = aws.each(
        lambda one: aws.listing("ssm", "describe_parameters", "Parameters", ParameterFilters=[one]), filters
    )
    return [_parameter(aws, one) for some in listed for one in some]


def _namespaces(settings: Settings) -> set[str]:
    """`/counterpromo/dev`, and what else of that depth the settings' names begin with."""
    named = {"/".join(name.split("/")[:3]) for name in _names(settings) if name.count("/") > 2}
    return {f"/{settings.project}/{settings.environment}"} | named


def _names(settings: Settings) -> set[str]:
    stripe = settings.stripe
    names = {parameter.name for parameter in settings.parameters.values()}
    names |= {f"{stripe.price_prefix}{plan}" for plan in stripe.prices}
    return names | {f"{stripe.plan_prefix}{price}" for price in stripe.prices.values()}


def _parameter(aws: Aws, parameter: Mapping[str, Any]) -> Found:
    name = parameter["Name"]
    arn = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter/{name.removeprefix('/')}"
    return live("aws_ssm_parameter", name, {"name": name, "arn": arn, "type": parameter["Type"]}, name=name)


RULES: Mapping[str, tuple[Rule, ...]] = {"aws_ssm_parameter": (by("name"),)}
