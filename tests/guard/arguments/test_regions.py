"""Plans of provider 6: each resource has an argument `region`, which is that of the settings or is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.registry import PROVIDER_ARGUMENTS
from tests.guard.plans import REGION, Json, blocked, change, create, delete, judge, keep, plan, replace, update, written

QUEUE = "aws_sqs_queue.jobs"
TYPES = sorted(PROVIDER_ARGUMENTS)
ELSEWHERE = "us-east-1"


@given(type_=st.sampled_from(TYPES), before=st.sampled_from([None, "", REGION]))
def test_the_region_of_the_settings_is_no_news(type_: str, before: str | None) -> None:
    """The first plan after the upgrade from provider 5 fills the region in."""
    address = f"{type_}.it"
    filled_in = update(address, {"region": before}, {"region": REGION})
    of_a_label = judge(plan(update(address, {}, {"tags": {"a": "b"}}))).findings
    assert judge(plan(filled_in)).findings == of_a_label
    kept = keep(address, {"region": REGION})
    assert judge(plan(kept, resource_drift=[filled_in])).findings == judge(plan(kept)).findings


@given(type_=st.sampled_from(TYPES), region=st.from_regex(r"[a-z]{2}-[a-z]{4,9}-[4-9]", fullmatch=True))
def test_another_region_is_blocked(type_: str, region: str) -> None:
    address, there = f"{type_}.it", {"region": region}
    for entry in (
        create(address, there),
        keep(address, there),
        update(address, {"region": REGION}, there),
        update(address, there, {"region": REGION}),
        update(address, {}, there),
        replace(address, {"region": REGION}, there),
        delete(address, there),
    ):
        assert ("identity", address) in blocked(judge(plan(entry)))
    drifted = plan(keep(address), resource_drift=[update(address, {"region": REGION}, there)])
    assert ("identity", address) in blocked(judge(drifted))


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        ({}, True),  # provider 5 works out the region of a new bucket
        ({"region": {"references": ["aws_ssm_parameter.region.value"]}}, False),
    ],
)
def test_a_region_that_is_known_after_apply_is_blocked_if_the_code_sets_it(code: Json, passes: bool) -> None:
    new = create("aws_s3_bucket.it", {}, after_unknown={"region": True})
    document = plan(new, configuration=written({"address": "aws_s3_bucket.it", "expressions": code}))
    assert (("identity", "aws_s3_bucket.it") not in blocked(judge(document))) is passes


@pytest.mark.parametrize(
    ("type_", "region"),
    [
        ("aws_cloudformation_stack_set_instance", ELSEWHERE),
        ("aws_config_aggregate_authorization", ELSEWHERE),
        ("aws_dx_hosted_connection", ELSEWHERE),
        ("aws_servicequotas_template", ELSEWHERE),
        ("aws_ssmincidents_replication_set", [{"name": ELSEWHERE}]),
    ],
)
def test_a_type_about_another_region_is_not_judged_by_it(type_: str, region: Any) -> None:
    entry = create(f"{type_}.it", {"region": region})
    assert ("identity", f"{type_}.it") not in blocked(judge(plan(entry)))


@pytest.mark.parametrize("name", ["name", "region"])
@pytest.mark.parametrize(("region", "passes"), [(REGION, True), (ELSEWHERE, False)])
def test_the_data_source_of_the_region_is_read_in_both_forms(name: str, region: str, passes: bool) -> None:
    """Provider 6 calls the attribute `name` by a new word, `region`."""
    read: dict[str, Any] = {
        "mode": "data",
        "address": "data.aws_region.a",
        "type": "aws_region",
        "values": {name: region},
    }
    state = {"values": {"root_module": {"resources": [read]}}}
    assert judge(plan(keep(QUEUE), prior_state=state)).passed is passes


def test_the_region_of_a_data_source_is_not_a_resource_of_ours() -> None:
    read = change("data.aws_vpc.a", "read", after={"region": ELSEWHERE}, mode="data")
    assert ("identity", "data.aws_vpc.a") not in blocked(judge(plan(keep(QUEUE), read)))
