"""Anything of DEV is withheld, because it is gone or was set aside: the rest is brought to rest, and stays there.

The draft, the pins, the gaps and the proof are the product's own; the plans are those of `tests/coverage/planned.py`,
without terraform. `make soak` withholds each address; `tests/adoption/test_dropped.py` asks the real terraform.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envs.load import load
from imports.model import Match, Missing, Outcome
from imports.overlay import any_dangling
from operations.adopt.converge import converge
from operations.adopt.draft import drafted, keep
from operations.adopt.record import Record
from operations.pins import check_gaps, fill_gaps
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.diagnostics.by_argument import Diagnostic
from terraform.process import Finished
from terraform.runner import TerraformFailed
from terraform.stack import STACK_FILE, Stack, read_document
from tests.conftest import ENVS, PROJECT
from tests.coverage.arguments import Block
from tests.coverage.planned import SchemaPlanner
from tests.coverage.recorded import read_base

BASE = read_base()
ADDRESSES = sorted(BASE["ids"])
SOAK = os.environ.get("COUNTERPROMO_SOAK") == "1"
# Arguments that only a placeholder can fill: a block, a list, a text with several references, a policy.
FIRST = ("aws_lb_target_group.balancer_web", "aws_lb.balancer_alb")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Plans the import of what is there; fails as Terraform does where it finds none of an address in `absent`."""

    schema: Mapping[str, Block]
    live: Mapping[str, Mapping[str, Any]]
    absent: Collection[str] = ()

    def plan(self, stack_dir: Path) -> dict[str, Any]:
        document = read_document(stack_dir / STACK_FILE)
        if wrong := [block["to"] for block in document.get("import", ()) if block["to"] in self.absent]:
            raise _not_found(wrong)
        return SchemaPlanner(schema=self.schema, base=BASE["live"], live=self.live).of(document)


def _not_found(addresses: Sequence[str]) -> TerraformFailed:
    """Returns the failure in the words of Terraform 1.11."""
    texts = tuple(
        "Cannot import non-existent remote object: While attempting to import an existing object to "
        f'"{address}", the provider detected that no object exists with the given id.'
        for address in addresses
    )
    finished = Finished(argv=("terraform", "plan"), cwd=Path("dev"), exit_code=1, stdout="", stderr="")
    failed = TerraformFailed(finished, errors=texts)
    failed.diagnostics = tuple(Diagnostic(address="", argument="", text=text) for text in texts)
    return failed


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("withheld")
    (folder / "envs").mkdir()
    (folder / "envs" / "account.toml").write_bytes((ENVS / "account.toml").read_bytes())
    return Workspace(root=PROJECT, envs=folder / "envs", out=folder / "out")


def outcome_without(gone: Collection[str]) -> Outcome:
    matched = [
        Match(address=address, type=address.partition(".")[0], id=id_, rule="as adopted")
        for address, id_ in sorted(BASE["ids"].items())
        if address not in gone
    ]
    missing = [Missing(address=address, type=address.partition(".")[0], why="it is gone") for address in sorted(gone)]
    return Outcome(matched=tuple(matched), missing=tuple(missing), ambiguous=(), strays=())


def begin(checkout: Workspace) -> None:
    """Leaves the settings, and nothing of an earlier import."""
    for file in checkout.envs.glob("dev*"):
        file.unlink()
    (checkout.envs / "dev.toml").write_text(BASE["settings"], encoding="utf-8")


def rests(gone: Collection[str], *, checkout: Workspace, schema: Mapping[str, Block]) -> None:
    """Adopts DEV without these, twice, and types the command that `pins` prints for them."""
    begin(checkout)
    live = {address: values for address, values in BASE["live"].items() if address not in gone}
    planner = Planned(schema=schema, live=live)
    first = adopted(gone, checkout=checkout, planner=planner)
    assert adopted(gone, checkout=checkout, planner=planner) == first, "a second import wrote something"
    synthesize(checkout, only={"dev"})
    stack = Stack(document=read_document(checkout.stack_dir("dev") / STACK_FILE))
    assert not any_dangling(stack.document), "the next plan would end in an error, for ever"
    assert not {address for address, _ in stack.resources()} & set(gone), "the next plan would create it"
    check_gaps("dev", sorted(gone), workspace=checkout)
    fill_gaps("dev", sorted(gone), workspace=checkout)
    synthesize(checkout, only={"dev"})
    changes = planner.plan(checkout.stack_dir("dev"))["resource_changes"]
    assert {one["address"] for one in changes if one["change"]["actions"] != ["no-op"]} == set()


def adopted(gone: Collection[str], *, checkout: Workspace, planner: Planned) -> dict[str, str]:
    """Returns the files that an import leaves beside the settings."""
    record = Record(settings=load("dev", checkout.envs), outcome=outcome_without(gone))
    with drafted(checkout, "dev") as draft:
        proof = converge(record, draft=draft, workspace=checkout, planner=planner)
        assert proof.proven, [(one.address, one.reason, one.attributes) for one in proof.findings]
        assert (record.set_aside, set(record.withheld)) == ((), set(gone))
        keep(draft, checkout, "dev")
    return {path.name: path.read_text(encoding="utf-8") for path in checkout.envs.glob("dev*")}


def test_what_aws_lists_and_terraform_does_not_find_is_set_aside(
    checkout: Workspace, schema: Mapping[str, Block]
) -> None:
    """ECS goes on listing a deleted cluster, and a queue may be deleted while the import runs."""
    absent = {"aws_ecs_cluster.cluster_ecs", "aws_sqs_queue.queues_jobs_queue"}
    begin(checkout)
    record = Record(settings=load("dev", checkout.envs), outcome=outcome_without(()))
    live = {address: values for address, values in BASE["live"].items() if address not in absent}
    with drafted(checkout, "dev") as draft:
        planner = Planned(schema=schema, live=live, absent=absent)
        proof = converge(record, draft=draft, workspace=checkout, planner=planner)
    assert proof.proven
    assert {one.address for one in record.set_aside} == absent
    assert all("finds no such resource" in one.reason for one in record.set_aside)
    assert len(record.outcome.ids) == len(ADDRESSES) - len(absent)


@settings(max_examples=60 if SOAK else 1)
@given(gone=st.sets(st.sampled_from(ADDRESSES), min_size=2, max_size=2))
def test_any_two_that_are_withheld_leave_the_rest_at_rest(
    gone: set[str], checkout: Workspace, schema: Mapping[str, Block]
) -> None:
    rests(gone, checkout=checkout, schema=schema)


@pytest.mark.parametrize("address", ADDRESSES if SOAK else FIRST)
def test_whatever_is_withheld_leaves_the_rest_at_rest(
    address: str, checkout: Workspace, schema: Mapping[str, Block]
) -> None:
    rests({address}, checkout=checkout, schema=schema)
