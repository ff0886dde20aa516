"""A second complete environment in DEV's account: in another VPC, with a database, services and a load balancer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.handmade import make_environment
from sandbox.handmade.console import sign_in
from sandbox.handmade.forms import DEV
from tests.adoption.account import ACCOUNT, Account
from tests.adoption.cases.whole.generated_names import in_all_texts


def numbered_dev(account: Account) -> None:
    """`counterpromo-dev2-*` and `/counterpromo/dev2/*`, with the CIDR of DEV."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w)": r"counterpromo\1dev\g<2>2"})


def green_dev(account: Account) -> None:
    """A copy for a blue/green change: DEV's names with `-green`."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w|-green)": r"counterpromo\1dev\2-green"})


def staging(account: Account) -> None:
    """STAGING, made like DEV."""
    _make(account, {r"counterpromo([-/])dev(local)?(?!\w)": r"counterpromo\1staging\2"})


def _make(account: Account, names: Mapping[str, str]) -> None:
    console = sign_in(account.workplace.sandbox.environment())

    def in_text(text: str) -> str:
        for pattern, new in names.items():
            text = re.sub(pattern, new, text)
        return text.replace("dev.counterpromo.com", "second.counterpromo.com")

    renamed = in_all_texts(in_text)

    def rename(*, params: dict[str, Any], **_event: Any) -> Any:
        return renamed(params)

    zone = account.client("route53").list_hosted_zones_by_name(DNSName="counterpromo.com")["HostedZones"][0]["Id"]
    console.session.events.register("provide-client-params", rename)
    make_environment(
        console,
        DEV,
        identity_provider=f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com",
        zone=zone.rpartition("/")[2],
    )
