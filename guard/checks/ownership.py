"""Checks the AWS account and region of credentials, backend, provider and every ARN in a plan.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html. No finding of this file can be waived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guard.expected import Expected
from guard.verdict import Finding, Mode, finding_on
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import texts

_ARN = re.compile(r"\barn:(?P<partition>[\w-]+):[\w.-]+:(?P<region>[\w*?-]*):(?P<account>[\w*?-]*):")
_QUEUE_URL = re.compile(r"\bhttps://sqs\.(?P<region>[\w-]+)\.amazonaws\.com(?:\.\w+)?/(?P<account>\d{12})/")
_ACCOUNT = re.compile(r"\d{12}")
# Accounts of AWS itself: `aws` in the ARNs of managed policies, and the accounts that deliver load balancer logs.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_OF_AWS = frozenset(
    {
        "aws",
        "127311923021",  # us-east-1
        "033677994240",  # us-east-2
        "027434742980",  # us-west-1
        "797873946194",  # us-west-2
        "054676820928",  # eu-central-1
        "156460612806",  # eu-west-1
        "652711504416",  # eu-west-2
        "009996457667",  # eu-west-3
        "897822967062",  # eu-north-1
    }
)
_PROVIDERS = {
    "registry.terraform.io/hashicorp/aws": "aws",
    "terraform.io/builtin/terraform": "terraform",
}
# Arguments of the provider block that lead nowhere else; any other one, such as that of a newer provider, is blocked.
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
_LEADING_NOWHERE = frozenset(
    [
        "allowed_account_ids",
        "default_tags",
        "ignore_tags",
        "max_retries",
        "region",
        "retry_mode",
        "token_bucket_rate_limiter_capacity",
        "use_dualstack_endpoint",
        "use_fips_endpoint",
    ]
)
# Arguments that may name another account or region: a copy's key, the source of a replica, whom a policy admits.
_ELSEWHERE = (
    "assume_role_policy",
    "kms_key_id",
    "kms_master_key_id",
    "log_destination",
    "policy",
    "replica",
    "replicate_source_db",
)
_OWNERS = ("owner_id", "peer_owner_id", "registry_id", "account_id", "principal")
_OUR_DATA = ("aws_", "terraform_")
_RUNNING = frozenset({"aws_lambda_invocation"})
# Data sources that show the credentials with which the plan was made.
_CALLER = {"aws_caller_identity": (("account_id",), "account"), "aws_region": (("name", "region"), "region")}


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for everything that names another account or region than the settings."""
    for claim in expected.claims:
        if (claim.account or expected.account, claim.region or expected.region) != (expected.account, expected.region):
            yield Finding(rule="identity", detail=f"{claim.where}: {claim.account} {claim.region}".rstrip())
    for type_, values in plan.data:
        names, of = _CALLER.get(type_, ((), ""))
        for name in names:
            if values.get(name) not in (None, getattr(expected, of)):
                yield Finding(rule="identity", detail=f"data.{type_}: {str(values.get(name))[:20]}")
                break
    yield from _of_providers(plan, expected)
    for change in (*plan.changes, *plan.drift):
        yield from _of_change(change, expected)
    for name, output in plan.outputs.items():
        if foreign := _foreign_arn((output.get("before"), output.get("after")), expected):
            yield Finding(rule="identity", address=f"output.{name}", detail=foreign)


def _of_change(change: Change, expected: Expected) -> Iterator[Finding]:
    if foreign := _foreign_arn((*_without_kept_references(change), change.import_id), expected):
        yield finding_on("identity", change, foreign)
    owners = {str(side[name]) for side in (change.before, change.after) for name in _OWNERS if side.get(name)}
    if other := sorted(owner for owner in owners if _ACCOUNT.fullmatch(owner) and owner != expected.account):
        yield finding_on("identity", change, f"its owner is account {other[0]}")
    if change.managed and change.provider and change.provider not in _PROVIDERS:
        yield finding_on("foreign-provider", change, change.provider[:80])


def _without_kept_references(change: Change) -> tuple[Mapping[str, Any], ...]:
    """Returns both sides without references to elsewhere that the plan keeps, such as the key of a copy of a secret."""
    kept = {name for name in _ELSEWHERE if change.before.get(name) == change.after.get(name)}
    return tuple(
        {key: value for key, value in side.items() if key not in kept} for side in (change.before, change.after)
    )


def _foreign_arn(values: tuple[Any, ...], expected: Expected) -> str:
    """Returns account and region of the first ARN or queue URL of another account or region; empty if there is none.

    The text leaves out the rest of the ARN, which may be the name of a secret.
    """
    for text in (text for value in values for text in texts(value)):
        for found in (*_ARN.finditer(text), *_QUEUE_URL.finditer(text)):
            parts = found.groupdict()
            ours = (
                parts.get("partition", "aws") == "aws"
                and _fits(parts["account"], expected.account, others=_OF_AWS)
                and _fits(parts["region"], expected.region)
            )
            if not ours:
                return f"an ARN of account {parts['account'] or 'none'} in {parts['region'] or 'no region'}"
    return ""


def _fits(part: str, wanted: str, *, others: frozenset[str] = frozenset()) -> bool:
    """Returns True if a part of an ARN is as expected, empty (as in global services) or a pattern (as in policies)."""
    return part in ("", wanted) or part in others or "*" in part or "?" in part


def _of_providers(plan: Plan, expected: Expected) -> Iterator[Finding]:
    """Checks the provider blocks of the code. A value that comes from a variable counts as another value."""
    configs = plan.configuration.get("provider_config")
    for key, config in configs.items() if isinstance(configs, Mapping) else ():
        if not isinstance(config, Mapping):
            yield Finding(rule="plan-unreadable", detail="provider_config is not an object of objects")
            continue
        name = str(config.get("full_name", ""))
        if name and name not in _PROVIDERS:
            yield Finding(rule="foreign-provider", detail=name[:80])
        arguments = config.get("expressions")
        if isinstance(arguments, Mapping) and _PROVIDERS.get(name, "aws") == "aws":
            yield from _of_provider(str(key), arguments, expected)
    yield from _provisioners(plan)
    yield from _data_sources(plan)


def _of_provider(key: str, arguments: Mapping[str, Any], expected: Expected) -> Iterator[Finding]:
    wanted: dict[str, Any] = {"region": expected.region, "allowed_account_ids": [expected.account]}
    for name, value in wanted.items():
        if name in arguments and _constant(arguments[name]) != value:
            yield Finding(rule="identity", detail=f"provider {key}: {name} is not the value of the settings")
    for name in sorted(set(arguments) - _LEADING_NOWHERE):
        if arguments[name] not in (None, [], {}):
            yield Finding(rule="provider-turned", detail=f"provider {key}: {name}")


def _constant(expression: Any) -> Any:
    return expression.get("constant_value") if isinstance(expression, Mapping) else None


def _provisioners(plan: Plan) -> Iterator[Finding]:
    """Yields a finding for each provisioner: no plan shows what its program does.

    https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax
    """
    for address, resource in plan.written.items():
        provisioners = resource.get("provisioners")
        for provisioner in provisioners if isinstance(provisioners, list) else []:
            kind = provisioner.get("type", "unknown") if isinstance(provisioner, Mapping) else "unknown"
            yield Finding(rule="provisioner", address=address, detail=str(kind)[:40])


def _data_sources(plan: Plan) -> Iterator[Finding]:
    """Yields a finding for each data source that runs a program or belongs to another provider.

    It runs at each plan, also at one that changes nothing. A provider that needs no block is named by its type alone.
    https://developer.hashicorp.com/terraform/language/data-sources
    """
    read = {change.address: change.type for change in plan.changes if not change.managed}
    written = {address: str(one.get("type")) for address, one in plan.written.items() if one.get("mode") == "data"}
    for address, type_ in sorted({**written, **read}.items()):
        if not type_.startswith(_OUR_DATA):
            yield Finding(rule="foreign-provider", address=address, detail=type_[:80])
        elif type_ in _RUNNING:
            yield Finding(rule="provisioner", address=address, detail="the data source runs a function")
