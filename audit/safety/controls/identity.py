"""Controls of roles and policies: wildcards, passed roles, ways to more permissions, trust."""

from __future__ import annotations

from audit.safety.control import Control
from audit.safety.facts import Facts, Resource
from audit.safety.policies import ESCALATIONS, allowed, on_everything, permits

_POLICY = ("aws_iam_role_policy", "aws_iam_policy")
_ROLE = ("aws_iam_role",)
_BEST = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"


def _of_aws(policy: Resource) -> bool:
    """Returns True if AWS manages the policy: the account cannot change it."""
    return policy.text("arn").startswith("arn:aws:iam::aws:")


def _administrator(policy: Resource, facts: Facts) -> str:
    found = any("*" in one.actions and on_everything(one) for one in allowed(policy.text("policy")))
    return "it allows every action on every resource" if found else ""


def _whole_services(policy: Resource, facts: Facts) -> str:
    if _of_aws(policy):
        return ""
    names = {action for one in allowed(policy.text("policy")) for action in one.actions if action.endswith(":*")}
    return f"it allows {', '.join(sorted(names))}" if names else ""


def _all_keys(policy: Resource, facts: Facts) -> str:
    for one in allowed(policy.text("policy")):
        keys = on_everything(one) or any(name.endswith(":key/*") for name in one.resources)
        if keys and not one.conditions and any(permits(one, name) for name in ("kms:Decrypt", "kms:ReEncryptFrom")):
            return "it allows decryption with every key"
    return ""


def _passes_any_role(policy: Resource, facts: Facts) -> str:
    for one in allowed(policy.text("policy")):
        if permits(one, "iam:PassRole"):
            if on_everything(one) or any(name.endswith(":role/*") for name in one.resources):
                return "it may pass every role"
            if not any(key == "iam:passedtoservice" for _, key in one.conditions):
                return "it may pass roles to every service"
    return ""


def _escalates(policy: Resource, facts: Facts) -> str:
    """Returns a fault if the policy's actions, on every resource and without a condition, lead to more permissions."""
    open_ = [one for one in allowed(policy.text("policy")) if on_everything(one) and not one.conditions]
    for actions in ESCALATIONS:
        if all(any(permits(one, action) for one in open_) for action in actions):
            return f"{' with '.join(actions)} on every resource leads to more permissions"
    return ""


def _trusts_everybody(role: Resource, facts: Facts) -> str:
    for one in allowed(role.text("assume_role_policy")):
        if one.except_ or any(name == "*" for _, name in one.principals):
            return "everybody may assume it"
        foreign = [
            name
            for kind, name in one.principals
            if kind == "AWS" and facts.account not in name and not any("externalid" in key for _, key in one.conditions)
        ]
        if foreign:
            return f"{', '.join(sorted(foreign))} may assume it without an external id"
    return ""


def _trusts_any_job(role: Resource, facts: Facts) -> str:
    for one in allowed(role.text("assume_role_policy")):
        if any(kind == "Federated" for kind, _ in one.principals):
            subjects = [values for (_, key), values in one.conditions.items() if key.endswith(":sub")]
            if not subjects:
                return "every user of the identity provider may assume it"
            if any("*" in value or "?" in value for values in subjects for value in values):
                return "its trust policy names subjects with a wildcard"
    return ""


CONTROLS = (
    Control(
        id="IAM.1",
        title='IAM policies should not allow full "*" administrative privileges',
        of=_POLICY,
        fault=_administrator,
        expected="named actions on named resources",
        cure="name the actions in identity.ROLE.document",
        cis="1.16 (v1.4.0)",
    ),
    Control(
        id="IAM.21",
        title="IAM customer managed policies that you create should not allow wildcard actions for services",
        of=_POLICY,
        fault=_whole_services,
        expected="named actions",
        cure="name the actions in identity.ROLE.document",
    ),
    Control(
        id="KMS.1",
        title="IAM customer managed policies should not allow decryption actions on all KMS keys",
        of=("aws_iam_policy",),
        fault=_all_keys,
        expected="named keys",
        cure="name the keys in identity.ROLE.document",
    ),
    Control(
        id="KMS.2",
        title="IAM principals should not have IAM inline policies that allow decryption actions on all KMS keys",
        of=("aws_iam_role_policy",),
        fault=_all_keys,
        expected="named keys",
        cure="name the keys in identity.ROLE.document",
    ),
    Control(
        id="CP.IAM.1",
        title="A policy passes named roles to a named service",
        of=_POLICY,
        fault=_passes_any_role,
        expected="iam:PassRole on named roles, with iam:PassedToService",
        cure="name the roles and the service in identity.ROLE.document",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    ),
    Control(
        id="CP.IAM.2",
        title="A policy leads to no further permissions",
        of=_POLICY,
        fault=_escalates,
        expected="no permission to change permissions",
        cure="remove the actions from identity.ROLE.document, or limit them to named resources",
        source=_BEST,
    ),
    Control(
        id="CP.IAM.3",
        title="A role trusts named principals",
        of=_ROLE,
        fault=_trusts_everybody,
        expected="named principals of this account, or an external id",
        cure="name the principals in identity.ROLE.trust",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    ),
    Control(
        id="CP.IAM.4",
        title="A role trusts named jobs of GitHub",
        of=_ROLE,
        fault=_trusts_any_job,
        expected="whole subjects of tokens",
        cure="name the subjects in identity.ROLE.trust",
        source="https://docs.github.com/en/actions/reference/security/oidc",
    ),
)
