"""The engine: it never guesses, never takes one thing twice, says why, and does not care about order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import Refused
from imports.matching.name_filter import prefixed
from imports.model import Declared, Found
from modules.stages import match
from tests.imports.matching.test_decoys import DECOYS
from tests.imports.small_dev import CODE, LIVE, changed, code, live, rule_of, without

IDS = match(CODE, LIVE).ids
CROWD = [*LIVE, *(decoy for decoys in DECOYS.values() for decoy in decoys)]


@settings(deadline=None, max_examples=60)
@given(st.permutations(CROWD), st.permutations(CODE))
def test_order_of_the_input_has_no_effect(found: list[Found], declared: list[Declared]) -> None:
    near = prefixed("counterpromo", "dev")
    assert match(declared, found, near=near) == match(CODE, CROWD, near=near)


@settings(deadline=None, max_examples=200)
@given(st.sets(st.sampled_from(range(len(LIVE)))))
def test_absent_resource_is_missing_and_not_replaced(gone: set[int]) -> None:
    outcome = match(CODE, [one for number, one in enumerate(LIVE) if number not in gone])
    assert outcome.ids.items() <= IDS.items()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(CROWD), max_size=60), st.sets(st.sampled_from(range(len(CODE)))))
def test_matching_accounts_for_every_address_and_uses_no_resource_twice(found: list[Found], left: set[int]) -> None:
    declared = [one for number, one in enumerate(CODE) if number not in left]
    outcome = match(declared, list({one.key: one for one in found}.values()))
    taken = [(one.type, one.id) for one in outcome.matched]
    assert len(taken) == len(set(taken))
    said = [*outcome.ids, *(one.address for one in outcome.missing), *(one.address for one in outcome.ambiguous)]
    assert sorted(said) == sorted(one.address for one in declared)


def test_two_resources_of_one_name_are_ambiguous_with_their_differences() -> None:
    twins = [live("aws_vpc", f"vpc-{n}", cidr_block=f"10.{n}.0.0/16", tags={"Name": "dev-vpc"}) for n in (1, 2)]
    (ambiguous,) = match([code("aws_vpc.vpc", tags={"Name": "dev-vpc"})], twins).ambiguous
    assert [(one.id, one.differs["cidr_block"]) for one in ambiguous.candidates] == [
        ("vpc-1", "10.1.0.0/16"),
        ("vpc-2", "10.2.0.0/16"),
    ]
    assert ambiguous.why == "by name"


def test_resource_that_two_addresses_name_is_matched_to_none() -> None:
    queues = [code(f"aws_sqs_queue.{key}", name="dev-jobs") for key in ("a", "b")]
    outcome = match(queues, [live("aws_sqs_queue", "url", name="dev-jobs", arn="q")])
    assert outcome.ids == {}
    assert [one.why for one in outcome.ambiguous] == [
        "by name; also a candidate for aws_sqs_queue.b",
        "by name; also a candidate for aws_sqs_queue.a",
    ]


def test_choice_of_the_settings_overrides_every_rule() -> None:
    twin = live("aws_sqs_queue", "https://sqs/other", name="other", arn="q/other", dead_letters=None)
    outcome = match(CODE, [*LIVE, twin], choose={"aws_sqs_queue.jobs": "https://sqs/other"})
    assert outcome.ids["aws_sqs_queue.jobs"] == "https://sqs/other"
    assert rule_of(outcome, "aws_sqs_queue.jobs") == "chosen in the settings"


@pytest.mark.parametrize(
    ("choose", "said"),
    [
        ({"aws_sqs_queue.nothing": "x"}, "does not declare"),
        ({"aws_sqs_queue.jobs": "https://sqs/gone"}, "does not exist"),
        (
            {"aws_sqs_queue.dead_letters": "https://sqs/dev-jobs", "aws_sqs_queue.jobs": "https://sqs/dev-jobs"},
            "is also chosen for aws_sqs_queue.dead_letters",
        ),
    ],
)
def test_impossible_choice_is_refused(choose: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        match(CODE, LIVE, choose=choose)


def test_missing_resource_lists_the_match_rules() -> None:
    why = {one.address: one.why for one in match(CODE, without(LIVE, "dev-uploads", "sg-alb")).missing}
    assert why["aws_s3_bucket.uploads"] == "no live resource matches by name"
    assert why["aws_s3_bucket_versioning.uploads"] == "refers to aws_s3_bucket.uploads, which is not matched"
    assert "refers to aws_security_group.alb" in why["aws_vpc_security_group_ingress_rule.api_from_alb"]


def test_type_without_rules_is_missing_with_that_reason() -> None:
    (missing,) = match([code("aws_kinesis_stream.alarms", name="alarms")], []).missing
    assert missing.why == "there is no match rule for this type"


def test_data_source_is_matched_but_not_reported() -> None:
    looked_up = [one for one in CODE if not one.address.startswith("aws_route53")]
    record = code(
        "aws_route53_record.host",
        zone_id="${data.aws_route53_zone.zone.zone_id}",
        name="dev",
        type="A",
        alias={"name": "${aws_lb.alb.dns_name}"},
    )
    outcome = match([*looked_up, record, code("data.aws_route53_zone.zone", name="example.com")], LIVE)
    assert outcome.ids["aws_route53_record.host"] == "Z1_dev.example.com_A"
    assert "data.aws_route53_zone.zone" not in outcome.ids


def test_rule_for_all_protocols_is_matched_without_ports() -> None:
    found = changed(LIVE, "sgr-2", from_port=None, to_port=None, ip_protocol="-1")
    assert match(CODE, found).ids == IDS
