"""Policies wherever they are written: none permits more than before, and none lets in the world at birth.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guard.expected import Expected
from guard.iam_policies import NotAPolicy, Statement, is_wider, parse
from guard.policy_gains import only_on_new_resources
from guard.resource_type import UNKNOWN_TYPE, PolicyAttribute, PolicyKind, Types
from guard.unknown_values import preview
from guard.verdict import Finding, Mode, Severity
from guard.wildcards import is_pattern
from terraform.plan.change import MAKING, Change, Sides
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_FULL = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}'
_NOTHING = '{"Statement": []}'
# What is too much on every resource, for anybody but an administrator: the way to more rights, and to secrets.
_DANGEROUS = re.compile(
    r"\*|\w+:\*|iam:(passrole|create|put|attach|update|delete|add|set|\*|p|c|a|u|d|s).*|sts:assumerole.*|sts:\*"
    r"|secretsmanager:(getsecretvalue|g?e?t?\*).*|kms:(decrypt|creategrant).*|ssm:getparameter.*",
    re.IGNORECASE,
)


def check(plan: Plan, expected: Expected, mode: Mode, *, types: Types) -> Iterator[Finding]:
    """Every policy of every change that makes or alters something."""
    for change in plan.managed:
        held = types.get(change.type, UNKNOWN_TYPE).policy
        if held and change.verb in MAKING:
            yield from _policy(change, held, plan=plan, expected=expected, mode=mode, types=types)


def _policy(
    change: Change, held: PolicyAttribute, *, plan: Plan, expected: Expected, mode: Mode, types: Types
) -> Iterator[Finding]:
    sides = change.at(held.attribute)
    born = change.verb == "create"
    text = preview(change, held.attribute, plan=plan, expected=expected) if sides.unknown else sides.after
    if sides.unknown and text is None:
        if not (born and held.computed):
            severity = Severity.REPORTED if born and mode is Mode.CREATE else Severity.BLOCKED
            yield _found("unknown-until-apply", change, held.attribute, severity=severity)
        return
    try:
        live, planned = _statements(sides.before, held), _statements(text, held)
    except NotAPolicy:
        yield _found("policy-widened", change, f"{held.attribute} cannot be read")
        return
    if not born and is_wider(live, planned):
        if held.kind is PolicyKind.IDENTITY and only_on_new_resources(
            live, planned, plan=plan, expected=expected, types=types
        ):
            yield _found("policy-gains-new-resources", change, held.attribute, severity=Severity.REPORTED)
        else:
            yield _found("trust-widened" if held.kind is PolicyKind.TRUST else "policy-widened", change, held.attribute)
    elif born and not (held.computed and empty(text)):
        yield from _at_birth(change, held, planned, mode=mode)
    if held.kind is PolicyKind.TRUST and (foreign := _foreign(planned, sides, held, account=expected.account)):
        yield _found("trust-widened", change, f"{foreign} principals of other accounts")


def _at_birth(
    change: Change, held: PolicyAttribute, planned: tuple[Statement, ...], *, mode: Mode
) -> Iterator[Finding]:
    """In everyday work one policy more is one permission more; a first build gives each role what it is made for."""
    if held.kind is PolicyKind.TRUST:
        if any(one.effect == "Allow" and _trusts_too_many(one) for one in planned):
            yield _found("trust-widened", change, held.attribute)
    elif held.kind is PolicyKind.RESOURCE:
        if any(_opens(one) for one in planned):
            yield _found("policy-public", change, held.attribute)
    elif held.kind is PolicyKind.IDENTITY:
        if any(_too_much(one) for one in planned):
            yield _found("policy-too-broad", change, held.attribute)
        elif mode is Mode.STEADY and change.type != "aws_iam_policy":
            yield _found("policy-widened", change, "one policy more")


def _statements(value: Any, held: PolicyAttribute) -> tuple[Statement, ...]:
    return parse((_FULL if held.full else _NOTHING) if empty(value) else value)


def _trusts_too_many(one: Statement) -> bool:
    """Everybody; or, by way of an identity provider, whoever it knows: GitHub's knows every repository there is.

    https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
    """
    if one.except_ or any(name == "*" for _, name in one.principals):
        return True
    if not any(kind == "Federated" for kind, _ in one.principals):
        return False
    subjects = [
        values
        for (operator, key), values in one.conditions.items()
        if key.endswith(":sub") and operator in ("StringEquals", "StringLike")
    ]
    return not subjects or any(not value or is_pattern(value) for values in subjects for value in values)


def _opens(one: Statement) -> bool:
    """To everybody, unless a condition names a source: account, organisation, network, ARN."""
    if one.effect != "Allow":
        return False
    everybody = any(name == "*" for _, name in one.principals)
    sources = ("aws:source", "aws:principal", "kms:calleraccount")
    narrowed = any(
        key.startswith(sources)
        and not operator.startswith(("StringNot", "ArnNot", "Null", "NotIp"))
        and not any(value in ("*", "0.0.0.0/0", "::/0") for value in values)
        for (operator, key), values in one.conditions.items()
    )
    return bool(one.except_) or (everybody and not narrowed)


def _too_much(one: Statement) -> bool:
    """`iam:PassRole` on everything, too, even under a condition: it is how a role becomes another."""
    if one.effect != "Allow":
        return False
    return bool(one.except_) or ("*" in one.resources and any(_DANGEROUS.fullmatch(action) for action in one.actions))


def _foreign(planned: tuple[Statement, ...], sides: Sides, held: PolicyAttribute, *, account: str) -> int:
    """How many accounts are named by number alone, and are not ours; whole ARNs are looked at everywhere."""
    live = {name for one in _statements(sides.before, held) for _, name in one.principals}
    named = {name for one in planned if one.effect == "Allow" for kind, name in one.principals if kind == "AWS"}
    return sum(1 for name in named - live if name.isdigit() and name != account)


def _found(rule: str, change: Change, detail: str, *, severity: Severity = Severity.BLOCKED) -> Finding:
    return Finding(rule=rule, address=change.address, action=change.verb, detail=detail, severity=severity)
