"""Alarms: the last one of a thing that stays is kept, others may go."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import Json, create, delete, judge, keep, plan, replace, rules, update

ALARM, DATABASE, QUEUE = "aws_cloudwatch_metric_alarm", "aws_db_instance.main", "aws_sqs_queue.jobs"


def watches(**dimensions: str) -> Json:
    return {"dimensions": dimensions, "metric_query": []}


def together(*names: str) -> Json:
    """Returns an alarm on an expression over a metric of each queue."""
    metrics: list[Any] = [{"metric": [{"dimensions": {"QueueName": name}}]} for name in names]
    return {"dimensions": {}, "metric_query": [{"expression": "MAX(METRICS())", "metric": []}, *metrics]}


MAIN, JOBS = watches(DBInstanceIdentifier="main"), together("jobs", "mails")


@pytest.mark.parametrize(
    "changes",
    [
        [delete(f"{ALARM}.a", MAIN)],
        [delete(f"{ALARM}.a", MAIN), delete(f"{ALARM}.b", MAIN), keep(DATABASE, {"identifier": "main"})],
        [delete(f"{ALARM}.a", MAIN), keep(f"{ALARM}.b", watches(DBInstanceIdentifier="other"))],
        [delete(f"{ALARM}.a", MAIN), keep(f"{ALARM}.b", watches(QueueName="main"))],
        [delete(f"{ALARM}.a", MAIN), update(f"{ALARM}.b", MAIN, watches(DBInstanceIdentifier="other"))],
        [delete(f"{ALARM}.a", MAIN), replace(DATABASE, {"identifier": "main"}, {"identifier": "main"})],
        [delete(f"{ALARM}.a", JOBS), keep(f"{ALARM}.b", together("jobs"))],
        [delete(f"{ALARM}.a", JOBS), delete(QUEUE, {"name": "jobs"})],
        [replace(f"{ALARM}.a", MAIN, watches(DBInstanceIdentifier="other"))],
        [delete(f"{ALARM}.a", {})],
    ],
)
def test_the_last_alarm_of_a_thing_that_stays_is_blocked(changes: list[Json]) -> None:
    found = {one.address for one in judge(plan(*changes)).of(Severity.BLOCKED) if one.rule == "loss-of-protection"}
    assert f"{ALARM}.a" in found


@pytest.mark.parametrize(
    "changes",
    [
        [delete(f"{ALARM}.a", MAIN), keep(f"{ALARM}.b", MAIN)],
        [delete(f"{ALARM}.a", MAIN), create(f"{ALARM}.b", MAIN)],
        [delete(f"{ALARM}.a", MAIN), update(f"{ALARM}.b", watches(DBInstanceIdentifier="other"), MAIN)],
        [delete(f"{ALARM}.a", MAIN), delete(DATABASE, {"identifier": "main"})],
        [delete(f"{ALARM}.a", JOBS), keep(f"{ALARM}.b", together("mails", "jobs"))],
        [delete(f"{ALARM}.a", JOBS), keep(f"{ALARM}.b", together("mails")), delete(QUEUE, {"name": "jobs"})],
        [replace(f"{ALARM}.a", MAIN, MAIN)],
    ],
)
def test_an_alarm_may_go_that_nothing_misses(changes: list[Json]) -> None:
    verdict = judge(plan(*changes))
    assert f"{ALARM}.a" not in {one.address for one in verdict.of(Severity.BLOCKED)}
    assert "loss-of-protection" in rules(verdict, Severity.REPORTED)


@given(
    st.lists(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd"))
)
def test_a_removed_alarm_passes_exactly_if_each_queue_is_watched_or_removed(
    watched: list[str], others: list[str], gone: set[str]
) -> None:
    removed = [delete(f"aws_sqs_queue.{name}", {"name": name}) for name in sorted(gone)]
    changes = [delete(f"{ALARM}.a", together(*watched)), keep(f"{ALARM}.b", together(*others)), *removed]
    blocked = [one for one in judge(plan(*changes)).of(Severity.BLOCKED) if one.address == f"{ALARM}.a"]
    assert bool(blocked) is not ({*watched} <= {*others} | gone)
