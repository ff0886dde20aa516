"""Finds GitHub's identity provider. An account has one for each URL."""

from __future__ import annotations

from collections.abc import Hashable

from aws.reader import Aws
from imports.matching.match_rules import same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live
from modules.settings import AccountSettings


def find(aws: Aws, settings: AccountSettings) -> list[Found]:
    """Returns every identity provider of the account, with the URL at the end of its ARN."""
    providers = aws.listing("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList")
    return [_provider(provider["Arn"]) for provider in providers]


def _provider(arn: str) -> Found:
    url = arn.partition(":oidc-provider/")[2]
    return live("aws_iam_openid_connect_provider", arn, {"arn": arn, "url": url}, name=url)


def _host_and_path(declared: Declared, match_state: MatchState) -> Hashable | None:
    return str(match_state.value(declared, "url")).removeprefix("https://").rstrip("/")


by_url = same("url", wanted=_host_and_path, key=lambda live: str(live.facts["url"]))
