"""Parts of adopted resources are strays unless the code sets them; a thing that a gap names is no stray."""

import pytest

from modules import stages
from modules.registry import IMPORTED, SATELLITES
from tests.imports.small_dev import code, live

URL = "https://sqs.eu-west-2.amazonaws.com/437064342167/jobs"
QUEUE = live("aws_sqs_queue", URL, name="jobs", url=URL, dead_letters=None)
REDRIVE = live("aws_sqs_queue_redrive_policy", URL, queue_url=URL)
SECURE = live("aws_ssm_parameter", "/dev/key", name="/dev/key", type="SecureString", value=None)


def test_a_policy_that_the_code_sets_in_the_queue_is_no_stray() -> None:
    plain, redriving = code("aws_sqs_queue.jobs", name="jobs"), {"redrive_policy": "{}"}
    assert [stray.id for stray in stages.match([plain], [QUEUE, REDRIVE]).strays] == [URL]
    assert stages.match([code("aws_sqs_queue.jobs", name="jobs", **redriving)], [QUEUE, REDRIVE]).strays == ()


def test_a_part_of_a_resource_of_others_is_no_stray() -> None:
    assert stages.match([], [QUEUE, REDRIVE]).strays == ()


def test_a_declared_secure_string_is_a_gap_and_no_stray() -> None:
    declared = code("aws_ssm_parameter.key", name="/dev/key")
    outcome = stages.match([declared], [SECURE], near=lambda name: True)
    (gap,) = outcome.missing
    assert "/dev/key is a SecureString" in gap.why
    assert outcome.strays == ()


def test_another_secure_string_is_a_stray() -> None:
    outcome = stages.match([], [SECURE], near=lambda name: True)
    assert [stray.id for stray in outcome.strays] == ["/dev/key"]


@pytest.mark.parametrize("type_", sorted({type_ for each in SATELLITES for type_ in each.read}))
def test_a_part_that_is_read_is_matched_or_noticed(type_: str) -> None:
    row = IMPORTED[type_]
    assert row.match or row.stray, f"{type_} is found, and nothing says what becomes of it"
