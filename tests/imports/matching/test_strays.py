"""Strays: what is in or around the environment without an address. Noticed with a reason, and nothing else is."""

from imports.matching.name_filter import prefixed
from modules.stages import match
from tests.imports.matching.test_decoys import RULES_BESIDE, TWIN_CERTIFICATE, TWIN_VPC
from tests.imports.small_dev import CODE, LIVE, live

NEAR = prefixed("counterpromo", "dev")


def test_unmatched_resource_of_the_environment_is_a_stray() -> None:
    strays = [
        live("aws_subnet", "subnet-x", vpc_id="vpc-1", cidr_block="10.10.9.0/24", tags={}),
        live("aws_security_group", "sg-x", vpc_id="vpc-1", name="dbtest"),
        live("aws_default_security_group", "sg-default", vpc_id="vpc-1", name="default"),
        live("aws_iam_role_policy", "dev-task:extra", role="dev-task", name="extra"),
        *RULES_BESIDE,
        *TWIN_CERTIFICATE,
    ]
    assert {stray.id: stray.why for stray in match(CODE, [*LIVE, *strays]).strays} == {
        "subnet-x": "in the vpc",
        "sg-x": "in the vpc",
        "dev-task:extra": "on a role of ours",
        "sgr-0": "in a group of ours",
        "rule-0": "on a listener of the load balancer",
        "cert-0": "for the same domain as the certificate in use",
    }


def test_resources_of_another_vpc_are_not_strays() -> None:
    assert match(CODE, [*LIVE, *TWIN_VPC]).strays == ()


def test_default_parts_of_vpcs_and_buckets_are_not_strays() -> None:
    named = [
        live("aws_security_group", "sg-0", vpc_id="vpc-0", name="counterpromo-dev-alb-sg"),
        live("aws_vpc_security_group_ingress_rule", "sgr-0", security_group_id="sg-0", name="counterpromo-dev-alb-sg"),
        live("aws_subnet", "subnet-0", vpc_id="vpc-0", tags={"Name": "counterpromo-dev-public-a"}),
        live("aws_s3_bucket_versioning", "counterpromo-dev-dumps", bucket="counterpromo-dev-dumps"),
        live("aws_s3_bucket", "counterpromo-dev-dumps", bucket="counterpromo-dev-dumps"),
        live("aws_vpc", "vpc-0", cidr_block="10.10.0.0/16", tags={"Name": "counterpromo-dev-vpc"}),
    ]
    strays = match(CODE, [*LIVE, *named], near=NEAR).strays
    assert {(stray.type, stray.id) for stray in strays} == {
        ("aws_s3_bucket", "counterpromo-dev-dumps"),
        ("aws_vpc", "vpc-0"),
    }


def test_instance_in_the_vpc_is_a_stray() -> None:
    instances = [live("aws_instance", f"i-{number}", vpc_id=f"vpc-{number}", tags={}) for number in (0, 1)]
    (stray,) = match(CODE, [*LIVE, *instances]).strays
    assert (stray.id, stray.why) == ("i-1", "in the vpc: perhaps a temporary dbtest")


def test_resource_with_the_environment_name_is_a_stray() -> None:
    queues = [live("aws_sqs_queue", name, name=name) for name in ("counterpromo-dev-old", "counterpromo-develop-jobs")]
    assert [stray.id for stray in match([], queues, near=NEAR).strays] == ["counterpromo-dev-old"]


def test_name_filter_accepts_names_of_the_environment() -> None:
    for name in (
        "counterpromo-dev",
        "/counterpromo/dev/db/host",
        "/ecs/counterpromo-dev",
        "counterpromo-devlocal-jobs",
    ):
        assert NEAR(name), name
    for name in ("counterpromo-prod-jobs", "counterpromo-dev2", "counterpromo-develop", "mycounterpromo-dev", "dev"):
        assert not NEAR(name), name


def test_zone_that_may_answer_for_the_host_is_a_stray() -> None:
    zones = [
        live("aws_route53_zone", id_, zone_id=id_, name=name, private_zone=private)
        for id_, name, private in (
            ("Z-inside", "example.com", True),
            ("Z-below", "dev.example.com", True),
            ("Z-forgotten", "example.com", False),
            ("Z-staging", "staging.example.com", False),
            ("Z-above", "com", False),
            ("Z-other", "example.org", True),
        )
    ]
    strays = match(CODE, [*LIVE, *zones]).strays
    assert {stray.id: stray.why for stray in strays} == {
        "Z-inside": "a private zone that answers for the host inside its VPCs",
        "Z-below": "a private zone that answers for the host inside its VPCs",
        "Z-forgotten": "another public zone that may hold the host",
    }
