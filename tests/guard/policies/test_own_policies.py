"""The policies of the project's own stacks: a first build of the account, DEV or PROD needs no waiver for them."""

from pathlib import Path

import pytest

from tests.guard.plans import blocked, create, judge, plan
from tests.stack import Stack


@pytest.mark.parametrize("name", ["account", "dev", "prod"])
@pytest.mark.parametrize("type_", ["aws_iam_policy", "aws_iam_role_policy"])
def test_policies_of_the_stack_are_not_too_broad(name: str, type_: str, stacks: Path) -> None:
    written = Stack.read(stacks / name).document["resource"].get(type_, {})
    made = [create(f"{type_}.{key}", {"policy": one["policy"]}) for key, one in written.items()]
    assert "policy-too-broad" not in {rule for rule, _ in blocked(judge(plan(*made)))}
