"""`recover` writes the state that follows the one in the backend, and the first state of a stack; it refuses others."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import Refused
from operations.state.recover import refuse_unless_next
from terraform.state.digest import Snapshot

FILE = Path("errored.tfstate")
LINEAGES = ("", "one", "other")
# `terraform state pull` before the first apply, with terraform 1.11.4.
PULLED_BEFORE_THE_FIRST: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 0,
    "lineage": "",
    "outputs": {},
    "resources": [],
    "check_results": None,
}


def state(lineage: str = "one", serial: int = 3, **content: Any) -> Snapshot:
    written = {"version": 4, "lineage": lineage, "serial": serial, "outputs": {}, "resources": [{"name": "made"}]}
    return Snapshot.read(json.dumps(written | content).encode(), where="here")


def refused(unsaved: Snapshot, before: Snapshot | None) -> str:
    try:
        refuse_unless_next(unsaved, before, file=FILE, environment="dev")
    except Refused as refusal:
        return str(refusal)
    return ""


def test_what_terraform_prints_before_the_first_apply_is_no_state() -> None:
    assert state(**PULLED_BEFORE_THE_FIRST).is_absent


@pytest.mark.parametrize(("lineage", "serial"), [("", 0), ("one", 1)], ids=["never asked the bucket", "asked it"])
def test_the_state_of_a_first_apply_is_written(lineage: str, serial: int) -> None:
    assert not refused(state(lineage, serial), None)


def test_a_first_state_is_not_written_over_another() -> None:
    assert "of a first apply, and the bucket has a state by now, serial 4" in refused(state("", 0), state("one", 4))


def test_a_later_state_is_not_written_where_the_one_before_it_is_missing() -> None:
    assert "the file has serial 9, and the bucket has no state" in refused(state("one", 9), None)


@given(
    unsaved=st.builds(state, st.sampled_from(LINEAGES), st.integers(0, 5)),
    before=st.none() | st.builds(state, st.sampled_from(LINEAGES[1:]), st.integers(0, 5)),
)
def test_nothing_is_written_over_a_state_that_it_does_not_follow(unsaved: Snapshot, before: Snapshot | None) -> None:
    """A state in the backend stays unless the file has its lineage and a higher serial."""
    if not refused(unsaved, before) and before is not None:
        assert unsaved.lineage
        assert (unsaved.lineage, unsaved.serial > before.serial) == (before.lineage, True)


@given(lineage=st.sampled_from(LINEAGES), serials=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_a_pushed_state_is_the_same_though_terraform_gave_it_a_lineage(lineage: str, serials: tuple[int, int]) -> None:
    before, after = serials
    pushed = state(lineage or "given by the push", after)
    assert pushed.same_as(state(lineage, before))
    assert not pushed.same_as(state(lineage, before, resources=[]))
    assert not pushed.same_as(state("yet another", before))
