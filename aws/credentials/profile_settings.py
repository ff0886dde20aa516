"""The settings of a profile that decide how AWS is called: those that boto3 or terraform cannot use.

In: the profile as boto3 reads it. Out: nothing, or one error with file, key and cure. A setting has the same check as
the variable that botocore names beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES

from aws.credentials.sources import Place
from errors import CounterPromoError
from machine import variable_checks
from machine.variables import CHECKS

# A value that boto3 uses, and that terraform is not given.
_OF_BOTO3_ALONE = (("retry_mode", "legacy"),)
NOT_EMPTY = "ca_bundle"  # boto3 would check no certificate at all


def check(settings: dict[str, Any], *, place: Place) -> None:
    """Raises CounterPromoError for the first setting that cannot be used."""
    for key, value, wrong in _faults(settings):
        raise CounterPromoError(
            f"the profile {place.profile} has {key} = {value}: {wrong}",
            cure=f"correct {key} in [profile {place.profile}] of {place.file}",
        )


def _faults(settings: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, variable in _variables().items():
        value: object = settings.get(key)
        if key == NOT_EMPTY and value == "":
            yield key, "", "is empty"
        if not isinstance(value, str) or not value or (key, value) in _OF_BOTO3_ALONE:
            continue
        if wrong := CHECKS["aws"][variable](value):
            yield key, value, wrong
    endpoint = settings.get("endpoint_url")
    if isinstance(endpoint, str) and endpoint and (wrong := variable_checks.url(endpoint)):
        yield "endpoint_url", endpoint, wrong


def _variables() -> dict[str, str]:
    """Returns the variable of each key of a profile, for the keys that have a check."""
    pairs = ((key, variable) for key, variable, *_ in BOTOCORE_DEFAUT_SESSION_VARIABLES.values())
    return {key: variable for key, variable in pairs if key and isinstance(variable, str) and variable in CHECKS["aws"]}
