"""Resources of other services that name something of the environment are strays, and adopt or stop nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.matching.leaning import WORDS, leans_on, names_of_ours, names_the_environment
from imports.matching.match_state import MatchState
from imports.matching.name_filter import prefixed
from imports.model import Declared, Found
from modules.stages import match, sort
from modules.surroundings.discovery import words

VPC = Found(type="aws_vpc", id="vpc-0a1b2c3d", name="counterpromo-dev-vpc", facts={"cidr_block": "10.10.0.0/16"})
GROUP = Found(type="aws_security_group", id="sg-0a1b2c3d", name="api", facts={"name": "api"})
QUEUE_ARN = "arn:aws:sqs:eu-west-2:437064342167:counterpromo-dev-jobs"
QUEUE = Found(
    type="aws_sqs_queue",
    id="https://sqs.eu-west-2.amazonaws.com/437064342167/counterpromo-dev-jobs",
    name="counterpromo-dev-jobs",
    facts={"arn": QUEUE_ARN, "name": "counterpromo-dev-jobs"},
)
HOST = "counterpromo-dev-alb-1234567890.eu-west-2.elb.amazonaws.com"
BALANCER = Found(type="aws_lb", id="arn:aws:elasticloadbalancing:alb", name="alb", facts={"dns_name": HOST})
RECORD = Found(
    type="aws_route53_record",
    id="Z1_dev.counterpromo.com_A",
    name="dev.counterpromo.com A",
    facts={"fqdn": "dev.counterpromo.com", "type": "A"},
)
OURS = {
    "aws_route53_record.host": RECORD,
    "aws_vpc.network": VPC,
    "aws_security_group.api": GROUP,
    "aws_sqs_queue.jobs": QUEUE,
    "aws_lb.alb": BALANCER,
}


def _state() -> MatchState:
    declared = [Declared(address=address, type=live.type, arguments={}) for address, live in OURS.items()]
    state = MatchState(declared=declared, found=list(OURS.values()))
    for address, live in OURS.items():
        state.take(address, live)
    return state


def _other(reply: object, *, name: str = "other") -> Found:
    return Found(type="aws_lambda_function", id=name, name=name, facts={WORDS: words(reply)})


@pytest.mark.parametrize(
    ("reply", "address"),
    [
        ({"VpcConfig": {"VpcId": VPC.id, "SecurityGroupIds": [GROUP.id]}}, "aws_security_group.api"),
        ({"VpcConfig": {"VpcId": VPC.id}}, "aws_vpc.network"),
        ({"definition": f'{{"Resource":"{QUEUE_ARN}"}}'}, "aws_sqs_queue.jobs"),
        ({"Environment": {"Variables": {"QUEUE": QUEUE.id}}}, "aws_sqs_queue.jobs"),
        ({"Origins": {"Items": [{"DomainName": HOST}]}}, "aws_lb.alb"),
        ({"HealthCheckConfig": {"FullyQualifiedDomainName": "dev.counterpromo.com"}}, "aws_route53_record.host"),
        ({"Endpoint": "https://user:word@dev.counterpromo.com:8443/webhooks"}, "aws_route53_record.host"),
        ({"Endpoint": "https://dev.counterpromo.com.example.org/webhooks"}, None),
        ({"VPCZoneIdentifier": f"subnet-1,{VPC.id}"}, "aws_vpc.network"),
        ({"Name": "api", "Tag": "counterpromo-dev-vpc"}, None),
        ({"VpcId": f"{VPC.id}9"}, None),
        ({}, None),
    ],
)
def test_what_a_reply_names_of_ours_is_said(reply: object, address: str | None) -> None:
    assert leans_on(_other(reply), names_of_ours(_state())) == (f"uses {address}" if address else None)


_LEAVES = st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.datetimes())
_REPLIES: Callable[[st.SearchStrategy[object]], st.SearchStrategy[object]] = lambda inner: st.one_of(  # noqa: E731
    st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
)


@given(reply=st.recursive(_LEAVES, _REPLIES), ours=st.sampled_from(sorted(OURS)))
def test_an_id_is_found_wherever_it_stands_in_a_reply(reply: object, ours: str) -> None:
    live = OURS[ours]
    handle = live.facts.get("dns_name") or live.facts.get("fqdn") or live.facts.get("arn") or live.id
    assert leans_on(_other([reply, {"Deep": [{"At": handle}]}]), names_of_ours(_state())) is not None


def test_such_a_resource_is_a_stray_that_is_not_written_as_code() -> None:
    declared = [Declared(address="aws_vpc.network", type="aws_vpc", arguments={"cidr_block": "10.10.0.0/16"})]
    found = [VPC, _other({"VpcId": VPC.id}, name="resize"), _other({"VpcId": "vpc-9"}, name="elsewhere")]
    outcome = match(declared, found)
    assert [(one.name, one.why) for one in outcome.strays] == [("resize", "uses aws_vpc.network")]
    written, left_out = sort(outcome.strays, found, taken={VPC.key})
    assert not written
    assert [one.stray.name for one in left_out] == ["resize"]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ({"ClusterName": "counterpromo-dev-cluster", "Tag": "x"}, "names counterpromo-dev-cluster"),
        ({"Resource": "arn:aws:ssm:eu-west-2:1:parameter/counterpromo/dev/*"}, "names arn:aws:ssm:eu-west-2:1:"),
        ({"Rule": 'ALARM("counterpromo-dev-queue") OR ALARM("other")'}, "names counterpromo-dev-queue"),
        ({"Resource": "arn:aws:ssm:eu-west-2:1:parameter/counterpromo/prod/*"}, None),
        ({"Queue": "counterpromo-developers"}, None),
    ],
)
def test_a_word_with_the_name_of_the_environment_is_said(reply: object, reason: str | None) -> None:
    said = names_the_environment(_other(reply), near=prefixed("counterpromo", "dev"))
    assert bool(said) == bool(reason)
    assert (said or "").startswith(reason or "")


@given(
    before=st.sampled_from(["", "arn:aws:sqs:eu-west-2:1:", "/"]),
    after=st.from_regex(r"(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
)
def test_the_name_is_found_wherever_it_stands(before: str, after: str) -> None:
    other = _other([{"Deep": [{"At": f"{before}counterpromo-dev{after}"}]}])
    assert names_the_environment(other, near=prefixed("counterpromo", "dev")) is not None
