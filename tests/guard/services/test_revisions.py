"""A plan that deregisters a revision of a task definition says so; a plan that keeps it says nothing."""

import pytest

from errors import Refused
from guard.verdict import Severity
from operations.state.complete_state import is_incomplete, loses_incomplete, refuse_to_lose
from terraform.plan.plan import Plan
from tests.guard.plans import Json, create, delete, judge, keep, plan, replace, rules, update

API = "aws_ecs_task_definition.api"
CONTAINERS = '[{"name": "api", "image": "api:1"}]'


def revision(skip_destroy: bool | None) -> Json:
    return {"family": "api", "revision": 7, "container_definitions": CONTAINERS, "skip_destroy": skip_destroy}


@pytest.mark.parametrize("lose", [delete, replace])
@pytest.mark.parametrize("skip_destroy", [None, False])
def test_deregistered_revision_is_reported_and_not_saved_for_a_review(lose: object, skip_destroy: bool | None) -> None:
    after = () if lose is delete else (revision(True),)
    document = plan(lose(API, revision(skip_destroy), *after))  # type: ignore[operator]
    verdict = judge(document)
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"revision-deregistered"}
    assert loses_incomplete(Plan.of(document)) == (API,)
    with pytest.raises(Refused, match=API) as refused:
        refuse_to_lose(Plan.of(document), environment="dev")
    assert refused.value.cure.startswith("counterpromo import dev --apply")


@pytest.mark.parametrize("entry", [delete(API, revision(True)), replace(API, revision(True), revision(True))])
def test_revision_that_stays_active_is_silent(entry: Json) -> None:
    assert judge(plan(entry)).findings == ()
    refuse_to_lose(Plan.of(plan(entry)), environment="dev")


@pytest.mark.parametrize(
    ("entry", "incomplete"),
    [
        (keep(API, revision(None)), True),
        (keep(API, revision(None), importing={"id": "api"}), True),
        (update(API, revision(False), revision(False)), True),
        (keep(API, revision(True)), False),
        (create(API, revision(True)), False),
        (keep("aws_sqs_queue.jobs", {"skip_destroy": None}), False),
    ],
)
def test_state_of_an_import_or_an_earlier_version_is_completed_after_an_apply(entry: Json, incomplete: bool) -> None:
    assert is_incomplete(Plan.of(plan(entry))) is incomplete
    assert loses_incomplete(Plan.of(plan(entry))) == ()
