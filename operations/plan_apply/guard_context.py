"""What the guard holds a plan against, from the settings, the code and what is kept beside the state.

In: settings, the synthesized stack where there is one, the manifest of the last apply. Out: the guard's Expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guard.expected import Claim, Expected, Openings
from imports import ids_file
from terraform import stack
from terraform.state.protected_manifest import Manifest
from terraform.trial_plan import STACK

if TYPE_CHECKING:
    from aws.identity import Account
    from modules.settings import AccountSettings, Settings

HTTP, HTTPS = 80, 443


def of_environment(
    settings: Settings,
    *,
    envs: Path,
    manifest: Manifest,
    stack_dir: Path | None = None,
    who: Account | None = None,
    imports: Mapping[str, str] | None = None,
) -> Expected:
    """An environment's. Without a stack at hand, what is protected now is not known; without an import, its ids are."""
    known = ids_file.read_for(settings.aws, settings.environment, envs)
    listed = imports if imports is not None else (known.by_address if known else manifest.imports)
    return _expected(
        settings, manifest=manifest, stack_dir=stack_dir, who=who, listed=listed, open_=_openings(settings)
    )


def of_account(
    settings: AccountSettings, *, manifest: Manifest, stack_dir: Path | None = None, who: Account | None = None
) -> Expected:
    """The account's own stack: it has neither groups nor routes."""
    return _expected(
        settings, manifest=manifest, stack_dir=stack_dir, who=who, listed=manifest.imports, open_=Openings()
    )


def protected(document: Mapping[str, Any]) -> frozenset[str]:
    """The addresses with `prevent_destroy` in a synthesized stack: no plan tells them."""
    return frozenset(
        f"{type_}.{name}"
        for type_, named in document.get("resource", {}).items()
        for name, arguments in named.items()
        if arguments.get("lifecycle", {}).get("prevent_destroy") is True
    )


def _expected(
    settings: Settings | AccountSettings,
    *,
    manifest: Manifest,
    stack_dir: Path | None,
    who: Account | None,
    listed: Mapping[str, str] | None,
    open_: Openings,
) -> Expected:
    document = stack.read_document(stack_dir / STACK) if stack_dir else None
    return Expected(
        account=settings.aws.account_id,
        region=settings.aws.region,
        claims=tuple(_claims(document or {}, who=who)),
        imports=listed,
        protected_before=frozenset(manifest.protected),
        protected_now=protected(document) if document is not None else None,
        openings=open_,
    )


def _claims(document: Mapping[str, Any], *, who: Account | None) -> Iterator[Claim]:
    if who:
        yield Claim(where="the credentials", account=who.account_id, region=who.region)
    backend = document.get("terraform", {}).get("backend", {}).get("s3")
    if backend:
        yield Claim(where="the backend", account="", region=str(backend.get("region", "")))


def _openings(settings: Settings) -> Openings:
    """80 and 443 of the load balancer, what the settings let out freely, and tables that lead to the internet."""
    groups = settings.security_groups
    services = {key: each.security_group for key, each in settings.services.items()}
    all_groups = {"load_balancer": groups.load_balancer, "database": groups.database, "endpoints": groups.endpoints}
    open_out = {key: group for key, group in (all_groups | services).items() if group.open_egress}
    tables = {key: table for key, table in settings.network.route_tables.items() if table.internet}
    return Openings(
        ingress={groups.load_balancer.name: frozenset({HTTP, HTTPS})},
        egress=frozenset(group.name for group in open_out.values()),
        tables=frozenset(
            name for key, table in tables.items() for name in (table.name, f"aws_route_table.network_{key}") if name
        ),
        addresses=frozenset(
            {
                "aws_vpc_security_group_ingress_rule.groups_load_balancer_http",
                "aws_vpc_security_group_ingress_rule.groups_load_balancer_https",
                *(f"aws_vpc_security_group_egress_rule.groups_{key}_to_anywhere" for key in open_out),
                *(f"aws_route.network_{key}_internet" for key in tables),
            }
        ),
    )
