"""Alarms, records and certificates that somebody made beside ours: each is said with what it has to do with ours."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from imports.model import Found
from modules.alarms.discovery import watched
from modules.stages import match
from tests.imports.small_dev import CODE, LIVE, live, without

BALANCER = "app/dev-alb/50dc6c495c0c9188"
BALANCER_ARN = f"arn:aws:elasticloadbalancing:eu-west-2:1:loadbalancer/{BALANCER}"
GROUP_ARN = "arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/dev-tg-api/73e2d6bc24d8a067"
HOST_RECORD = "Z1_dev.example.com_A"


def _reason(found: Sequence[Found], id_: str) -> str | None:
    return next((one.why for one in match(CODE, found).strays if one.id == id_), None)


@pytest.mark.parametrize(
    ("dimensions", "address"),
    [
        ({"DBInstanceIdentifier": "dev-postgres"}, "aws_db_instance.postgres"),
        ({"ClusterName": "dev-cluster", "Other": "x"}, "aws_ecs_cluster.ecs"),
        ({"BucketName": "dev-uploads"}, "aws_s3_bucket.uploads"),
        ({"DBInstanceIdentifier": "dev-postgres-2"}, None),
        ({"QueueName": "dev-postgres"}, None),
        ({"Custom": "dev-postgres"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("in_an_expression", [False, True])
def test_alarm_on_something_of_ours_is_a_stray(
    dimensions: dict[str, str], address: str | None, in_an_expression: bool
) -> None:
    listed = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    metric = {"Metrics": [{"Id": "m", "MetricStat": {"Metric": {"Dimensions": listed}}}]}
    seen = watched(metric if in_an_expression else {"Dimensions": listed})
    alarm = live("aws_cloudwatch_metric_alarm", "High", alarm_name="High", watched=sorted(seen))
    assert _reason([*LIVE, alarm], "High") == (f"watches {address}" if address else None)


@pytest.mark.parametrize(
    ("dimension", "value", "type_", "arn"),
    [
        ("LoadBalancer", BALANCER, "aws_lb", BALANCER_ARN),
        ("TargetGroup", GROUP_ARN.rpartition(":")[2], "aws_lb_target_group", GROUP_ARN),
    ],
)
def test_alarm_names_the_end_of_an_arn(dimension: str, value: str, type_: str, arn: str) -> None:
    (ours,) = (one for one in LIVE if one.type == type_)
    renamed = live(type_, ours.id, **{**ours.facts, "arn": arn})
    alarm = live("aws_cloudwatch_metric_alarm", "High", alarm_name="High", watched=[(dimension, value)])
    found = [renamed if one is ours else one for one in LIVE]
    assert (_reason([*found, alarm], "High") or "").startswith(f"watches {type_}.")


def test_cname_in_the_place_of_the_alias_is_told_as_the_reason_of_the_gap() -> None:
    cname = live(
        "aws_route53_record",
        "Z1_dev.example.com_CNAME",
        zone_id="Z1",
        fqdn="dev.example.com",
        type="CNAME",
        set_identifier=None,
        alias=None,
    )
    outcome = match(CODE, [*without(LIVE, HOST_RECORD), cname], choose={"aws_route53_zone.zone": "Z1"})
    (missing,) = (one for one in outcome.missing if one.address == "aws_route53_record.host")
    assert missing.why.startswith("dev.example.com has a CNAME record in its place")
    (gone,) = (one for one in match(CODE, without(LIVE, HOST_RECORD)).missing if one.address == missing.address)
    assert "CNAME" not in gone.why


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["dev.example.com"], "for the same domain as the certificate in use"),
        (["example.com", "*.example.com"], "covers dev.example.com, as the certificate in use does"),
        (["*.dev.example.com"], None),
        (["example.com"], None),
    ],
)
def test_certificate_for_the_host_beside_ours_is_a_stray(names: list[str], reason: str | None) -> None:
    other = live(
        "aws_acm_certificate",
        "cert-9",
        arn="cert-9",
        domain_name=names[0],
        subject_alternative_names=names,
        domain_validation_options=[],
    )
    assert _reason([*LIVE, other], "cert-9") == reason
