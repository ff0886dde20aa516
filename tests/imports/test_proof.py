"""The proof of an adoption: every change and every fault of the plan means that it is not proven."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.proof import Proof
from modules.stages import prove

IDS = {"aws_vpc.vpc": "vpc-1", "aws_db_instance.postgres": "dev-postgres"}
VPC = {"address": "aws_vpc.vpc", "type": "aws_vpc", "mode": "managed"}
DATABASE = {"address": "aws_db_instance.postgres", "type": "aws_db_instance", "mode": "managed"}


def change(*actions: str, importing: str | None = None, before: Any = None, after: Any = None, **more: Any) -> Any:
    after = before if actions == ("no-op",) else after
    said = {"actions": list(actions), "before": before, "after": after, **more}
    return said if importing is None else {**said, "importing": {"id": importing}}


ADOPTED = [
    {**VPC, "change": change("no-op", importing="vpc-1", before={"id": "vpc-1"})},
    {**DATABASE, "change": change("no-op", importing="dev-postgres", before={"identifier": "dev-postgres"})},
]


def plan(*changes: Any, **over: Any) -> dict[str, Any]:
    whole = {"format_version": "1.2", "errored": False, "complete": True, "resource_changes": list(changes)}
    return {key: value for key, value in {**whole, **over}.items() if value is not ...}


def reasons(proof: Proof) -> list[str]:
    return [f"{finding.address}: {finding.reason}" for finding in proof.findings]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"format_version": "2.0"}, "version is not 1.x, the only one that is supported (it is 2.0)"),
        ({"format_version": ...}, "version is not 1.x, the only one that is supported (it is missing)"),
        ({"errored": True}, "error"),
        ({"errored": ...}, "error"),
        ({"complete": False}, "incomplete"),
        ({"complete": ...}, "incomplete"),
        ({"deferred_changes": [{}]}, "does something other than change resources"),
        ({"resource_changes": ...}, "resource_changes is not a list"),
    ],
)
def test_incomplete_plan_is_not_proven(over: dict[str, Any], said: str) -> None:
    assert any(said in reason for reason in reasons(prove(plan(*ADOPTED, **over), IDS)))


def test_empty_plan_is_not_proven() -> None:
    assert not prove({}, {}).proven


@pytest.mark.parametrize(
    ("actions", "counts"),
    [
        (("create",), (1, 1, 0, 0)),
        (("update",), (1, 0, 1, 0)),
        (("delete",), (1, 0, 0, 1)),
        (("delete", "create"), (1, 1, 0, 1)),
        (("create", "delete"), (1, 1, 0, 1)),
        (("forget",), (1, 0, 0, 0)),
        (("explode",), (1, 0, 0, 0)),
        ((), (1, 0, 0, 0)),
    ],
)
def test_every_action_but_no_op_is_a_finding(actions: tuple[str, ...], counts: tuple[int, ...]) -> None:
    proof = prove(plan(ADOPTED[0], {**DATABASE, "change": change(*actions)}), IDS)
    assert not proof.proven
    assert (proof.counts.import_, proof.counts.add, proof.counts.change, proof.counts.destroy) == counts


@pytest.mark.parametrize("broken", [{}, {"address": "aws_vpc.vpc"}, {**VPC, "change": None}, {**VPC, "change": {}}])
def test_malformed_entry_is_not_proven(broken: Any) -> None:
    assert not prove(plan(*ADOPTED, broken), IDS).proven


def test_finding_lists_differences_and_hides_sensitive_values() -> None:
    update = change(
        "update",
        importing="dev-postgres",
        before={"identifier": "dev-postgres", "port": 5432, "password": "hunter2", "logs": ["a"]},
        after={"identifier": "dev-postgres", "port": 5433, "password": "hunter3", "logs": []},
        after_unknown={"arn": True},
        before_sensitive={"password": True},
        after_sensitive={"password": True},
    )
    (finding,) = prove(plan(ADOPTED[0], {**DATABASE, "change": update}), IDS).findings
    assert (finding.address, finding.reason) == ("aws_db_instance.postgres", "would update it")
    assert [(one.path, one.before, one.after) for one in finding.attributes] == [
        ("arn", None, "(known after apply)"),
        ("logs.0", "a", None),
        ("password", "(sensitive)", "(sensitive)"),
        ("port", 5432, 5433),
    ]
    assert "hunter" not in repr(finding)


def test_removed_block_hides_its_sensitive_values() -> None:
    before = {"auth": {"user": "app", "token": "hunter2"}}
    update = change("update", before=before, after={"auth": None}, before_sensitive={"auth": {"token": True}})
    assert "hunter" not in repr(prove(plan({**VPC, "change": update}), {}))


def test_import_that_is_not_listed_is_a_finding() -> None:
    assert "aws_vpc.vpc: imports vpc-1; expected: no import" in reasons(prove(plan(*ADOPTED), {}))


def test_import_of_another_id_is_a_finding() -> None:
    assert "aws_vpc.vpc: imports vpc-1; expected: vpc-2" in reasons(
        prove(plan(*ADOPTED), {**IDS, "aws_vpc.vpc": "vpc-2"})
    )


def test_listed_import_that_the_plan_lacks_is_a_finding() -> None:
    assert reasons(prove(plan(*ADOPTED), {**IDS, "aws_lb.alb": "arn"})) == [
        "aws_lb.alb: is to be imported, but the plan does not list it"
    ]


@pytest.mark.parametrize("importing", ["dev-postgres", None])
def test_import_of_another_database_is_a_finding(importing: str | None) -> None:
    """The provider answers a wrong identifier with the account's only instance; in state it is just as wrong."""
    other = change("no-op", importing=importing, before={"id": "db-1", "identifier": "other"})
    assert reasons(prove(plan(ADOPTED[0], {**DATABASE, "change": other}), IDS)) == [
        "aws_db_instance.postgres: asked for dev-postgres, but other came back"
    ]


def test_plan_with_only_the_listed_imports_is_proven() -> None:
    data = {"address": "data.aws_route53_zone.zone", "type": "aws_route53_zone", "mode": "data"}
    proof = prove(plan(*ADOPTED, {**data, "change": change("read")}), IDS)
    assert proof.proven
    assert (proof.counts.import_, proof.counts.add, proof.counts.change, proof.counts.destroy) == (2, 0, 0, 0)


def test_resource_in_the_state_needs_no_import() -> None:
    kept = {**VPC, "change": change("no-op", before={"id": "vpc-1"})}
    proof = prove(plan(kept, ADOPTED[1]), IDS)
    assert proof.proven
    assert proof.counts.import_ == 1


@given(st.permutations(["create", "update", "delete", "forget", "read"]), st.integers(1, 5))
def test_additional_change_is_never_proven(actions: list[str], count: int) -> None:
    more = [{**VPC, "address": f"aws_vpc.{action}", "change": change(action)} for action in actions[:count]]
    assert not prove(plan(*ADOPTED, *more), IDS).proven
