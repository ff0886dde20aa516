"""One answer to "is the state empty?" and "is this a first build?", on small hand-written plans."""

from typing import Any

import pytest

from terraform.plan.plan import Plan

CREATE = {"actions": ["create"]}
NO_OP = {"actions": ["no-op"]}
IMPORT = {"actions": ["no-op"], "importing": {"id": "vpc-1"}}
IMPORT_AND_UPDATE = {"actions": ["update"], "importing": {"id": "vpc-1"}}
REPLACE = {"actions": ["delete", "create"]}


def plan(
    *changes: dict[str, Any], prior: dict[str, Any] | None = None, drift: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    entries = [
        {"address": f"aws_sqs_queue.queue_{number}", "mode": "managed", "change": change}
        for number, change in enumerate(changes)
    ]
    state = {} if prior is None else {"values": {"root_module": prior}}
    return {"resource_changes": entries, "prior_state": state, "resource_drift": drift or []}


def held(address: str = "aws_sqs_queue.queue_0", *, mode: str = "managed") -> dict[str, Any]:
    return {"resources": [{"address": address, "mode": mode}]}


DELETED_OUTSIDE = [{"address": "aws_sqs_queue.queue_0", "change": {"actions": ["delete"], "before": {"name": "jobs"}}}]
PLANS = {
    "creates, empty state": (plan(CREATE), True, True),
    "creates, state with an empty module": (plan(CREATE, prior={}), True, True),
    "creates, state with a data source only": (plan(CREATE, prior=held("data.a.b", mode="data")), True, True),
    "nothing to do, empty state": (plan(), True, False),
    "imports and creates, empty state": (plan(IMPORT, CREATE), True, False),
    "imports, listed in the prior state": (plan(IMPORT, prior=held()), True, False),
    "imports and updates, empty state": (plan(IMPORT_AND_UPDATE), True, False),
    "creates beside a resource without changes": (plan(CREATE, NO_OP), False, False),
    "creates beside a resource that only the state knows": (plan(CREATE, prior=held("aws_vpc.other")), False, False),
    "creates beside a module of the state": (
        plan(CREATE, prior={"child_modules": [held("module.a.aws_vpc.other")]}),
        False,
        False,
    ),
    "creates again what was deleted outside": (plan(CREATE, drift=DELETED_OUTSIDE), False, False),
    "replaces": (plan(REPLACE), False, False),
    "forgets": (plan({"actions": ["forget"]}), False, False),
}


@pytest.mark.parametrize("name", PLANS)
def test_first_build_needs_an_empty_state_and_no_import(name: str) -> None:
    document, empty, first = PLANS[name]
    read = Plan.of(document)
    assert (read.state_is_empty, read.first_build) == (empty, first)


def test_first_build_ignores_data_sources() -> None:
    read = {"address": "data.aws_prefix_list.s3", "mode": "data", "change": {"actions": ["read"]}}
    document = plan(CREATE)
    document["resource_changes"].append(read)
    assert Plan.of(document).first_build
