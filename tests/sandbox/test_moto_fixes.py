"""Each fix over HTTP: the sandbox behaves as AWS, and plain moto does not, or the fix can be removed."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from sandbox import moto_fixes
from tests.sandbox.account import Account
from tests.sandbox.behaviours import autoscaling, budgets, ec2, ecs, elbv2, execution_role, iam, rds, route53, s3, sqs

Behaviour = Callable[[Account], None]
BEHAVIOURS = [
    behaviour
    for area in (autoscaling, budgets, ec2, ecs, elbv2, execution_role, iam, rds, route53, s3, sqs)
    for behaviour in area.BEHAVIOURS
]
each_behaviour = pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.__name__)


@each_behaviour
def test_the_corrected_sandbox_behaves_as_aws(corrected: Account, behaviour: Behaviour) -> None:
    behaviour(corrected)


@each_behaviour
def test_plain_moto_does_not_behave_as_aws_or_the_fix_can_be_removed(
    as_it_comes: Account, behaviour: Behaviour
) -> None:
    with pytest.raises((AssertionError, ClientError, KeyError, ValueError, pytest.fail.Exception)):
        behaviour(as_it_comes)


def test_a_fix_has_a_behaviour_of_its_name() -> None:
    assert [fix.__name__ for fix in moto_fixes.FIXES] == [behaviour.__name__ for behaviour in BEHAVIOURS]


@pytest.mark.parametrize("fix", moto_fixes.FIXES, ids=lambda fix: fix.__name__)
def test_a_fix_names_its_source_and_when_to_remove_it(fix: Callable[[], None]) -> None:
    assert "https://docs.aws.amazon.com/" in (fix.__doc__ or "")
    assert "Remove when moto has it." in (fix.__doc__ or "")
