"""Each fix, shown over HTTP: the sandbox does what AWS does, and moto alone does not, or the fix can go."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from sandbox import moto_fixes
from tests.sandbox.account import Account
from tests.sandbox.behaviours import autoscaling, ec2, ecs, elbv2, iam, rds, s3, sqs

Behaviour = Callable[[Account], None]
BEHAVIOURS = [behaviour for area in (autoscaling, ec2, ecs, elbv2, iam, rds, s3, sqs) for behaviour in area.BEHAVIOURS]
each_behaviour = pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.__name__)


@each_behaviour
def test_the_sandbox_does_what_aws_does(corrected: Account, behaviour: Behaviour) -> None:
    behaviour(corrected)


@each_behaviour
def test_moto_alone_does_not_or_the_fix_can_go(as_it_comes: Account, behaviour: Behaviour) -> None:
    with pytest.raises((AssertionError, ClientError, KeyError, ValueError, pytest.fail.Exception)):
        behaviour(as_it_comes)


def test_every_fix_is_shown_by_the_behaviour_of_its_name() -> None:
    assert [fix.__name__ for fix in moto_fixes.FIXES] == [behaviour.__name__ for behaviour in BEHAVIOURS]


@pytest.mark.parametrize("fix", moto_fixes.FIXES, ids=lambda fix: fix.__name__)
def test_every_fix_names_the_document_it_follows_and_its_end(fix: Callable[[], None]) -> None:
    assert "https://docs.aws.amazon.com/" in (fix.__doc__ or "")
    assert "Remove when moto has it." in (fix.__doc__ or "")
