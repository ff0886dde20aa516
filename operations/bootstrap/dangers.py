"""Refuses to adopt what is dangerous or of no use, each with the reason and the cure. Everything else is adopted as is.

In: the plan that imports it, with the live values, or the live resources; and the stack as the code has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Refused
from imports.model import Found, Stray
from modules.pipelines.permission_check import denies_too_little, further, is_read_only_of_aws
from modules.pipelines.roles import ROLES
from modules.pipelines.trust_check import Trusted, others_let_in
from modules.settings import AccountSettings
from modules.state.public_bucket import why_public
from terraform.expressions import references
from terraform.plan.plan import Plan
from terraform.stack import Address, Stack

_LOCK_KEY = {"LockID": "S"}
_ATTACHMENT = "aws_iam_role_policy_attachment"
_Live = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Danger:
    """A danger: what is wrong with a live resource, and what a person may do about it."""

    says: str
    cure: str


def refuse_live(plan: Mapping[str, Any], *, ids: Mapping[str, str], code: Stack, settings: AccountSettings) -> None:
    """Raises Refused with every dangerous resource that a plan imports."""
    live = {change.address: change.before for change in Plan.of(plan).managed if change.address in ids}
    found = [*_buckets(live), *_trusts(live, code=code, settings=settings), *_policies(live, code=code)]
    if found:
        lines = [f"  {danger.says}" for danger in found]
        raise Refused(
            "\n".join(["bootstrap does not adopt what is dangerous:", *lines]),
            cure="; ".join(dict.fromkeys(danger.cure for danger in found)),
        )


def refuse_strays(strays: Sequence[Stray], *, found: Sequence[Found], code: Stack) -> None:
    """Raises Refused if a role of the workflows has further policies that permit more than the code and reading."""
    by_key = {live.key: live for live in found}
    policies = [
        f"{stray.name or stray.id} ({stray.type})"
        for stray in strays
        if stray.type in ("aws_iam_role_policy", _ATTACHMENT) and not _is_harmless(by_key[stray.type, stray.id], code)
    ]
    if policies:
        raise Refused(
            f"a role of the pipelines has policies that permit more than the code: {', '.join(policies)}",
            cure="remove these policies from the role, or give the role another name",
        )


def refuse_unusable_lock_table(settings: AccountSettings, *, found: Sequence[Found]) -> None:
    """Raises Refused if Terraform cannot lock in the existing table: its only key must be the text `LockID`.

    https://developer.hashicorp.com/terraform/language/backend/s3#dynamodb-table-permissions
    """
    state = settings.state
    tables = [one for one in found if one.type == "aws_dynamodb_table" and one.name == state.lock_table]
    for table in tables if state.use_lock_table else ():
        keys: Mapping[str, str] = table.facts["keys"]
        if keys != _LOCK_KEY:
            has = ", ".join(f"{name} ({type_})" for name, type_ in keys.items())
            raise Refused(
                f"the table {table.name} cannot hold Terraform's locks: its key is {has}; expected: LockID (S)",
                cure="name another table in state.lock_table of every settings file, or set use_lock_table = false",
            )


def _buckets(live: _Live) -> Iterator[Danger]:
    blocks = {one.get("bucket"): one for one in _of_type(live, "aws_s3_bucket_public_access_block").values()}
    for address, bucket in _of_type(live, "aws_s3_bucket").items():
        name = bucket.get("bucket")
        if why := why_public(bucket, access_block=blocks.get(name, {})):
            yield Danger(
                says=f"{address} ({name}): the state bucket is public: {why}",
                cure=f"block public access to {name}, then run the command again",
            )


def _trusts(live: _Live, *, code: Stack, settings: AccountSettings) -> Iterator[Danger]:
    if settings.pipelines is None:
        return
    for address, role in _of_type(live, "aws_iam_role").items():
        name = str(role.get("name"))
        trusted = Trusted(
            account_id=settings.aws.account_id,
            issuer=settings.github_oidc.url.removeprefix("https://"),
            pipelines=settings.pipelines,
            role=next(each for each in ROLES if name.endswith(each)),
        )
        ours = code.arguments(address)["assume_role_policy"]
        for why in others_let_in(role["assume_role_policy"], code=ours, trusted=trusted):
            yield Danger(
                says=f"{address} ({name}): the trust policy lets others in: {why}",
                cure=f"restrict the trust policy of {name} to this account and repository, or delete the role",
            )


def _policies(live: _Live, *, code: Stack) -> Iterator[Danger]:
    for address, policy in _of_type(live, "aws_iam_policy").items():
        roles = {role for policies, role in _attachments(code) if address in policies}
        name, actions = policy.get("name"), further(policy["policy"], code=_documents(roles, code))
        if denies_too_little(policy["policy"], code=code.arguments(address)["policy"]):
            actions = (*actions, "what the code denies")
        if actions:
            yield Danger(
                says=f"{address} ({name}): the policy permits more than the code: {', '.join(actions)}",
                cure=f"take these permissions out of the policy {name}, or delete it",
            )


def _is_harmless(policy: Found, code: Stack) -> bool:
    """Checks whether a further policy on a role only reads, or permits what the code permits."""
    if is_read_only_of_aws(str(policy.facts.get("policy_arn", ""))):
        return True
    document = policy.facts.get("document")
    named = [address for address, arguments in code.resources() if arguments.get("name") == policy.facts["role"]]
    return bool(document) and not further(document, code=_documents(set(named), code))


def _documents(roles: set[str], code: Stack) -> list[str]:
    """Returns all policies that the code attaches to these roles: together they say what a role may do."""
    addresses = {address for policies, role in _attachments(code) if role in roles for address in policies}
    return [code.arguments(address)["policy"] for address in sorted(addresses)]


def _attachments(code: Stack) -> Iterator[tuple[frozenset[str], str]]:
    """Yields the policy and the role of each attachment, as addresses."""
    for address, arguments in code.resources():
        if Address.parse(address).type == _ATTACHMENT:
            for role in references(arguments["role"]):
                yield references(arguments["policy_arn"]), role


def _of_type(live: _Live, type_: str) -> dict[str, Mapping[str, Any]]:
    return {address: values for address, values in live.items() if Address.parse(address).type == type_}
