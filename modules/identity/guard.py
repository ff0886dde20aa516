"""Guards roles, users, access keys, identity providers and attachments.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_role
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, more, on, raised, replaced
from guard.expected import Expected
from guard.owned_elsewhere import Key, all_within, blocks, key, owning, values
from guard.policies.policy_losses import task_definitions
from guard.policies.service_roles import gets_its_service_policy
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED

IAM_ROLE = (
    Watch(attribute="permissions_boundary", worse=replaced, rule="boundary-removed"),
    Watch(attribute="managed_policy_arns", worse=more, rule="policy-attached", default=[]),
    Watch(attribute="inline_policy", worse=changed, rule="policy-widened", default=[]),
    Watch(attribute="max_session_duration", worse=raised, rule="session-lengthened", default=3600, severity=_REPORTED),
    Watch(attribute="force_detach_policies", worse=on, rule="force-destroy"),
    Watch(attribute="name", worse=changed, rule="role-exchanged"),
    Watch(attribute="path", worse=changed, rule="role-exchanged"),
)
IAM_POLICY = (Watch(attribute="name", worse=changed, rule="role-exchanged"),)
# People and programs with keys of their own; this infrastructure knows roles only.
_KEY_HOLDERS = ("aws_iam_user", "aws_iam_access_key", "aws_iam_group", "aws_iam_service_specific_credential")
_ATTACHMENTS = {
    "aws_iam_role_policy_attachment": "policy_arn",
    "aws_iam_policy_attachment": "policy_arn",
    "aws_iam_role_policy_attachments_exclusive": "policy_arns",
    "aws_iam_role_policies_exclusive": "policy_names",
}
_ADMINISTRATING = ("AdministratorAccess", "PowerUserAccess", "FullAccess", "SystemAdministrator", "/ReadOnlyAccess")
_OIDC, _GITHUB = "aws_iam_openid_connect_provider", "token.actions.githubusercontent.com"
_LETTING_IN = {
    "aws_lambda_permission": "principal",
    "aws_ram_principal_association": "principal",
    "aws_ram_resource_share": "allow_external_principals",
}
IAM_POLICY_HARMLESS: Harmless = {
    REPLACES: (
        "description",
        "name_prefix",
        "path",
    ),
}
IAM_ROLE_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: ("name_prefix",),
}
IAM_ROLE_POLICY_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
        "role",
    ),
}
IAM_ROLE_POLICY_ATTACHMENT_HARMLESS: Harmless = {}


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks created identities and attachments. `guard.policies.iam_policy_checks` checks the text of policies."""
    for change in plan.managed:
        if change.verb not in MAKING:
            continue
        if change.type.startswith(_KEY_HOLDERS):
            yield finding_on("key-holder-made", change)
        elif change.type in _ATTACHMENTS:
            yield from _attached(change, plan=plan, expected=expected, mode=mode)
        elif change.type == "aws_iam_role" and _bounds_tasks(change, plan):
            detail = "permissions_boundary: the policies of the role allow no more than the boundary"
            yield finding_on("access-removed", change, detail, severity=_REPORTED)
        elif change.type in _LETTING_IN and change.after.get(_LETTING_IN[change.type]) in ("*", True):
            yield finding_on("policy-public", change)
        elif change.verb == "create" and (provider := _other_provider(change)):
            yield finding_on("trust-widened", change, f"a new identity provider: {provider}")


def _other_provider(change: Change) -> str:
    """Returns the identity provider that a plan makes, if it is not that of GitHub's workflows; otherwise empty."""
    if change.type == "aws_iam_saml_provider":
        return "SAML"
    if change.type == _OIDC and change.at("url").unknown:
        return "its URL is known after apply"
    url = str(change.after.get("url") or "").removeprefix("https://") if change.type == _OIDC else _GITHUB
    return "" if url == _GITHUB else url[:80]


def _attached(change: Change, *, plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for an attachment. A first build may attach policies, except those of administrators."""
    policy = change.at(_ATTACHMENTS[change.type])
    arns = policy.after if isinstance(policy.after, list) else [policy.after]
    if any(str(arn).endswith(_ADMINISTRATING) for arn in arns):
        yield finding_on("policy-too-broad", change)
    elif "exclusive" in change.type or change.type == "aws_iam_policy_attachment":
        yield finding_on("policy-attached", change, "it takes over every attachment it does not know")
    elif mode is Mode.STEADY and gets_its_service_policy(change, plan, account=expected.account):
        yield finding_on("service-role-made", change, str(policy.after), severity=_REPORTED)
    elif mode is Mode.STEADY:
        yield finding_on("policy-attached", change)


def _bounds_tasks(role: Change, plan: Plan) -> bool:
    """Returns True if a role that tasks have gets its first boundary: they lose what the boundary does not allow.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    sides = role.at("permissions_boundary")
    first = empty(sides.before) and (sides.unknown or not empty(sides.after))
    return role.verb == "update" and first and bool(task_definitions(role, plan))


def inline_policies(shown: Any, role: Change, plan: Plan) -> bool:
    """Returns True if policies of this code explain every inline policy that the role shows."""
    names = (key(policy.get("name")) for policy in blocks(shown))
    return all_within(names, _on_the_role("aws_iam_role_policy", "name", role, plan))


def attached_policies(shown: Any, role: Change, plan: Plan) -> bool:
    """Returns True if attachments of this code explain every attached policy that the role shows."""
    return all_within(values(shown), _on_the_role("aws_iam_role_policy_attachment", "policy_arn", role, plan))


def _on_the_role(type_: str, attribute: str, role: Change, plan: Plan) -> set[Key]:
    policies = (policy for policy in owning(plan, type_) if policy.before.get("role") == role.after.get("name"))
    return {key(policy.before.get(attribute)) for policy in policies}
