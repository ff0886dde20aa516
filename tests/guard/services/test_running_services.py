"""Deploys and scaling of running services are silent; changes of how they are watched are told as what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from modules.services.guard import insights_reduced
from tests.guard.plans import ACCOUNT, REGION, Json, change, judge, keep, plan, rules, update

SERVICE = "aws_ecs_service.api"
ARN = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition"
LEVELS = ("disabled", "enabled", "enhanced")
revisions = st.integers(min_value=1, max_value=9999)


def drifted(before: Json, after: Json) -> Json:
    place = {"cluster": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/main", "name": "api"}
    return change(SERVICE, "update", before=place | before, after=place | after)


def limits(low: int, high: int) -> Json:
    values = {"resource_id": "service/main/api", "min_capacity": low, "max_capacity": high}
    return keep("aws_appautoscaling_target.api", values)


@given(revisions, revisions)
def test_deploy_of_another_revision_is_silent(before: int, after: int) -> None:
    deploy = drifted({"task_definition": f"{ARN}/api:{before}"}, {"task_definition": f"{ARN}/api:{after}"})
    assert judge(plan(keep(SERVICE), resource_drift=[deploy])).findings == ()
    spelled = drifted({"task_definition": f"api:{before}"}, {"task_definition": f"{ARN}/api:{after}"})
    assert judge(plan(keep(SERVICE), resource_drift=[spelled])).findings == ()


def test_deploy_is_silent_beside_a_change_of_the_same_service() -> None:
    deploy = drifted({"task_definition": "api:1"}, {"task_definition": "api:2"})
    tagged = update(SERVICE, {"tags": {}}, {"tags": {"team": "web"}})
    assert judge(plan(tagged, resource_drift=[deploy])).findings == ()


@pytest.mark.parametrize("after", ["web:7", "api", "", None, f"{ARN}/api:latest"])
def test_another_family_or_no_revision_is_reported(after: str | None) -> None:
    verdict = judge(
        plan(keep(SERVICE), resource_drift=[drifted({"task_definition": "api:7"}, {"task_definition": after})])
    )
    assert rules(verdict, Severity.REPORTED) == {"drift"}


@given(st.integers(min_value=1, max_value=100), st.integers(min_value=1, max_value=100))
def test_number_of_tasks_that_a_deploy_sets_is_silent(before: int, after: int) -> None:
    scaled = drifted({"desired_count": before}, {"desired_count": after})
    assert judge(plan(keep(SERVICE), resource_drift=[scaled])).findings == ()


@given(st.integers(min_value=0, max_value=20), st.integers(min_value=1, max_value=10), st.integers(0, 10))
def test_number_of_tasks_within_the_limits_of_scaling_is_silent(after: int, low: int, more: int) -> None:
    scaled = drifted({"desired_count": 21}, {"desired_count": after})
    verdict = judge(plan(keep(SERVICE), limits(low, low + more), resource_drift=[scaled]))
    assert bool(verdict.findings) == (not low <= after <= low + more)


def test_service_that_somebody_stopped_is_reported() -> None:
    verdict = judge(plan(keep(SERVICE), resource_drift=[drifted({"desired_count": 2}, {"desired_count": 0})]))
    assert rules(verdict, Severity.REPORTED) == {"drift"}


@pytest.mark.parametrize("live", LEVELS)
@pytest.mark.parametrize("planned", LEVELS)
def test_only_less_container_insights_is_reported(live: str, planned: str) -> None:
    sides = [{"setting": [{"name": "containerInsights", "value": level}]} for level in (live, planned)]
    verdict = judge(plan(update("aws_ecs_cluster.main", *sides)))
    assert bool(verdict.findings) == (LEVELS.index(planned) < LEVELS.index(live))
    assert verdict.passed


@pytest.mark.parametrize(
    ("before", "after", "reduced"),
    [
        ([], [{"name": "containerInsights", "value": "enabled"}], False),
        ([{"name": "containerInsights", "value": "enabled"}], [], True),
        ([], [{"name": "containerInsights", "value": "odd"}], True),
        ([], [{"name": "another", "value": "on"}], True),
        (None, None, False),
    ],
)
def test_missing_insights_count_as_disabled_and_unknown_settings_as_less(
    before: list[Json] | None, after: list[Json] | None, reduced: bool
) -> None:
    assert insights_reduced(before, after) is reduced


def test_another_path_of_the_health_check_is_reported_as_a_risk_and_passes() -> None:
    sides = [{"health_check": [{"path": path, "matcher": "200"}]} for path in ("/health", "/healthz")]
    verdict = judge(plan(update("aws_lb_target_group.api", *sides)))
    assert verdict.passed
    (finding,) = verdict.findings
    assert (finding.rule, finding.detail) == ("health-check-changed", "health_check.0.path: /health -> /healthz")
