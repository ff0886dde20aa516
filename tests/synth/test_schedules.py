"""Schedules: off in DEV and PROD; switched on, each is a schedule with a role that may send to its queue alone."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Change
from tests.stack import Stack

NIGHTLY = {
    "name": "counterpromo-dev-nightly",
    "expression": "cron(0 3 * * ? *)",
    "time_zone": "Europe/London",
    "queue": "jobs",
    "message": '{"job": "${cleanup}"}',
    "role": "counterpromo-dev-nightly",
    "policy": "send",
}
SCHEDULE = "aws_scheduler_schedule.schedules_nightly_schedule"


def switch_on(settings: Any) -> None:
    settings["schedules"] = {"nightly": dict(NIGHTLY)}


def test_no_environment_has_a_schedule(dev: Stack, prod: Stack) -> None:
    assert dev.of_type("aws_scheduler_schedule") == prod.of_type("aws_scheduler_schedule") == []


def test_a_schedule_sends_its_message_to_its_queue(changed: Callable[[Change], Stack]) -> None:
    stack = changed(switch_on)
    schedule = stack.at(SCHEDULE)
    assert (schedule["name"], schedule["group_name"], schedule["state"]) == (NIGHTLY["name"], "default", "ENABLED")
    assert schedule["schedule_expression"] == NIGHTLY["expression"]
    assert schedule["schedule_expression_timezone"] == "Europe/London"
    assert schedule["flexible_time_window"] == {"mode": "OFF"}
    assert schedule.refers_to("target") == {
        "aws_sqs_queue.queues_jobs_queue",
        "aws_iam_role.schedules_nightly_role",
    }
    assert schedule["target"]["input"] == '{"job": "$${cleanup}"}', "Terraform must not evaluate the message"


def test_the_role_of_a_schedule_may_send_to_its_queue_alone(changed: Callable[[Change], Stack]) -> None:
    stack = changed(switch_on)
    (statement,) = json.loads(stack.at("aws_iam_role_policy.schedules_nightly_policy")["policy"])["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Resource"] == "arn:aws:sqs:eu-west-2:437064342167:counterpromo-dev-jobs"
    (trust,) = json.loads(stack.at("aws_iam_role.schedules_nightly_role")["assume_role_policy"])["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "437064342167"}}
