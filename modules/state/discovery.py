"""Finds the state bucket and the lock table of the account. The state is never read."""

from __future__ import annotations

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import AccountSettings
from modules.storage.discovery import find_buckets


def find(aws: Aws, settings: AccountSettings) -> list[Found]:
    """Returns the buckets of the account with the settings of the state bucket, and every table."""
    tables = aws.listing("dynamodb", "list_tables", "TableNames")
    buckets = find_buckets(aws, lambda name: name == settings.state.bucket)
    return [*buckets, *(_table(aws, name) for name in tables)]


def _table(aws: Aws, name: str) -> Found:
    arn = f"arn:aws:dynamodb:{aws.region}:{aws.account_id}:table/{name}"
    return live("aws_dynamodb_table", name, {"name": name, "arn": arn}, name=name)
