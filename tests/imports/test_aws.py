"""The session: it only reads, never reveals, never takes a failure or a cut for an empty list, and asks once."""

import threading
from collections.abc import Callable, Iterable
from functools import partial

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aws import reader as session
from aws.read_only import forbidden
from aws.reader import WHOLE, Aws
from errors import CounterPromoError, Refused
from tests.imports.scripted import Reply, Script, ec2_error, json_error

VPC = "<item><vpcId>vpc-1</vpcId></item>"


def vpcs(items: str, token: str = "") -> Reply:
    more = f"<nextToken>{token}</nextToken>" if token else ""
    return Reply(f"<DescribeVpcsResponse><vpcSet>{items}</vpcSet>{more}</DescribeVpcsResponse>")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("ec2", "create_vpc", {"CidrBlock": "10.0.0.0/16"}),
        ("ec2", "delete_vpc", {"VpcId": "vpc-1"}),
        ("sqs", "receive_message", {"QueueUrl": "https://q"}),
        ("iam", "update_role", {"RoleName": "r"}),
        ("secretsmanager", "get_secret_value", {"SecretId": "s"}),
        ("secretsmanager", "batch_get_secret_value", {"SecretIdList": ["s"]}),
        ("ssm", "get_parameter", {"Name": "/p", "WithDecryption": True}),
        ("ssm", "get_parameters_by_path", {"Path": "/p", "WithDecryption": True}),
        ("ecr", "get_authorization_token", {}),
        ("sts", "assume_role", {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "s"}),
    ],
)
def test_call_that_writes_or_returns_a_secret_is_not_sent(
    service: str, operation: str, parameters: dict[str, object]
) -> None:
    script = Script({})
    with script.aws() as aws, pytest.raises(Refused, match="is refused here"):
        aws.reply(service, operation, WHOLE, **parameters)
    assert script.asked == []


def test_other_clients_of_the_session_are_not_restricted() -> None:
    script = Script({"ec2.DescribeVpcs": [vpcs(VPC)], "ec2.DeleteVpc": [Reply("<DeleteVpcResponse/>")]})
    with script.aws() as aws:
        aws.listing("ec2", "describe_vpcs", "Vpcs")
        aws._session.client("ec2").delete_vpc(VpcId="vpc-1")
    assert script.asked == ["ec2.DescribeVpcs", "ec2.DeleteVpc"]


@pytest.mark.parametrize("operation", ["DescribeVpcs", "GetBucketPolicy", "ListRoles", "HeadBucket", "GetParameter"])
def test_reading_call_is_allowed(operation: str) -> None:
    assert forbidden(operation, {}) is None


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (ec2_error("UnauthorizedOperation"), Refused, "not allowed to call ec2:DescribeVpcs"),
        (ec2_error("RequestLimitExceeded", 503), Refused, "ec2:DescribeVpcs was throttled at every attempt"),
        (ec2_error("InternalError", 500), Refused, "ec2:DescribeVpcs failed: InternalError: No"),
        (ec2_error("AuthFailure"), CounterPromoError, "does not know these credentials"),
        (ec2_error("RequestExpired", 400), CounterPromoError, "have expired"),
        (ec2_error("RequestInTheFuture", 400), CounterPromoError, "clock"),
        (Reply("<DescribeVpcsResponse/>"), Refused, "without Vpcs: the listing is incomplete"),
        (Reply("<DescribeVpcsResponse><vpcSet><item><vpcId>vpc"), Refused, "cannot be read"),
    ],
)
def test_failed_call_raises_and_returns_no_empty_list(reply: Reply, kind: type[CounterPromoError], said: str) -> None:
    with Script({"ec2.DescribeVpcs": [reply]}).aws() as aws, pytest.raises(CounterPromoError, match=said) as error:
        aws.listing("ec2", "describe_vpcs", "Vpcs")
    assert type(error.value) is kind
    assert error.value.cure


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:9"), "127.0.0.1:9"),
        (NoCredentialsError(), "no credentials"),
    ],
)
def test_error_of_every_service_is_not_refused(failure: Exception, said: str) -> None:
    with Script({"ec2.DescribeVpcs": failure}).aws() as aws, pytest.raises(CounterPromoError, match=said) as error:
        aws.listing("ec2", "describe_vpcs", "Vpcs")
    assert error.value.exit_code == 1


def test_denied_call_names_the_iam_action() -> None:
    denied = Reply("<Error><Code>AccessDenied</Code><Message>No.</Message></Error>", 403)
    with Script({"s3.GetBucketEncryption": [denied]}).aws() as aws, pytest.raises(Refused) as error:
        aws.reply_or_absent("s3", "get_bucket_encryption", "Rules", absent=("NoSuchBucket",), Bucket="b")
    assert "s3:GetEncryptionConfiguration" in error.value.cure


def test_only_the_named_error_codes_mean_absent() -> None:
    gone = Reply("<Error><Code>NoSuchBucketPolicy</Code><Message>No.</Message></Error>", 404)
    with Script({"s3.GetBucketPolicy": [gone]}).aws() as aws:
        assert (
            aws.reply_or_absent("s3", "get_bucket_policy", "Policy", absent=("NoSuchBucketPolicy",), Bucket="b") is None
        )
    with Script({"s3.GetBucketPolicy": [gone]}).aws() as aws, pytest.raises(Refused, match="NoSuchBucketPolicy"):
        aws.reply("s3", "get_bucket_policy", "Policy", Bucket="b")


def test_all_pages_are_read_and_counted() -> None:
    script = Script({"ec2.DescribeVpcs": [vpcs(VPC, token="more"), vpcs(VPC)]})
    with script.aws() as aws:
        assert len(aws.listing("ec2", "describe_vpcs", "Vpcs")) == 2
        assert aws.calls == 2


def test_missing_page_is_an_error() -> None:
    script = Script({"ec2.DescribeVpcs": [vpcs(VPC, token="more"), Reply("<DescribeVpcsResponse/>")]})
    with script.aws() as aws, pytest.raises(Refused, match="incomplete"):
        aws.listing("ec2", "describe_vpcs", "Vpcs")


def test_listing_without_its_key_is_empty_only_for_documented_operations() -> None:
    with Script({"sqs.ListQueues": [Reply("{}")], "ssm.DescribeParameters": [Reply("{}")]}).aws() as aws:
        assert aws.listing("sqs", "list_queues", "QueueUrls") == []
        with pytest.raises(Refused, match="ssm:DescribeParameters gave a reply without Parameters"):
            aws.listing("ssm", "describe_parameters", "Parameters")


def test_temporary_throttling_is_retried() -> None:
    script = Script({"ecs.ListClusters": [json_error("ThrottlingException"), Reply('{"clusterArns": ["c"]}')]})
    with script.aws() as aws:
        assert aws.listing("ecs", "list_clusters", "clusterArns") == ["c"]
    assert script.asked == ["ecs.ListClusters"] * 2


def test_equal_calls_of_many_threads_are_sent_once() -> None:
    script = Script({"ec2.DescribeVpcs": [vpcs(VPC)]})
    with script.aws() as aws:
        start = threading.Barrier(session.THREADS)

        def ask(_: int) -> object:
            start.wait(timeout=10)
            return aws.listing("ec2", "describe_vpcs", "Vpcs")

        assert aws.each(ask, range(session.THREADS)) == [[{"VpcId": "vpc-1"}]] * session.THREADS
    assert script.asked == ["ec2.DescribeVpcs"]


def test_error_is_raised_in_every_waiting_thread() -> None:
    with Script({"ec2.DescribeVpcs": [ec2_error("UnauthorizedOperation")]}).aws() as aws:
        for _ in range(2):
            with pytest.raises(Refused):
                aws.listing("ec2", "describe_vpcs", "Vpcs")


def test_unknown_profile_is_an_error_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(CounterPromoError, match="nobody"):
        Aws(region="eu-west-2", account_id="123456789012")


def reader() -> Aws:
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-2")
    return Aws(region="eu-west-2", account_id="123456789012", session=session)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=40))
def test_readers_together_give_what_they_give_one_after_another(parts: list[list[int]]) -> None:
    """Also with more readers and calls of `each` than there are threads."""
    with reader() as aws:
        readers: list[Callable[[], Iterable[int]]] = [partial(aws.each, lambda one: one + 1, part) for part in parts]
        assert aws.together(readers) == [one + 1 for part in parts for one in part]


def test_readers_run_at_once_and_the_first_failure_is_raised() -> None:
    both = threading.Barrier(2, timeout=30)

    def wait(item: int) -> list[int]:
        both.wait()  # passes only if both readers run
        if item == 2:
            raise CounterPromoError("denied")
        return [item]

    with reader() as aws:
        assert aws.together([lambda: wait(0), lambda: wait(1)]) == [0, 1]
        with pytest.raises(CounterPromoError, match="denied"):
            aws.together([lambda: wait(1), lambda: wait(2)])
