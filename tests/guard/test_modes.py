"""The changes that each mode allows. Bad cases first."""

from dataclasses import replace as but

import pytest

from guard.verdict import Mode, Severity
from tests.guard.plans import EXPECTED, Json, blocked, change, create, delete, judge, keep, plan, replace, update

QUEUE, OTHER = "aws_sqs_queue.jobs", "aws_sqs_queue.other"
IDS = {QUEUE: "https://sqs.eu-west-2.amazonaws.com/437064342167/jobs", OTHER: "other"}
LISTED = but(EXPECTED, imports=IDS)
CHANGES = [
    create(QUEUE),
    update(QUEUE, {}, {"a": 1}),
    delete(QUEUE),
    replace(QUEUE),
    change(QUEUE, "create", "delete", before={}, after={}),
    change(QUEUE, "forget", before={}),
    change(QUEUE, "create", "forget", before={}, after={}),
    update(QUEUE, {}, {"a": 1}, importing={"id": IDS[QUEUE]}),
    keep(QUEUE, importing={"id": IDS[QUEUE]}, previous_address=OTHER) | {"previous_address": OTHER},
]


def importing(address: str, id_: str = "") -> Json:
    return keep(address, importing={"id": id_ or IDS[address]})


@pytest.mark.parametrize("entry", CHANGES)
def test_adoption_with_a_change_is_blocked(entry: Json) -> None:
    assert not judge(plan(entry), mode=Mode.ADOPT).passed
    if not entry.get("previous_address"):
        assert ("adopt-changes", QUEUE) in blocked(judge(plan(entry), mode=Mode.ADOPT))


@pytest.mark.parametrize("entry", CHANGES[1:])
def test_first_build_that_changes_a_resource_is_blocked(entry: Json) -> None:
    assert not judge(plan(entry), mode=Mode.CREATE).passed
    if not entry.get("previous_address"):
        assert ("create-changes", QUEUE) in blocked(judge(plan(entry), mode=Mode.CREATE))


def test_adoption_of_exactly_the_listed_ids_passes() -> None:
    whole = judge(plan(importing(QUEUE), importing(OTHER)), mode=Mode.ADOPT, expected=LISTED)
    assert whole.passed
    assert str(whole.counts) == "2 to import, 0 to add, 0 to change, 0 to destroy"
    assert whole.findings == ()


def test_adoption_without_a_listed_import_is_blocked() -> None:
    verdict = judge(plan(importing(QUEUE)), mode=Mode.ADOPT, expected=LISTED)
    assert blocked(verdict) == {("import-missing", OTHER)}


def test_adoption_with_a_resource_in_the_state_passes() -> None:
    """An adoption that was cut short goes on; without the state's word for it, it is not there."""
    document = plan(importing(QUEUE), keep(OTHER))
    assert blocked(judge(document, mode=Mode.ADOPT, expected=LISTED)) == {("import-missing", OTHER)}
    state = {"values": {"root_module": {"resources": [{"mode": "managed", "address": OTHER, "values": {}}]}}}
    assert judge({**document, "prior_state": state}, mode=Mode.ADOPT, expected=LISTED).passed


def test_adoption_with_an_unlisted_import_is_blocked() -> None:
    more = plan(importing(QUEUE), importing(OTHER), importing("aws_sqs_queue.third", "third"))
    assert ("import-unlisted", "aws_sqs_queue.third") in blocked(judge(more, mode=Mode.ADOPT, expected=LISTED))
    wrong = judge(plan(importing(QUEUE), importing(OTHER, "x")), mode=Mode.ADOPT, expected=LISTED)
    assert blocked(wrong) == {("import-unlisted", OTHER)}
    assert wrong.findings[0].detail == "the list has another id"


def test_import_to_two_addresses_is_blocked() -> None:
    twice = plan(importing(QUEUE), importing(OTHER, IDS[QUEUE]))
    for mode in Mode:
        found = {each for each in blocked(judge(twice, mode=mode)) if each[0] == "import-twice"}
        assert found == {("import-twice", QUEUE), ("import-twice", OTHER)}
    bucket = "aws_s3_bucket.a"
    assert judge(plan(importing(OTHER, "a"), keep(bucket, importing={"id": "a"}))).passed


def test_adoption_without_a_list_of_imports_is_reported() -> None:
    verdict = judge(plan(importing(QUEUE)), mode=Mode.ADOPT)
    assert verdict.passed
    assert [(one.rule, one.detail) for one in verdict.findings] == [("import-unlisted", "there is no list of imports")]
    assert verdict.findings[0].severity is Severity.REPORTED


def test_import_without_changes_passes_in_every_mode() -> None:
    for mode in Mode:
        assert judge(plan(importing(QUEUE)), mode=mode).passed


def test_import_with_a_change_is_blocked_in_mode_steady() -> None:
    entry = update("aws_ecs_cluster.main", {}, {"tags": {"a": "b"}}, importing={"id": "main"})
    assert blocked(judge(plan(entry))) == {("import-changes", "aws_ecs_cluster.main")}


def test_first_build_that_creates_and_imports_passes() -> None:
    assert judge(plan(create(QUEUE), importing(OTHER), keep("aws_vpc.main")), mode=Mode.CREATE).passed


def test_move_is_reported_and_move_with_a_deletion_is_blocked() -> None:
    moved = update("aws_db_instance.new", {}, {"tags": {"a": "b"}}, previous_address="aws_db_instance.old")
    told = judge(plan(moved))
    assert told.passed
    assert [(one.rule, one.detail) for one in told.findings] == [("moved", "from aws_db_instance.old")]
    for mode in (Mode.ADOPT, Mode.CREATE):
        assert ("moved", "aws_db_instance.new") in blocked(judge(plan(moved), mode=mode))
    lost = replace("aws_ecs_task_definition.new", previous_address="aws_ecs_task_definition.old")
    assert ("moved", "aws_ecs_task_definition.new") in blocked(judge(plan(lost)))
    assert judge(plan(keep(QUEUE, previous_address=QUEUE))).findings == ()


def test_finding_shows_the_reason_that_terraform_gives() -> None:
    gone = delete("aws_db_instance.main", action_reason="delete_because_no_resource_config")
    (finding,) = judge(plan(gone)).findings
    assert finding.detail == "delete, delete because no resource config"
    (adopting,) = (one for one in judge(plan(gone), mode=Mode.ADOPT).findings if one.rule == "adopt-changes")
    assert adopting.detail == "delete, delete because no resource config"


def test_counts_equal_those_of_terraform() -> None:
    verdict = judge(plan(create(QUEUE), replace(OTHER), delete("aws_vpc.a"), change("aws_vpc.b", "forget", before={})))
    assert str(verdict.counts) == "2 to add, 0 to change, 2 to destroy, 1 to forget"
    assert verdict.changed == (
        (QUEUE, "create"),
        (OTHER, "replace"),
        ("aws_vpc.a", "delete"),
        ("aws_vpc.b", "forget"),
    )
    assert judge(plan(importing(QUEUE), keep(OTHER))).changed == ((QUEUE, "import"),)
