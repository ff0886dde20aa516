"""Finds whom the policy of a resource lets in from outside of the account: everybody, another account, strangers.

A condition restricts who is let in only if it compares a key about the caller with fixed values, and fails where the
key is absent: `...IfExists` and `ForAllValues:` hold for a request without the key.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from guard.policies.iam_policies import Statement
from guard.policies.wildcards import is_pattern

_ACCOUNT = re.compile(r"\d{12}")
_EQUAL = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"})
_OF_ACCOUNTS = frozenset(
    {"aws:sourceaccount", "aws:sourceowner", "aws:principalaccount", "kms:calleraccount", "s3:dataaccesspointaccount"}
)
_OF_ARNS = frozenset({"aws:sourcearn", "aws:principalarn", "s3:dataaccesspointarn"})
_OF_NETWORKS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_OF_ORGANISATIONS = frozenset(
    {"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths", "aws:userid"}
)
_SOURCE_IP = "aws:sourceip"
# The largest range that is not "everybody" for S3's Block Public Access, and one as large of IPv6.
_LARGEST = {4: 8, 6: 32}


def is_public(statement: Statement) -> bool:
    """Returns True if a statement lets everybody in, and no condition restricts account, network or ARN."""
    if statement.effect != "Allow":
        return False
    everybody = any(name == "*" for _, name in statement.principals)
    return bool(statement.except_) or (everybody and not any(_restricting(statement)))


def outsider(statement: Statement, *, account: str) -> str:
    """Returns who outside of the account a statement lets in: `everybody`, `account NUMBER`; empty if nobody.

    Principals that are ARNs of other accounts are left to `guard/checks/ownership.py`.
    """
    if statement.effect != "Allow":
        return ""
    if is_public(statement):
        return "everybody"
    bound = list(_restricting(statement))
    if any(key in _OF_ACCOUNTS and values == {account} for key, values in bound):
        return ""
    for kind, name in sorted(statement.principals):
        if kind == "AWS" and _ACCOUNT.fullmatch(name) and name != account:
            return f"account {name}"
        if kind in ("CanonicalUser", "Federated"):
            return "a canonical user" if kind == "CanonicalUser" else f"the users of {name[:80]}"
    named = sorted(value for key, values in bound if key in _OF_ACCOUNTS for value in values - {account})
    return f"account {named[0]}" if named else ""


def organisation(statement: Statement) -> str:
    """Returns the organisation that a statement for everybody is restricted to, if nothing else restricts it."""
    keys = {key for key, _ in _restricting(statement)}
    everybody = statement.effect == "Allow" and any(name == "*" for _, name in statement.principals)
    if not everybody or not keys or not keys <= _OF_ORGANISATIONS:
        return ""
    return min(value for _, values in _restricting(statement) for value in values)[:40]


def is_for_services_of(statement: Statement, account: str) -> bool:
    """Returns True if a statement lets only AWS services in, and these only when they act for the account.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    services = bool(statement.principals) and all(kind == "Service" for kind, _ in statement.principals)
    return services and not statement.except_ and any(_is_account(*one, account) for one in _restricting(statement))


def _is_account(key: str, values: frozenset[str], account: str) -> bool:
    if key in _OF_ACCOUNTS:
        return values == {account}
    return key in _OF_ARNS and all(_account_of(value) == account for value in values)


def _restricting(statement: Statement) -> Iterator[tuple[str, frozenset[str]]]:
    """Yields key and values of each condition that restricts who is let in."""
    for (operator, key), values in statement.conditions.items():
        compares = operator.removeprefix("ForAnyValue:")
        by_value = compares in _EQUAL and all(_is_fixed(key, value) for value in values)
        by_network = compares == "IpAddress" and key == _SOURCE_IP and all(map(_is_narrow, values))
        if values and (by_value or by_network):
            yield key, values


def _is_fixed(key: str, value: str) -> bool:
    if key in _OF_ARNS:
        account = _account_of(value)
        resource = value.split(":", 5)[-1]
        return not is_pattern(account) and (bool(account) or not is_pattern(resource[:1]))
    if key in (*_OF_ACCOUNTS, *_OF_NETWORKS):
        return not is_pattern(value)
    return key in _OF_ORGANISATIONS and not is_pattern(value[:3])


def _account_of(arn: str) -> str:
    """Returns the account in an ARN; `*` of a text that is none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[0] == "arn" else "*"


def _is_narrow(range_: str) -> bool:
    try:
        network = ipaddress.ip_network(range_, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _LARGEST[network.version]
