"""AWS's words for a denial, kind by kind: what they say, and the cure that fits.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

import pytest

from aws.denials import Denial, PolicyKind, parse

WHO = "User: arn:aws:sts::437064342167:assumed-role/dev/me is not authorized to perform: "
KEY = "arn:aws:kms:eu-west-2:437064342167:key/1234"


@pytest.mark.parametrize("kind", PolicyKind)
def test_a_missing_allow_is_read_for_each_kind_of_policy(kind: PolicyKind) -> None:
    (denial,) = parse(f"{WHO}kms:Decrypt on resource: {KEY} because no {kind} allows the kms:Decrypt action")
    assert denial == Denial(action="kms:Decrypt", resource=KEY, kind=kind)
    assert denial.sentence("AccessDenied") == f"not allowed to call kms:Decrypt on {KEY} (AccessDenied): " + (
        f"no {kind} allows it"
    )


@pytest.mark.parametrize("kind", PolicyKind)
@pytest.mark.parametrize(
    "words", ["with an explicit deny in a", "with an explicit deny in an", "due to an explicit deny in a"]
)
def test_an_explicit_deny_is_read_for_each_kind_of_policy(kind: PolicyKind, words: str) -> None:
    (denial,) = parse(f"You are not authorized. {WHO}ec2:DescribeVpcs {words} {kind}")
    assert denial == Denial(action="ec2:DescribeVpcs", kind=kind, explicit=True)
    assert denial.sentence().endswith("denies it explicitly")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"{WHO}\n ssm:GetParameter on\n resource: arn:aws:ssm:eu-west-2:1:parameter/x because no identity-based\n "
         "policy "
         "allows the ssm:GetParameter action", "arn:aws:ssm:eu-west-2:1:parameter/x"),
        (f"{WHO}s3:ListBucket on resource: \"arn:aws:s3:::bucket\" because no identity-based policy allows it",
         "arn:aws:s3:::bucket"),
        (f"{WHO}sqs:SendMessage on resource: arn:aws:sqs:eu-west-2:1:jobs.", "arn:aws:sqs:eu-west-2:1:jobs"),
    ],
)  # fmt: skip
def test_folded_quoted_and_short_words_are_read(said: str, expected: str) -> None:
    (denial,) = parse(said)
    assert denial.resource == expected


def test_the_policy_that_aws_names_is_shown() -> None:
    policy = "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1"
    (denial,) = parse(f"{WHO}rds:CreateDBInstance with an explicit deny in a service control policy: {policy}")
    assert denial.policy == policy
    assert policy in denial.sentence()


@pytest.mark.parametrize(
    ("kind", "explicit", "words"),
    [
        (None, False, "grant kms:Decrypt to these credentials"),
        (PolicyKind.IDENTITY, False, f"grant kms:Decrypt on {KEY} to these credentials"),
        (PolicyKind.IDENTITY, True, "remove the Deny statement for kms:Decrypt"),
        (PolicyKind.RESOURCE, False, f"in the policy of {KEY}"),
        (PolicyKind.BOUNDARY, False, "in the permissions boundary"),
        (PolicyKind.SESSION, False, "session whose policy allows kms:Decrypt"),
        (PolicyKind.SERVICE_CONTROL, True, "no grant in this account helps"),
        (PolicyKind.RESOURCE_CONTROL, True, "no grant in this account helps"),
        (PolicyKind.ENDPOINT, False, "policy of the VPC endpoint"),
        (PolicyKind.TRUST, False, "trust policy of that role"),
    ],
)
def test_the_cure_fits_the_kind_of_policy(kind: PolicyKind | None, explicit: bool, words: str) -> None:
    resource = "" if kind is None else KEY
    assert words in Denial(action="kms:Decrypt", resource=resource, kind=kind, explicit=explicit).cure


def test_a_grant_is_the_cure_only_where_a_grant_is_missing() -> None:
    for kind in PolicyKind:
        for explicit in (True, False):
            cure = Denial(action="s3:GetObject", kind=kind, explicit=explicit).cure
            assert cure.startswith("grant ") == (kind is PolicyKind.IDENTITY and not explicit)


def test_other_words_are_no_denial() -> None:
    assert parse("Access Denied") == ()
    assert parse("is not authorized to perform: nothing") == ()
