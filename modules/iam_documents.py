"""IAM policy documents. Equal policies become equal text.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from terraform.literal import literal

Statement = dict[str, Any]


def allow(
    sid: str, *, actions: Sequence[str], resources: Sequence[str], condition: Mapping[str, Any] | None = None
) -> Statement:
    """Returns an Allow statement. A list with one entry becomes a plain string, as IAM returns it."""
    statement: Statement = {"Sid": sid, "Effect": "Allow", "Action": _one_or_many(actions)}
    statement["Resource"] = _one_or_many(resources)
    return statement | ({"Condition": condition} if condition else {})


def trust(
    *, principal: Mapping[str, str], action: str = "sts:AssumeRole", condition: Mapping[str, Any] | None = None
) -> str:
    """Returns the trust policy of a role: who may assume it, and under which condition."""
    statement: Statement = {"Effect": "Allow", "Principal": dict(principal), "Action": action}
    return document([statement | ({"Condition": condition} if condition else {})])


def deny_plain_http(bucket_arn: str) -> Statement:
    """Returns the statement that denies access to a bucket without TLS.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    """
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def github_trust(*, account_id: str, issuer: str, subjects: Sequence[str]) -> str:
    """Returns the trust policy of a role that GitHub's workflows assume, with whole subjects and no pattern.

    https://docs.github.com/en/actions/reference/security/oidc
    """
    return trust(
        # Spelled, not referred to: a trust policy that is unknown until the apply cannot be judged before it.
        principal={"Federated": f"arn:aws:iam::{account_id}:oidc-provider/{issuer}"},
        action="sts:AssumeRoleWithWebIdentity",
        condition={
            "StringEquals": {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": _one_or_many(subjects)},
        },
    )


def document(statements: Sequence[Statement]) -> str:
    """Returns the statements as a policy document."""
    return compact({"Version": "2012-10-17", "Statement": list(statements)})


def found(text: str) -> str:
    """Returns a document of the settings without its line breaks."""
    return str(literal(compact(json.loads(text))))


def compact(value: Any) -> str:
    """Returns JSON without white space, as AWS returns it, so that no plan shows a change of spaces."""
    return json.dumps(value, separators=(",", ":"))


def _one_or_many(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
