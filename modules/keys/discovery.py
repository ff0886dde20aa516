"""Finds the customer managed keys of KMS by their aliases. No data is decrypted.

Nothing is asked if the settings have no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings

_OF_AWS = "alias/aws/"


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every alias of the region that is not one of AWS, and its key."""
    if not settings.keys:
        return []
    aliases = aws.listing("kms", "list_aliases", "Aliases")
    ours = [one for one in aliases if one.get("TargetKeyId") and not one["AliasName"].startswith(_OF_AWS)]
    return [found for alias in ours for found in _alias(alias, aws=aws)]


def _alias(alias: Mapping[str, Any], *, aws: Aws) -> list[Found]:
    name, id_ = alias["AliasName"], alias["TargetKeyId"]
    arn = f"arn:aws:kms:{aws.region}:{aws.account_id}:key/{id_}"
    return [
        live("aws_kms_key", id_, {"id": id_, "key_id": id_, "arn": arn, "alias": name}, name=name),
        live("aws_kms_alias", name, {"name": name, "target_key_id": id_}, name=name),
    ]
