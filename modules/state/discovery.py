"""Finds the state bucket and the lock table of the account. The state is never read."""

from __future__ import annotations

from collections.abc import Mapping

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import AccountSettings
from modules.storage.discovery import find_buckets


def find(aws: Aws, settings: AccountSettings) -> list[Found]:
    """Returns the buckets of the account with the settings of the state bucket, and every table."""
    tables = aws.listing("dynamodb", "list_tables", "TableNames")
    buckets = find_buckets(aws, lambda name: name == settings.state.bucket)
    keys = _keys(aws, settings.state.lock_table) if settings.state.lock_table in tables else {}
    return [*buckets, *(_table(aws, name, keys if name == settings.state.lock_table else {}) for name in tables)]


def _table(aws: Aws, name: str, keys: Mapping[str, str]) -> Found:
    arn = f"arn:aws:dynamodb:{aws.region}:{aws.account_id}:table/{name}"
    return live("aws_dynamodb_table", name, {"name": name, "arn": arn, "keys": keys}, name=name)


def _keys(aws: Aws, table: str) -> dict[str, str]:
    """Returns the keys of a table with their types, such as `{"LockID": "S"}`."""
    described = aws.reply("dynamodb", "describe_table", "Table", TableName=table)
    types = {one["AttributeName"]: one["AttributeType"] for one in described["AttributeDefinitions"]}
    return {key["AttributeName"]: types[key["AttributeName"]] for key in described["KeySchema"]}
