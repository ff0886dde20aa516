"""Builds the guard's context: account, region, import ids, protected addresses, and what may be open to the internet.

In: settings, the synthesized stack if there is one, the manifest of the last apply. Out: the guard's Expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guard.expected import Claim, Expected, Openings
from imports.files import ids_file
from modules.settings import AccountSettings
from terraform.stack import Stack
from terraform.state.protected_manifest import Manifest

if TYPE_CHECKING:
    from aws.identity import Account
    from modules.settings import Settings

HTTP, HTTPS = 80, 443


def of_stack(
    settings: Settings | AccountSettings,
    *,
    envs: Path,
    manifest: Manifest,
    stack_dir: Path | None = None,
    account: Account | None = None,
    imports: Mapping[str, str] | None = None,
) -> Expected:
    """Returns the context for any stack: `of_environment` or `of_account`."""
    if isinstance(settings, AccountSettings):
        return of_account(settings, manifest=manifest, stack_dir=stack_dir, account=account)
    return of_environment(settings, envs=envs, manifest=manifest, stack_dir=stack_dir, account=account, imports=imports)


def of_environment(
    settings: Settings,
    *,
    envs: Path,
    manifest: Manifest,
    stack_dir: Path | None = None,
    account: Account | None = None,
    imports: Mapping[str, str] | None = None,
) -> Expected:
    """Returns the context for the stack of an environment.

    Without `stack_dir` the addresses that are protected now are unknown. Without `imports` the import ids are those of
    `envs/ENV.imports.json`, or of the manifest.
    """
    known = ids_file.read_for(settings.aws, settings.environment, envs)
    listed = imports if imports is not None else (known.by_address if known else manifest.imports)
    return _expected(
        settings, manifest=manifest, stack_dir=stack_dir, account=account, listed=listed, openings=_openings(settings)
    )


def of_account(
    settings: AccountSettings, *, manifest: Manifest, stack_dir: Path | None = None, account: Account | None = None
) -> Expected:
    """Returns the context for the account's stack, which has neither security groups nor routes."""
    return _expected(
        settings, manifest=manifest, stack_dir=stack_dir, account=account, listed=manifest.imports, openings=Openings()
    )


def _expected(
    settings: Settings | AccountSettings,
    *,
    manifest: Manifest,
    stack_dir: Path | None,
    account: Account | None,
    listed: Mapping[str, str] | None,
    openings: Openings,
) -> Expected:
    stack = Stack.read(stack_dir) if stack_dir else None
    return Expected(
        account=settings.aws.account_id,
        region=settings.aws.region,
        claims=tuple(_claims(stack.document if stack else {}, account=account)),
        imports=listed,
        protected_before=frozenset(manifest.protected),
        protected_now=stack.protected() if stack else None,
        openings=openings,
        code=dict(stack.resources()) if stack else None,
    )


def _claims(document: Mapping[str, Any], *, account: Account | None) -> Iterator[Claim]:
    if account:
        yield Claim(where="the credentials", account=account.account_id, region=account.region)
    backend = document.get("terraform", {}).get("backend", {}).get("s3")
    if backend:
        yield Claim(where="the backend", account="", region=str(backend.get("region", "")))


def _openings(settings: Settings) -> Openings:
    """Returns ports 80 and 443 of the load balancer, groups with open egress, and tables with an internet route."""
    groups = settings.security_groups
    services = {key: each.security_group for key, each in settings.services.items()}
    all_groups = {"load_balancer": groups.load_balancer, "database": groups.database, "endpoints": groups.endpoints}
    unrestricted = {key: group for key, group in (all_groups | services).items() if group.open_egress}
    tables = {key: table for key, table in settings.network.route_tables.items() if table.internet}
    return Openings(
        ingress={groups.load_balancer.name: frozenset({HTTP, HTTPS})},
        egress=frozenset(group.name for group in unrestricted.values()),
        tables=frozenset(
            name for key, table in tables.items() for name in (table.name, f"aws_route_table.network_{key}") if name
        ),
        addresses=frozenset(
            {
                "aws_vpc_security_group_ingress_rule.groups_load_balancer_http",
                "aws_vpc_security_group_ingress_rule.groups_load_balancer_https",
                *(f"aws_vpc_security_group_egress_rule.groups_{key}_to_anywhere" for key in unrestricted),
                *(f"aws_route.network_{key}_internet" for key in tables),
            }
        ),
    )
