"""The overlay: an answer of the emulator gets further fields, over HTTP, and only such as AWS's model has."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from sandbox.handmade import make_dev
from sandbox.overlay.amendment import Amendment
from sandbox.overlay.client import amended, shown
from sandbox.overlay.validate import InvalidAmendment
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION

BUCKET = f"counterpromo-dev-exports-{ACCOUNT}"
CLUSTER = {"clusters": ["counterpromo-dev-cluster"], "include": ["SETTINGS", "TAGS"]}
# One answer of each protocol, and those with lists in lists, attributes in pairs and members in headers.
ANSWERS: list[tuple[str, str, dict[str, Any]]] = [
    ("ec2", "DescribeSecurityGroupRules", {}),
    ("ec2", "DescribeVpcEndpoints", {}),
    ("rds", "DescribeDBSubnetGroups", {}),
    ("elbv2", "DescribeTargetGroups", {}),
    ("iam", "ListRoles", {}),
    ("ecs", "DescribeClusters", CLUSTER),
    ("ssm", "DescribeParameters", {}),
    ("logs", "DescribeLogGroups", {}),
    ("acm", "ListCertificates", {}),
    ("secretsmanager", "ListSecrets", {}),
    ("route53", "ListHostedZones", {}),
    ("s3", "GetBucketLifecycleConfiguration", {"Bucket": BUCKET}),
    ("s3", "GetBucketVersioning", {"Bucket": BUCKET}),
    ("s3", "GetBucketAcl", {"Bucket": BUCKET}),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as running:
        make_dev(running.environment())
        yield running


def answer(sandbox: Sandbox, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    make: Any = session.client
    call = getattr(make(service, endpoint_url=sandbox.endpoint), xform_name(operation))
    return {name: value for name, value in call(**parameters).items() if name != "ResponseMetadata"}


@pytest.mark.parametrize(("service", "operation", "parameters"), ANSWERS)
def test_an_amendment_without_members_leaves_the_answer_as_it_is(
    service: str, operation: str, parameters: dict[str, Any], sandbox: Sandbox
) -> None:
    before = answer(sandbox, service, operation, **parameters)
    with amended(sandbox.endpoint, [Amendment(service=service, operation=operation, members={})]):
        assert answer(sandbox, service, operation, **parameters) == before
        assert [each["met"] for each in shown(sandbox.endpoint)] == [1]
    assert answer(sandbox, service, operation, **parameters) == before


def test_the_named_item_gets_the_members_and_no_other_item_does(sandbox: Sandbox) -> None:
    groups = answer(sandbox, "elbv2", "DescribeTargetGroups")["TargetGroups"]
    changed = Amendment(
        service="elbv2",
        operation="DescribeTargetGroups",
        at="TargetGroups",
        item={"TargetGroupArn": groups[0]["TargetGroupArn"]},
        members={"HealthCheckIntervalSeconds": 77, "Matcher": {"HttpCode": "200-299"}},
    )
    with amended(sandbox.endpoint, [changed]):
        first, *others = answer(sandbox, "elbv2", "DescribeTargetGroups")["TargetGroups"]
    assert first == groups[0] | {"HealthCheckIntervalSeconds": 77, "Matcher": {"HttpCode": "200-299"}}
    assert others == groups[1:]


def test_none_takes_a_member_away_and_a_missing_item_is_added_on_request(sandbox: Sandbox) -> None:
    (balancer,) = answer(sandbox, "elbv2", "DescribeLoadBalancers")["LoadBalancers"]
    asked = {"LoadBalancerArn": balancer["LoadBalancerArn"]}
    attribute: dict[str, Any] = {
        "service": "elbv2",
        "operation": "DescribeLoadBalancerAttributes",
        "at": "Attributes",
        "when": asked,
    }
    amendments = [
        Amendment(**attribute, item={"Key": "zonal_shift.config.enabled"}, members={"Value": "true"}, adds=True),
        Amendment(service="elbv2", operation="DescribeLoadBalancers", at="LoadBalancers", members={"DNSName": None}),
    ]
    with amended(sandbox.endpoint, amendments):
        attributes = answer(sandbox, "elbv2", "DescribeLoadBalancerAttributes", **asked)["Attributes"]
        (shown_balancer,) = answer(sandbox, "elbv2", "DescribeLoadBalancers")["LoadBalancers"]
    assert {"Key": "zonal_shift.config.enabled", "Value": "true"} in attributes
    assert {**shown_balancer, "DNSName": balancer["DNSName"]} == balancer
    assert "DNSName" not in shown_balancer


def test_a_request_with_other_parameters_is_answered_as_before(sandbox: Sandbox) -> None:
    other = {"Bucket": f"counterpromo-dev-uploads-{ACCOUNT}"}
    suspended = Amendment(
        service="s3", operation="GetBucketVersioning", when={"Bucket": BUCKET}, members={"Status": "Suspended"}
    )
    with amended(sandbox.endpoint, [suspended]):
        assert answer(sandbox, "s3", "GetBucketVersioning", Bucket=BUCKET)["Status"] == "Suspended"
        assert answer(sandbox, "s3", "GetBucketVersioning", **other)["Status"] == "Enabled"


def test_an_amendment_of_the_whole_answer_takes_the_place_of_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(ClientError, match="NoSuchCORSConfiguration"):
        answer(sandbox, "s3", "GetBucketCors", Bucket=BUCKET)
    rules = [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]
    cors = Amendment(service="s3", operation="GetBucketCors", when={"Bucket": BUCKET}, members={"CORSRules": rules})
    with amended(sandbox.endpoint, [cors]):
        assert answer(sandbox, "s3", "GetBucketCors", Bucket=BUCKET) == {"CORSRules": rules}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"service": "rdz", "operation": "DescribeDBInstances"}, "no service rdz"),
        ({"service": "rds", "operation": "DescribeNothing"}, "no operation DescribeNothing"),
        ({"service": "rds", "operation": "DeleteDBInstance"}, "does not only read"),
        ({"service": "rds", "operation": "DescribeDBInstances", "at": "Instances"}, "no Instances"),
        ({"service": "rds", "operation": "DescribeDBInstances", "when": {"Name": "x"}}, "no parameter Name"),
        (
            {"service": "rds", "operation": "DescribeDBInstances", "at": "DBInstances", "members": {"Iopz": 1}},
            "no member Iopz",
        ),
        (
            {"service": "rds", "operation": "DescribeDBInstances", "at": "DBInstances", "members": {"Iops": "1"}},
            "has a integer there",
        ),
        (
            {"service": "s3", "operation": "GetBucketVersioning", "members": {"Status": "Off"}},
            "allows Enabled, Suspended",
        ),
        (
            {
                "service": "elbv2",
                "operation": "DescribeTargetGroups",
                "at": "TargetGroups",
                "members": {"HealthCheckIntervalSeconds": 4},
            },
            "allows a value of 5 to 300",
        ),
        (
            {
                "service": "elbv2",
                "operation": "DescribeLoadBalancerAttributes",
                "at": "Attributes",
                "members": {"Key": "a b"},
            },
            "allows ^[a-zA-Z0-9._]+$",
        ),
        (
            {
                "service": "s3",
                "operation": "GetBucketCors",
                "members": {"CORSRules": [{"AllowedMethods": ["GET"]}]},
            },
            "lacks AllowedOrigins",
        ),
    ],
)
def test_an_answer_that_aws_cannot_give_is_refused_by_name(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidAmendment) as refused:
        Amendment(**{"members": {}, **given})
    assert said in str(refused.value)


def test_the_running_sandbox_refuses_it_too_and_keeps_what_it_had(sandbox: Sandbox) -> None:
    kept = Amendment(service="rds", operation="DescribeDBInstances", members={})
    with amended(sandbox.endpoint, [kept]):
        invented = Amendment(service="s3", operation="GetBucketVersioning", members={})
        object.__setattr__(invented, "members", {"Status": "Off"})
        with (
            pytest.raises(InvalidAmendment, match="Enabled, Suspended"),
            amended(sandbox.endpoint, [invented]),
        ):
            pass
        assert [each["operation"] for each in shown(sandbox.endpoint)] == ["DescribeDBInstances"]
