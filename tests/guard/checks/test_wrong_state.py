"""A plan against the state of another environment is refused; a few renames and a few deletions are not."""

import pytest

from errors import Refused
from guard.checks.wrong_state import FEW, refuse
from terraform.plan.plan import Plan
from tests.guard.plans import Json, create, delete, keep, plan, replace, update


def queues(number: int, *, before: str, after: str) -> list[Json]:
    return [
        update(f"aws_sqs_queue.q{each}", {"name": f"{before}-{each}"}, {"name": f"{after}-{each}"})
        for each in range(number)
    ]


def check(*changes: Json) -> None:
    refuse(Plan.of(plan(*changes)), environment="dev")


def test_most_names_differ_is_refused_with_the_first_of_them() -> None:
    with pytest.raises(Refused) as refused:
        check(*queues(FEW + 1, before="prod", after="dev"), keep("aws_sqs_queue.kept", {"name": "same"}))
    assert refused.value.message == (
        "the state is not that of dev: 4 of its 5 names differ from the code: "
        "aws_sqs_queue.q0 is prod-0, expected dev-0"
    )
    assert refused.value.cure == "set state.key in envs/dev.toml to that of dev; the other state was not touched"


def test_few_renames_pass() -> None:
    check(*queues(FEW, before="prod", after="dev"))


def test_half_of_the_names_may_change() -> None:
    kept = [keep(f"aws_sqs_queue.k{each}", {"name": "same"}) for each in range(4)]
    check(*queues(4, before="prod", after="dev"), *kept)
    with pytest.raises(Refused):
        check(*queues(4, before="prod", after="dev"), *kept[:3])


@pytest.mark.parametrize("name", ["name", "identifier", "bucket", "family", "alarm_name", "cluster_identifier"])
def test_each_kind_of_name_counts_also_in_a_replacement(name: str) -> None:
    with pytest.raises(Refused):
        check(*[replace(f"aws_thing.t{each}", {name: f"a{each}"}, {name: f"b{each}"}) for each in range(4)])


@pytest.mark.parametrize("after", [None, 1])
def test_name_that_is_not_known_yet_does_not_count(after: int | None) -> None:
    check(*[replace(f"aws_sqs_queue.q{each}", {"name": "a"}, {"name": after}) for each in range(4)])


def test_state_without_a_resource_of_the_code_is_refused() -> None:
    removed = [delete(f"aws_sqs_queue.q{each}", {"name": "a"}) for each in range(FEW + 1)]
    with pytest.raises(Refused) as refused:
        check(*removed, create("aws_sqs_queue.new", {"name": "b"}))
    assert refused.value.message == (
        "the state is not that of dev: none of its 4 resources is in the code: "
        "aws_sqs_queue.q0, aws_sqs_queue.q1, aws_sqs_queue.q2 …"
    )
    check(*removed[:FEW])
    check(*removed, keep("aws_sqs_queue.kept", {"name": "same"}))


def test_first_build_is_no_wrong_state() -> None:
    check(*[create(f"aws_sqs_queue.q{each}", {"name": "a"}) for each in range(6)])
