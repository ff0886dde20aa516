"""Controls of KMS keys, secrets and parameters."""

from __future__ import annotations

import re

from audit.safety.control import Control, filled, must_be
from audit.safety.facts import Facts, Resource
from audit.safety.policies import allowed
from guard.policies.iam_policies import NotAPolicy
from guard.policies.key_policies import locks_out
from guard.policies.outsiders import is_public

_SECRET = ("aws_secretsmanager_secret",)
_KEY = ("aws_kms_key",)
_CREDENTIAL = re.compile(r"(^|[/_-])(password|passwd|secret|token|api_?key|private_?key)s?($|[/_-])", re.IGNORECASE)


def _locked_out(key: Resource, facts: Facts) -> str:
    """Returns a fault if nobody could change the key policy again. An empty policy is the default one of KMS."""
    try:
        locked = bool(key.text("policy")) and locks_out(key.text("policy"), facts.account)
    except NotAPolicy:
        return "its policy cannot be read"
    return "its policy locks out the account" if locked else ""


def _public(key: Resource, facts: Facts) -> str:
    return "its policy admits everybody" if any(map(is_public, allowed(key.text("policy")))) else ""


def _deletion_soon(key: Resource, facts: Facts) -> str:
    if key.text("key_state") == "PendingDeletion":
        return "it is going to be deleted"
    days = key.get("deletion_window_in_days")
    return f"it could be deleted within {days} days" if days and int(days) < 30 else ""


def _plain_parameter(parameter: Resource, facts: Facts) -> str:
    if parameter.text("type") == "SecureString" or not _CREDENTIAL.search(parameter.text("name")):
        return ""
    return "its name is that of a credential, and its value is plain text"


CONTROLS = (
    Control(
        id="KMS.3",
        title="AWS KMS keys should not be deleted unintentionally",
        of=_KEY,
        fault=_deletion_soon,
        expected="30 days to cancel a deletion",
        cure="keys.KEY.deletion_window_days = 30",
    ),
    Control(
        id="KMS.4",
        title="AWS KMS key rotation should be enabled",
        of=_KEY,
        fault=must_be("enable_key_rotation", True),
        expected="enable_key_rotation = true",
        cure="import the key: the code rotates it",
        cis="3.6",
    ),
    Control(
        id="KMS.5",
        title="KMS keys should not be publicly accessible",
        of=_KEY,
        fault=_public,
        expected="no statement for everybody",
        cure="remove the statement from the key policy",
    ),
    Control(
        id="CP.KMS.1",
        title="A key policy admits the account, so that it can be changed",
        of=_KEY,
        fault=_locked_out,
        expected="a statement that lets the account's root use kms:PutKeyPolicy",
        cure="let the code write the key policy",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ),
    Control(
        id="SecretsManager.1",
        title="Secrets Manager secrets should have automatic rotation enabled",
        of=_SECRET,
        needs=("aws_secretsmanager_secret_rotation",),
        fault=lambda secret, facts: (
            ""
            if secret.get("rotation_enabled") is True
            or facts.beside(secret, "aws_secretsmanager_secret_rotation", "secret_id", "arn")
            else "it is not rotated"
        ),
        expected="automatic rotation",
        cure="accept it in [audit.accept] with a reason, if only its issuer can rotate it",
    ),
    Control(
        id="CP.SecretsManager.1",
        title="Secrets are encrypted with a customer managed key",
        of=_SECRET,
        fault=filled("kms_key_id"),
        expected="a customer managed key",
        cure="secrets.KEY.key = a key of [keys]",
        changes="an update in place; Secrets Manager encrypts the versions again",
        source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    ),
    Control(
        id="CP.SSM.1",
        title="Parameters hold no credentials as plain text",
        of=("aws_ssm_parameter",),
        fault=_plain_parameter,
        expected="a secret, or a parameter of type SecureString",
        cure="move it from [parameters] to [secrets]",
        source="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-best-practices.html",
    ),
)
