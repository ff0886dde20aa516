"""Checks IAM policies in every resource: none permits more than before, and no new one is public or too broad.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.expected import Expected
from guard.policies.github_subjects import with_branch_for_environment, without_first_numbers
from guard.policies.iam_policies import NotAPolicy, Statement, is_wider, statements_of
from guard.policies.outsiders import organisation, outsider
from guard.policies.policy_gains import gains_text, only_for_services, only_on_new_resources
from guard.policies.service_roles import is_of_a_new_service_role
from guard.policies.unknown_values import preview
from guard.policies.wildcards import is_pattern
from guard.resource_type import UNKNOWN_TYPE, PolicyAttribute, PolicyKind, Types
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change, Sides
from terraform.plan.plan import Plan
from terraform.plan.values import empty

# Actions that only an administrator may have on every resource: they lead to further permissions or to secrets.
_DANGEROUS = re.compile(
    r"\*|\w+:\*|iam:(passrole|create|put|attach|update|delete|add|set|\*|p|c|a|u|d|s).*|sts:assumerole.*|sts:\*"
    r"|secretsmanager:(getsecretvalue|g?e?t?\*).*|kms:(decrypt|creategrant).*|ssm:getparameter.*",
    re.IGNORECASE,
)
# A key alone opens nothing: who decrypts with it also needs the permission to read what it encrypts.
_ALL_OF_A_KIND = re.compile(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:parameter|policy|role|secret|user)[:/])?\*+")


def check(plan: Plan, expected: Expected, mode: Mode, *, types: Types) -> Iterator[Finding]:
    """Yields the findings for the policies of all created, updated and replaced resources."""
    for change in plan.managed:
        held = types.get(change.type, UNKNOWN_TYPE).policy
        if held and change.verb in MAKING:
            yield from _policy(change, held, plan=plan, expected=expected, mode=mode, types=types)


def _policy(
    change: Change, held: PolicyAttribute, *, plan: Plan, expected: Expected, mode: Mode, types: Types
) -> Iterator[Finding]:
    sides = change.at(held.attribute)
    created = change.verb == "create"
    text = preview(change, held.attribute, plan=plan, expected=expected) if sides.unknown else sides.after
    if sides.unknown and text is None:
        if not (created and held.computed):
            severity = Severity.REPORTED if created and mode is Mode.CREATE else Severity.BLOCKED
            yield finding_on("unknown-until-apply", change, held.attribute, severity=severity)
        return
    try:
        live, planned = (statements_of(value, full=held.full) for value in (sides.before, text))
    except NotAPolicy:
        yield finding_on("policy-widened", change, f"{held.attribute} cannot be read")
        return
    same_trust = _same_trust(live, planned) if held.kind is PolicyKind.TRUST and not created else ""
    if same_trust:
        yield finding_on(same_trust, change, held.attribute, severity=Severity.REPORTED)
    elif not created and is_wider(live, planned):
        yield _wider(change, held, live, planned, plan=plan, expected=expected, types=types)
    elif created and not (held.computed and empty(text)):
        if is_of_a_new_service_role(change, planned, plan=plan, expected=expected, types=types):
            if mode is Mode.STEADY:
                detail = f"{held.attribute}: {gains_text((), planned)}"
                yield finding_on("service-role-made", change, detail, severity=Severity.REPORTED)
        else:
            yield from _new_policy(change, held, planned, expected=expected, mode=mode)
    if held.kind is PolicyKind.TRUST and (foreign := _foreign(planned, sides, held, account=expected.account)):
        yield finding_on("trust-widened", change, f"{foreign} principals of other accounts")


def _wider(
    change: Change,
    held: PolicyAttribute,
    live: tuple[Statement, ...],
    planned: tuple[Statement, ...],
    *,
    plan: Plan,
    expected: Expected,
    types: Types,
) -> Finding:
    """Returns the finding on a policy that permits more: reported if that is known to be no risk to what exists."""
    gains = f"{held.attribute}: {gains_text(live, planned)}"
    if held.kind is PolicyKind.IDENTITY and only_on_new_resources(
        live, planned, plan=plan, expected=expected, types=types
    ):
        return finding_on("policy-gains-new-resources", change, gains, severity=Severity.REPORTED)
    if held.kind is PolicyKind.RESOURCE and only_for_services(live, planned, account=expected.account):
        return finding_on("policy-widened", change, f"{gains}, by a service of AWS", severity=Severity.REPORTED)
    return finding_on("trust-widened" if held.kind is PolicyKind.TRUST else "policy-widened", change, held.attribute)


def _same_trust(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> str:
    """Returns the rule that says why a trust policy with other subjects of GitHub is not wider; empty if none does."""
    if not is_wider(live, planned):
        return ""
    if not is_wider(live, without_first_numbers(live, planned)):
        return "trust-by-number"
    return "" if is_wider(live, with_branch_for_environment(live, planned)) else "trust-of-environment"


def _new_policy(
    change: Change, held: PolicyAttribute, planned: tuple[Statement, ...], *, expected: Expected, mode: Mode
) -> Iterator[Finding]:
    """Yields findings for a new policy. Outside of a first build, each new identity policy adds permissions."""
    if held.kind is PolicyKind.TRUST:
        if any(statement.effect == "Allow" and _trusts_too_many(statement) for statement in planned):
            yield finding_on("trust-widened", change, held.attribute)
    elif held.kind is PolicyKind.RESOURCE:
        yield from _outsiders(change, held, planned, account=expected.account)
    elif held.kind is PolicyKind.IDENTITY:
        if any(_is_too_broad(statement) for statement in planned):
            yield finding_on("policy-too-broad", change, held.attribute)
        elif mode is Mode.STEADY and change.type != "aws_iam_policy":
            yield finding_on("policy-widened", change, "a further policy")


def _outsiders(
    change: Change, held: PolicyAttribute, planned: tuple[Statement, ...], *, account: str
) -> Iterator[Finding]:
    """Yields whom the new policy of a resource lets in: blocked, and reported if it is an organisation."""
    for who in sorted({outsider(statement, account=account) for statement in planned} - {""}):
        yield finding_on("policy-public", change, f"{held.attribute}: {who}")
    for name in sorted({organisation(statement) for statement in planned} - {""}):
        detail = f"{held.attribute}: all accounts of organisation {name}"
        yield finding_on("policy-public", change, detail, severity=Severity.REPORTED)


def _trusts_too_many(statement: Statement) -> bool:
    """Returns True if a trust statement admits everybody, or every user of an identity provider.

    GitHub's provider has every repository of GitHub as a user.

    https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
    """
    if statement.except_ or any(name == "*" for _, name in statement.principals):
        return True
    if not any(kind == "Federated" for kind, _ in statement.principals):
        return False
    subjects = [
        values
        for (operator, key), values in statement.conditions.items()
        if key.endswith(":sub") and operator in ("StringEquals", "StringLike")
    ]
    return not subjects or any(not value or is_pattern(value) for values in subjects for value in values)


def _is_too_broad(statement: Statement) -> bool:
    """Returns True if a statement permits dangerous actions on all resources, even under a condition.

    All secrets, roles or parameters are as much as all resources, unless a condition chooses some of them.
    """
    if statement.effect != "Allow":
        return False
    kinds = (each for each in statement.resources if _ALL_OF_A_KIND.fullmatch(each))
    everything = "*" in statement.resources or (not statement.conditions and any(kinds))
    return bool(statement.except_) or (everything and any(_DANGEROUS.fullmatch(action) for action in statement.actions))


def _foreign(planned: tuple[Statement, ...], sides: Sides, held: PolicyAttribute, *, account: str) -> int:
    """Returns the number of new principals that are another account's number. `ownership` checks ARNs."""
    live = {name for statement in statements_of(sides.before, full=held.full) for _, name in statement.principals}
    named = {
        name
        for statement in planned
        if statement.effect == "Allow"
        for kind, name in statement.principals
        if kind == "AWS"
    }
    return sum(1 for name in named - live if name.isdigit() and name != account)
