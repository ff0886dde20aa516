"""A redrive allow policy is said once: as a part, or as a pin of the queue where Terraform rewrites the text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from modules.messaging.satellites import parts

ARNS = st.lists(st.from_regex(r"arn:aws:sqs:eu-west-2:437064342167:[a-z]{1,9}", fullmatch=True), min_size=1, max_size=3)
POLICY = st.fixed_dictionaries({"redrivePermission": st.just("byQueue"), "sourceQueueArns": ARNS})


def _types(text: str) -> list[str]:
    return [one.type for one in parts("https://queue", "jobs", {"RedriveAllowPolicy": text})]


@given(policy=POLICY, indent=st.sampled_from([None, 0, 2]), turned=st.booleans())
def test_a_policy_in_the_provider_s_form_is_a_part_and_in_any_other_form_a_pin(
    policy: dict[str, object], indent: int | None, *, turned: bool
) -> None:
    ordered = dict(sorted(policy.items(), reverse=turned))
    compact = json.dumps(ordered, separators=(",", ":"), indent=indent)
    is_normal = not turned and indent is None
    assert _types(compact) == (["aws_sqs_queue_redrive_allow_policy"] if is_normal else [])


def test_the_other_policies_of_a_queue_are_parts_in_any_form() -> None:
    given_ = {"Policy": '{ "Version": "2012-10-17" }', "RedrivePolicy": '{ "maxReceiveCount": 5 }'}
    assert {one.type for one in parts("https://queue", "jobs", given_)} == {
        "aws_sqs_queue_policy",
        "aws_sqs_queue_redrive_policy",
    }
