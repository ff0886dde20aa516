"""Decoys for the matching: resources with similar names, and other environments. None may have an effect."""

import pytest

from imports.model import Found
from modules.stages import match
from tests.imports.small_dev import ARN, CODE, LIVE, changed, live, rule_of, without

IDS = match(CODE, LIVE).ids

TWIN_VPC = [
    live("aws_vpc", "vpc-0", cidr_block="10.10.0.0/16", tags={"Name": "dev-vpc"}, default_route_table_id="rtb-0"),
    live("aws_internet_gateway", "igw-0", vpc_id="vpc-0"),
    live("aws_default_route_table", "vpc-0", id="rtb-0", vpc_id="vpc-0", default_route_table_id="rtb-0"),
    live("aws_route_table", "rtb-00", vpc_id="vpc-0", tags={"Name": "dev-rtb-public"}, subnet_ids=["subnet-0"]),
    live(
        "aws_subnet",
        "subnet-0",
        vpc_id="vpc-0",
        cidr_block="10.10.0.0/24",
        availability_zone="eu-west-2a",
        tags={"Name": "dev-public"},
        public=True,
    ),
    live("aws_security_group", "sg-0", vpc_id="vpc-0", name="dev-sg-api"),
    live(
        "aws_vpc_endpoint",
        "vpce-0",
        vpc_id="vpc-0",
        service_name="com.amazonaws.eu-west-2.logs",
        vpc_endpoint_type="Interface",
        security_group_ids=["sg-0"],
    ),
]
OTHER_CLUSTER = [
    live("aws_ecs_cluster", "old-cluster", id="c/old-cluster", arn="c/old-cluster", name="old-cluster"),
    live(
        "aws_ecs_service",
        "old-cluster/dev-svc-api",
        name="dev-svc-api",
        cluster="c/old-cluster",
        family="dev-td-api",
        network_configuration={"security_groups": ["sg-0"]},
        load_balancer=[{"target_group_arn": "tg-1"}],
    ),
]
TWIN_CERTIFICATE = [
    live("aws_acm_certificate", "cert-0", arn="cert-0", domain_name="dev.example.com", domain_validation_options=[])
]
TWIN_ZONES = [
    live("aws_route53_zone", "Z0", zone_id="Z0", name="example.com", private_zone=True),
    live("aws_route53_zone", "Z2", zone_id="Z2", name="example.com", private_zone=False),
    *(
        live(
            "aws_route53_record",
            f"{zone}_dev.example.com_A",
            zone_id=zone,
            fqdn="dev.example.com",
            type="A",
            set_identifier=None,
            alias={"name": target},
        )
        for zone, target in (("Z0", "dev-1.elb.aws"), ("Z2", "elsewhere.elb.aws"))
    ),
]
SIMILAR_NAMES = [
    live(
        "aws_lb", "lb/0", arn="lb/0", name="dev-alb-old", vpc_id="vpc-1", dns_name="dev-0.elb.aws", security_groups=[]
    ),
    live("aws_lb_target_group", "tg-0", arn="tg-0", name="dev-tg-api-2", vpc_id="vpc-1", load_balancer_arns=[]),
    live(
        "aws_db_instance", "dev-postgres-restore", identifier="dev-postgres-restore", engine="postgres", vpc_id="vpc-1"
    ),
    live("aws_sqs_queue", "https://sqs/dev-jobs2", name="dev-jobs2", arn="q/dev-jobs2", dead_letters="q/dev-jobs-dlq"),
    live("aws_s3_bucket", "dev-uploads-old", bucket="dev-uploads-old"),
    live("aws_iam_role", "dev-task-old", name="dev-task-old", arn="role/dev-task-old", subjects=()),
    live("aws_iam_role_policy", "dev-task-old:dev-task-policy", role="dev-task-old", name="dev-task-policy"),
]
RULES_BESIDE = [
    live(
        "aws_vpc_security_group_ingress_rule",
        "sgr-0",
        security_group_id="sg-api",
        ip_protocol="tcp",
        from_port=3000,
        to_port=3000,
        cidr_ipv4="10.10.0.0/16",
    ),
    live(
        "aws_lb_listener_rule",
        "rule-0",
        arn="rule-0",
        listener_arn="lsn-1",
        priority="9",
        condition=[{"path_pattern": {"values": ["/health"]}}],
        action={"target_group_arn": ["tg-1"]},
    ),
]
DECOYS = {
    "a vpc with the same name, cidr and subnets": TWIN_VPC,
    "a cluster with a service of the same name": OTHER_CLUSTER,
    "a certificate for the same domain": TWIN_CERTIFICATE,
    "a private zone and a forgotten public one": TWIN_ZONES,
    "names that begin alike": SIMILAR_NAMES,
    "rules that nearly say the same": RULES_BESIDE,
}


def test_every_address_is_matched_without_decoys() -> None:
    outcome = match(CODE, LIVE)
    assert (outcome.missing, outcome.ambiguous, outcome.strays) == ((), (), ())
    assert len(outcome.ids) == len(CODE)


@pytest.mark.parametrize("decoys", DECOYS.values(), ids=DECOYS)
def test_decoy_has_no_effect_on_matching(decoys: list[Found]) -> None:
    outcome = match(CODE, [*decoys, *LIVE])
    assert outcome.ids == IDS
    assert outcome.ambiguous == ()


def test_all_decoys_have_no_effect_on_matching() -> None:
    assert match(CODE, [*LIVE, *(decoy for decoys in DECOYS.values() for decoy in decoys)]).ids == IDS


def test_vpc_in_use_wins_over_a_vpc_with_the_expected_name() -> None:
    """The real VPC lost its name tag; the twin still bears it."""
    outcome = match(CODE, changed([*TWIN_VPC, *LIVE], "vpc-1", tags={}))
    assert outcome.ids == IDS
    assert rule_of(outcome, "aws_vpc.vpc") == "home of aws_lb.alb"


def test_certificate_of_the_listener_wins_over_its_name() -> None:
    found = changed([*LIVE, *TWIN_CERTIFICATE], "cert-1", domain_name="*.example.com")
    outcome = match(CODE, found)
    assert outcome.ids["aws_acm_certificate.host"] == "cert-1"
    assert rule_of(outcome, "aws_acm_certificate.host") == "on the listener, and covers the host"


def test_indistinguishable_resources_are_ambiguous() -> None:
    outcome = match(CODE, without([*TWIN_VPC, *LIVE], ARN, "tg-1", "dev-db-subnets", "dev-postgres", "lsn-1", "rule-1"))
    (ambiguous,) = (one for one in outcome.ambiguous if one.address == "aws_vpc.vpc")
    assert [candidate.id for candidate in ambiguous.candidates] == ["vpc-0", "vpc-1"]
    assert "aws_subnet.public" in {missing.address for missing in outcome.missing}


NETWORK = ("vpc-1", "igw-1", "rtb-1", "rtb-1_0.0.0.0/0", "subnet-pub", "subnet-priv", "subnet-pub/rtb-1")
GONE = (
    *NETWORK,
    ARN,
    "tg-1",
    "lsn-1",
    "rule-1",
    "dev-db-subnets",
    "dev-postgres",
    "sg-alb",
    "sg-api",
    "sg-db",
    "sg-vpce",
)


@pytest.mark.parametrize(
    ("tags", "cidrs", "taken"),
    [
        ({"Name": "billing"}, ("10.10.0.0/24", "10.10.10.0/24"), False),
        ({}, ("10.10.0.0/24",), False),
        ({}, ("10.10.0.0/24", "10.10.10.0/24"), True),
    ],
    ids=["with another name", "with another layout", "without a name, laid out as declared"],
)
def test_vpc_of_the_same_cidr_alone_is_ours_only_if_its_layout_says_so(
    tags: dict[str, str], cidrs: tuple[str, ...], taken: bool
) -> None:
    other = [
        live("aws_vpc", "vpc-0", cidr_block="10.10.0.0/16", tags=tags),
        *(
            live("aws_subnet", f"subnet-{c}", vpc_id="vpc-0", cidr_block=c, availability_zone="", tags={})
            for c in cidrs
        ),
    ]
    ids = match(CODE, [*without(LIVE, *GONE), *other]).ids
    assert ids.get("aws_vpc.vpc") == ("vpc-0" if taken else None)


def test_vpc_of_another_name_is_ours_if_a_declared_name_is_in_it() -> None:
    other = live("aws_vpc", "vpc-0", cidr_block="10.10.0.0/16", tags={"Name": "old"})
    group = live("aws_security_group", "sg-0", vpc_id="vpc-0", name="dev-sg-api")
    assert match(CODE, [*without(LIVE, *GONE), other, group]).ids["aws_vpc.vpc"] == "vpc-0"
