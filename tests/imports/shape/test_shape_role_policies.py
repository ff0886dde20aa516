"""Permissions of roles: every live policy becomes a setting, in place of the code's own or beside it."""

from typing import Any

import pytest

from imports.model import Found
from modules.identity.shape import NOTHING
from tests.imports.shaped import SETTINGS, shape_of
from tests.imports.small_dev import live

ROLE = SETTINGS.identity.task
AWS_SQS = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
AWS_S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
OURS = "arn:aws:iam::437064342167:policy/service-role/counterpromo-dev-Task.Access"


def inline(name: str, role: str = ROLE.name) -> Found:
    return live("aws_iam_role_policy", f"{role}:{name}", role=role, name=name)


def attached(arn: str, role: str = ROLE.name) -> Found:
    return live("aws_iam_role_policy_attachment", f"{role}/{arn}", role=role, policy_arn=arn)


def managed(*, shared: bool = False) -> Found:
    facts = {"arn": OURS, "path": "/service-role/", "shared": shared, "roles": [ROLE.name]}
    return live("aws_iam_policy", OURS, name="counterpromo-dev-Task.Access", **facts)


CODES = ROLE.policy or ""
GIVEN = "identity.task.attached"
MADE = {"name": "counterpromo-dev-Task.Access", "document": NOTHING, "path": "/service-role/"}
CASES: list[tuple[str, list[Found], dict[str, Any]]] = [
    ("nothing: the code's own is a gap", [], {}),
    ("the code's own", [inline(CODES)], {}),
    ("one of another name is it", [inline("sqs")], {}),
    (
        "the code's own, and more beside it",
        [inline(CODES), inline("sqs"), managed(), attached(OURS), attached(AWS_S3)],
        {
            "identity.task.inline.sqs": {"name": "sqs", "document": NOTHING},
            "identity.task.managed.task_access": MADE,
            f"{GIVEN}.amazons3readonlyaccess": AWS_S3,
        },
    ),
    (
        "one of another name is it, and one of AWS beside it",
        [inline("sqs"), attached(AWS_S3)],
        {f"{GIVEN}.amazons3readonlyaccess": AWS_S3},
    ),
    (
        "two of other names, together",
        [inline("sqs"), inline("s3-access")],
        {
            "identity.task.policy": "s3-access",
            "identity.task.inline.sqs": {"name": "sqs", "document": NOTHING},
        },
    ),
    (
        "a policy of its own, attached, and AWS's beside it",
        [managed(), attached(OURS), attached(AWS_S3)],
        {
            "identity.task.policy": None,
            "identity.task.managed.task_access": MADE,
            f"{GIVEN}.amazons3readonlyaccess": AWS_S3,
        },
    ),
    (
        "a policy it shares is not taken, only that it has it",
        [managed(shared=True), attached(OURS)],
        {"identity.task.policy": None, f"{GIVEN}.task_access": OURS},
    ),
    (
        "AWS's own alone",
        [attached(AWS_SQS), attached(AWS_S3)],
        {
            "identity.task.policy": None,
            f"{GIVEN}.amazons3readonlyaccess": AWS_S3,
            f"{GIVEN}.amazonsqsfullaccess": AWS_SQS,
        },
    ),
    ("on another role", [inline("sqs", role="other"), inline("s3", role="other"), attached(AWS_S3, role="other")], {}),
]


@pytest.mark.parametrize(("found", "changes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_policies_of_a_role_become_settings(found: list[Found], changes: dict[str, Any]) -> None:
    role = live("aws_iam_role", ROLE.name, name=ROLE.name)
    assert shape_of({"aws_iam_role.roles_task": role}, *found) == changes


def test_policy_that_two_of_our_roles_have_is_made_for_neither() -> None:
    roles = {f"roles_{key}": getattr(SETTINGS.identity, key).name for key in ("task", "execution")}
    by_address = {f"aws_iam_role.{key}": live("aws_iam_role", name, name=name) for key, name in roles.items()}
    found = [managed(), *(attached(OURS, role=name) for name in roles.values()), *map(inline, [CODES])]
    changes = shape_of(by_address, *found)
    assert changes.pop("identity.execution.policy", None) is None
    assert changes == {f"identity.{key}.attached.task_access": OURS for key in ("task", "execution")}


def test_absent_role_changes_no_setting() -> None:
    assert shape_of({}, inline("sqs"), inline("s3")) == {}


def test_attachment_of_the_code_replaces_no_policy() -> None:
    role = live("aws_iam_role", SETTINGS.identity.execution.name, name=SETTINGS.identity.execution.name)
    own = attached(AWS_SQS, role=role.name)
    by_address = {
        "aws_iam_role.roles_execution": role,
        "aws_iam_role_policy_attachment.roles_execution_managed": own,
    }
    assert shape_of(by_address) == {}
