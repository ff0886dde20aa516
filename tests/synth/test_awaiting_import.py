"""An environment that was made by hand holds a condition that fails every plan until it is imported."""

import json
from pathlib import Path
from typing import Any

import pytest

from imports.files import ids_file
from main import synthesize
from settings.account import AwsSettings
from terraform.diagnostics.error_messages import explain
from tests.conftest import ENVS, write_envs

AWS = AwsSettings(account_id="437064342167", region="eu-west-2")


def synthesized(folder: Path, *, made_by_hand: bool, imported: bool) -> dict[str, Any]:
    def choose(settings: dict[str, Any]) -> None:
        settings["import"] = {"made_by_hand": made_by_hand}

    envs = write_envs(folder / "envs", choose)
    if imported:
        ids = {"aws_vpc.network_vpc": "vpc-0123456789abcdef0"}
        ids_file.write(ids_file.Ids(account=AWS.account_id, region=AWS.region, by_address=ids), "dev", envs)
    synthesize(envs=envs, outdir=folder / "out", only={"dev"})
    document: dict[str, Any] = json.loads((folder / "out" / "stacks" / "dev" / "cdk.tf.json").read_text())
    return document


def conditions(document: dict[str, Any]) -> list[dict[str, str]]:
    vpc: dict[str, Any] = document["resource"]["aws_vpc"]["network_vpc"]
    listed: list[dict[str, str]] = vpc.get("lifecycle", {}).get("precondition", [])
    return listed


def test_plan_stops_until_the_import_unless_a_variable_asks_for_a_second_copy(tmp_path: Path) -> None:
    document = synthesized(tmp_path, made_by_hand=True, imported=False)
    (condition,) = conditions(document)
    assert condition["condition"] == "${var.build_second_copy}"
    assert document["variable"]["build_second_copy"]["default"] is False
    assert condition["error_message"].startswith("DEV exists and is not imported: counterpromo import dev --apply")
    assert "export TF_VAR_build_second_copy=true" in condition["error_message"]


@pytest.mark.parametrize(("made_by_hand", "imported"), [(True, True), (False, False), (False, True)])
def test_stack_has_no_condition_where_nothing_awaits_an_import(
    tmp_path: Path, made_by_hand: bool, imported: bool
) -> None:
    document = synthesized(tmp_path, made_by_hand=made_by_hand, imported=imported)
    assert conditions(document) == []
    assert "variable" not in document


def test_message_of_the_condition_is_explained_with_its_cure(tmp_path: Path) -> None:
    (condition,) = conditions(synthesized(tmp_path, made_by_hand=True, imported=False))
    said = f"aws_vpc.network_vpc: Resource precondition failed\n{condition['error_message']}."
    explained = explain((said,), stack="dev")
    assert explained is not None
    assert (explained.what, explained.rest) == ("DEV exists and is not imported", ())
    second = "to build a second DEV beside it on purpose: export TF_VAR_build_second_copy=true"
    assert explained.cure == f"counterpromo import dev --apply; {second}"


def test_dev_is_the_only_environment_that_was_made_by_hand() -> None:
    made = [path.stem for path in sorted(ENVS.glob("*.toml")) if "made_by_hand = true" in path.read_text()]
    assert made == ["dev"]
