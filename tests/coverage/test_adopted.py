"""Live values adopted through the real terraform and provider: what `adopted.json` says, and docs/coverage.md counts.

`make soak` adopts the first round, some 120 amendments in one account at once, then every round and the base again;
`make test` holds any value against the provider without an account (`test_values.py`). COUNTERPROMO_RECORD=1 in a
soak writes the results down instead of comparing them.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from envs.load import load
from sandbox.overlay.client import amended, shown
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.conftest import ENVS
from tests.coverage import recorded
from tests.coverage.account import Shown, make_account, make_place
from tests.coverage.arguments import Block
from tests.coverage.live.rounds import ALONE, ROUNDS, SET_ASIDE

RECORDING = os.environ.get("COUNTERPROMO_RECORD") == "1"
BASE = "base"


@dataclass(frozen=True)
class Account:
    """An account with one resource of every adopted type, and room for states."""

    sandbox: Sandbox
    shown: Shown

    def adopt(self, name: str, folder: Path) -> dict[str, dict[str, Any]]:
        """The live attributes in the state, once a round was adopted 0/0/0 and the next plan is empty."""
        place = make_place(self.sandbox, folder / "place")
        self._forget_states(place.client)
        report_file = folder / "report.json"
        areas = SET_ASIDE[name][0] if name in SET_ASIDE else ALONE.get(name) or ROUNDS.get(name, ())
        amendments = [each for area in areas for each in area(self.shown)]
        with amended(self.sandbox.endpoint, amendments):
            adopted = place.run("import", "dev", "--yes", "--apply", "--report", str(report_file), timeout=900)
            unmet = [each for each in shown(self.sandbox.endpoint) if not each["met"]]
        assert adopted.returncode == 0, adopted.stdout + adopted.stderr
        assert not unmet, "amendments of answers that nobody asked for"
        counts = json.loads(report_file.read_text(encoding="utf-8"))["plan"]
        assert {counts[verb] for verb in ("add", "change", "destroy")} == {0}
        state = load("dev", place.envs).state
        body = place.client("s3").get_object(Bucket=state.bucket, Key=state.key)["Body"].read()
        if RECORDING and name == BASE:
            recorded.write_base(json.loads(body), place.envs)
        return recorded.attributes(json.loads(body))

    def _forget_states(self, client: Any) -> None:
        """The account is adopted again as if no state had ever been kept."""
        state = load("dev", ENVS).state
        s3, table = client("s3"), {"TableName": state.lock_table}
        kept = s3.list_object_versions(Bucket=state.bucket)
        for one in [*kept.get("Versions", []), *kept.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=state.bucket, Key=one["Key"], VersionId=one["VersionId"])
        for one in client("dynamodb").scan(**table)["Items"]:
            client("dynamodb").delete_item(**table, Key={"LockID": one["LockID"]})


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        made = make_account(sandbox)
        make_place(sandbox, tmp_path_factory.mktemp("room")).make_room_for_states()
        yield Account(sandbox, made)


@pytest.fixture(scope="module")
def base(account: Account, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The same account without any amendment, adopted."""
    return account.adopt(BASE, tmp_path_factory.mktemp("base"))


@pytest.mark.soak
def test_the_first_round_is_adopted_with_every_value_that_was_recorded(
    account: Account, schema: Mapping[str, Block], tmp_path: Path
) -> None:
    live = account.adopt("first", tmp_path)
    found = recorded.adopted_otherwise(schema, recorded.read_base()["live"], live)
    for type_, arguments in recorded.of_round(recorded.read(), "first").items():
        assert arguments <= set(found.get(type_, {})), type_


@pytest.mark.soak
def test_the_base_is_adopted_and_holds_several_values_in_its_blocks(
    base: dict[str, dict[str, Any]], schema: Mapping[str, Block]
) -> None:
    _compare(BASE, recorded.adopted_side_by_side(schema, base))


@pytest.mark.soak
@pytest.mark.parametrize("name", ROUNDS)
def test_each_round_is_adopted_with_exactly_the_values_that_were_recorded(
    name: str, account: Account, base: dict[str, dict[str, Any]], schema: Mapping[str, Block], tmp_path: Path
) -> None:
    _compare(name, recorded.adopted_otherwise(schema, base, account.adopt(name, tmp_path)))


@pytest.mark.soak
@pytest.mark.parametrize("name", ALONE)
def test_each_value_that_an_import_did_not_survive_once_is_adopted(name: str, account: Account, tmp_path: Path) -> None:
    account.adopt(name, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", SET_ASIDE)
def test_value_with_which_the_resource_is_set_aside_is_told(name: str, account: Account, tmp_path: Path) -> None:
    """Red once it is adopted: the value then belongs to ALONE."""
    with pytest.raises(AssertionError, match=SET_ASIDE[name][1]):
        account.adopt(name, tmp_path)


def _compare(name: str, found: Mapping[str, Mapping[str, str]]) -> None:
    if RECORDING:
        recorded.write(name, found)
    measured = {type_: set(arguments) for type_, arguments in found.items()}
    assert recorded.of_round(recorded.read(), name) == measured
