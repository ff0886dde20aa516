"""A denied call does not mean that a resource is deleted, whatever the provider reports."""

from collections.abc import Iterator

import pytest

from aws.identity import identify
from aws.reader import Aws
from errors import Refused
from operations.plan_apply import verify_gone
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from settings.account import AwsSettings
from terraform.plan.plan import Plan
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.limited import Limited, without

HERE = AwsSettings(account_id=ACCOUNT, region=REGION)


def reader() -> Aws:
    return identify(HERE).reader()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        limited = Limited.make(sandbox, tmp_path_factory.mktemp("vanished") / "place")
        with pytest.MonkeyPatch.context() as patch:
            for name, value in limited.environ.items():
                patch.setenv(name, value)
            yield limited


BUCKET = f"arn:aws:s3:::counterpromo-dev-uploads-{ACCOUNT}"


def there(place: Limited) -> str:
    """The newest definition of DEV."""
    arns = place.client("ecs").list_task_definitions(familyPrefix="counterpromo-dev-td-web", sort="DESC")
    return str(arns["taskDefinitionArns"][0])


def drifted(arn: str) -> Plan:
    type_ = "aws_ecs_task_definition" if ":ecs:" in arn else "aws_s3_bucket"
    change = {"actions": ["delete"], "before": {"arn": arn, "bucket": arn.rpartition(":")[2]}}
    return Plan.of({"resource_drift": [{"address": f"{type_}.web", "type": type_, "change": change}]})


def test_deleted_bucket_is_checked_again_in_aws(place: Limited) -> None:
    place.allow(without(place.document("plan", "dev"), "s3:ListBucket"))
    with pytest.raises(Refused, match="not allowed to call s3:ListBucket"):
        verify_gone.check(drifted(BUCKET), reader=reader)
    place.allow(place.document("plan", "dev"))
    with pytest.raises(Refused, match="reports aws_s3_bucket.web as deleted, but"):
        verify_gone.check(drifted(BUCKET), reader=reader)
    verify_gone.check(drifted("arn:aws:s3:::counterpromo-dev-nowhere"), reader=reader)


def test_deleted_task_definition_without_permission_is_refused(place: Limited) -> None:
    place.allow(without(place.document("plan", "dev"), "ecs:DescribeTaskDefinition"))
    with pytest.raises(Refused, match="not allowed to call ecs:DescribeTaskDefinition"):
        verify_gone.check(drifted(there(place)), reader=reader)


def test_existing_task_definition_is_not_created_again(place: Limited) -> None:
    place.allow(place.document("plan", "dev"))
    with pytest.raises(Refused, match="reports aws_ecs_task_definition.web as deleted, but"):
        verify_gone.check(drifted(there(place)), reader=reader)


def test_deleted_task_definition_may_be_created_again(place: Limited) -> None:
    place.allow(place.document("plan", "dev"))
    verify_gone.check(drifted(there(place).replace("td-web", "td-gone")), reader=reader)
    verify_gone.check(Plan.of({}), reader=reader)
