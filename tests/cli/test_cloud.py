"""A state in HCP Terraform: real terraform, an emulated S3 and an emulated service, TLS and all; no AWS provider."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from envs.load import SettingsError, load
from errors import Refused
from modules.settings import Settings
from operations.state import move_state
from operations.workspace import Workspace
from sandbox.handmade import make_dev
from sandbox.hcp_terraform import CloudSandbox
from sandbox.server import Sandbox
from terraform.runner import Terraform, TerraformFailed
from terraform.state import locations
from terraform.state.backend_block import backend_block
from terraform.state.locations import Place, opened, refuse_if_it_is_elsewhere
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.workplace import Workplace

STATE = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 7,
    "lineage": "9b1f0a4e-0000-4000-8000-000000000001",
    "outputs": {"url": {"value": "https://dev.counterpromo.com", "type": "string"}},
    "resources": [
        {
            "mode": "managed",
            "type": "terraform_data",
            "name": "greeting",
            "provider": 'provider["terraform.io/builtin/terraform"]',
            "instances": [
                {
                    "schema_version": 0,
                    "attributes": {"id": "1", "input": {"value": "hello", "type": "string"}, "output": None},
                    "sensitive_attributes": [],
                }
            ],
        }
    ],
    "check_results": None,
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workplace, CloudSandbox]]:
    """A bucket and a lock table as bootstrap makes them, and a service."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, CloudSandbox.start() as cloud:
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("cloud") / "place")
        place.make_room_for_states()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (place.environ | cloud.environment()).items():
                patch.setenv(name, value)
            yield place, cloud


@pytest.fixture
def workspace(places: tuple[Workplace, CloudSandbox], tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """Settings with a key and a workspace of the test's own; the state is in S3."""
    place, cloud = places
    own = request.node.name.replace("[", "-").strip("]")
    text = (PROJECT / "envs" / "dev.toml").read_text(encoding="utf-8")
    named = f'{{ organization = "counterpromo", workspace = "{own}", hostname = "{cloud.hostname}" }}'
    text = text.replace('key = "dev/terraform.tfstate"', f'key = "{own}/terraform.tfstate"\ncloud = {named}')
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "dev.toml").write_text(text, encoding="utf-8")
    return replace(place.workspace, envs=tmp_path / "envs", out=tmp_path / "out")


def settings(workspace: Workspace) -> Settings:
    return load("dev", workspace.envs)


def put(workspace: Workspace, place: Place, state: dict[str, Any], *, folder: Path) -> dict[str, Any]:
    """The state as it is then: a place that holds nothing yet begins a lineage and serials of its own."""
    (folder / "put").write_text(json.dumps(state), encoding="utf-8")
    with opened(settings(workspace), place) as terraform:
        terraform.push(folder / "put")
        return locations.pulled(terraform)


def held(workspace: Workspace, place: Place) -> dict[str, Any]:
    with opened(settings(workspace), place) as terraform:
        return locations.pulled(terraform)


def move(workspace: Workspace, *, to: Place) -> None:
    with move_state.prepare(move_state.MoveRequest(environment="dev", to=to, workspace=workspace)) as prepared:
        move_state.carry_out(prepared)


@pytest.mark.soak
def test_state_moved_there_and_back_is_the_same(workspace: Workspace, tmp_path: Path) -> None:
    before = put(workspace, "s3", STATE, folder=tmp_path)
    move(workspace, to="cloud")
    there = held(workspace, "cloud")
    assert (there["resources"], there["outputs"]) == (STATE["resources"], STATE["outputs"])
    assert not locations.holds_something(held(workspace, "s3"))
    assert settings(workspace).state.backend == "cloud"
    move(workspace, to="s3")
    back = held(workspace, "s3")
    assert (back["resources"], back["outputs"]) == (STATE["resources"], STATE["outputs"])
    assert back["lineage"] == before["lineage"]
    assert back["serial"] > before["serial"]
    assert not locations.holds_something(held(workspace, "cloud"))
    assert settings(workspace).state.backend == "s3"
    kept = sorted(workspace.private_dir("dev").glob("*.tfstate"))
    assert [json.loads(copy.read_text())["resources"] for copy in kept] == [STATE["resources"]] * 2
    assert {copy.stat().st_mode & 0o777 for copy in kept} == {0o600}


@pytest.mark.soak
def test_move_with_two_different_states_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    before = put(workspace, "s3", STATE, folder=tmp_path)
    put(workspace, "cloud", {**STATE, "outputs": {}}, folder=tmp_path)
    with pytest.raises(Refused, match="hold different states of dev"):
        move(workspace, to="cloud")
    assert held(workspace, "s3") == before
    assert settings(workspace).state.backend == "s3"


@pytest.mark.soak
def test_move_killed_after_the_copy_is_finished_by_a_rerun(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, "s3", STATE, folder=tmp_path)
    with monkeypatch.context() as killed:
        killed.setattr(move_state, "_empty", _kill)
        with pytest.raises(KeyboardInterrupt):
            move(workspace, to="cloud")
    assert locations.holds_something(held(workspace, "s3"))
    move(workspace, to="cloud")
    assert not locations.holds_something(held(workspace, "s3"))
    assert held(workspace, "cloud")["resources"] == STATE["resources"]


@pytest.mark.soak
def test_move_with_a_concurrent_apply_is_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = put(workspace, "s3", STATE, folder=tmp_path)
    after = {**before, "serial": before["serial"] + 1, "outputs": {}}
    compare = move_state._compare

    def somebody_applies(*arguments: Any, **named: Any) -> None:
        compare(*arguments, **named)
        put(workspace, "s3", after, folder=tmp_path)

    monkeypatch.setattr(move_state, "_compare", somebody_applies)
    with pytest.raises(Refused, match="changed while its state was moved"):
        move(workspace, to="cloud")
    assert (held(workspace, "s3")["resources"], held(workspace, "s3")["outputs"]) == (STATE["resources"], {})
    assert settings(workspace).state.backend == "s3"


@pytest.mark.parametrize("here", ["s3", "cloud"])
def test_empty_state_with_a_state_in_the_other_backend_is_refused(
    workspace: Workspace, tmp_path: Path, here: Place
) -> None:
    path = workspace.envs / "dev.toml"
    path.write_text(path.read_text().replace("cloud = {", f'backend = "{here}"\ncloud = {{'), encoding="utf-8")
    refuse_if_it_is_elsewhere(settings(workspace))
    put(workspace, locations.other(here), STATE, folder=tmp_path)
    with pytest.raises(Refused, match="the state of dev is in .*, and the settings name .*, which is empty") as refused:
        refuse_if_it_is_elsewhere(settings(workspace))
    assert refused.value.cure.startswith(f"counterpromo move-state dev --to {here}")


@pytest.mark.soak
def test_plan_and_apply_of_a_remote_execution_workspace_run_locally(
    workspace: Workspace, places: tuple[Workplace, CloudSandbox], tmp_path: Path
) -> None:
    """The emulated service has no runs: were one asked for, it would answer that it knows nothing of the kind."""
    cloud = places[1].api.organization.make("here")
    assert cloud.execution == "remote"
    stack, plan = tmp_path / "stack", tmp_path / "plan"
    stack.mkdir()
    block = {"hostname": places[1].hostname, "organization": "counterpromo", "workspaces": {"name": "here"}}
    greeting = {"resource": {"terraform_data": {"greeting": {"input": "hello"}}}}
    (stack / "cdk.tf.json").write_text(json.dumps({"terraform": {"cloud": block}, **greeting}), encoding="utf-8")
    terraform = Terraform(stack_dir=stack, environ=places[0].environ | places[1].environment())
    terraform.init()
    assert terraform.plan(plan)
    assert terraform.show(plan)["resource_changes"][0]["change"]["actions"] == ["create"]
    terraform.apply(plan)
    assert terraform.addresses() == {"terraform_data.greeting"}
    assert not terraform.plan(plan)
    assert not cloud.locked


@pytest.mark.soak
def test_init_after_a_change_of_backend_asks_nothing(
    workspace: Workspace, places: tuple[Workplace, CloudSandbox], tmp_path: Path
) -> None:
    """The workspace that HCP Terraform notes would be a workspace of S3's own, with another key."""
    put(workspace, "s3", STATE, folder=tmp_path)
    stack = tmp_path / "stack"
    stack.mkdir()
    terraform = Terraform(stack_dir=stack, environ=places[0].environ | places[1].environment())
    found = []
    order: tuple[Place, ...] = ("cloud", "s3", "cloud", "s3")
    for place in order:
        of = settings(workspace)
        block = {"terraform": backend_block(of.aws, of.state, backend=place, stack="dev")}
        (stack / "cdk.tf.json").write_text(json.dumps(block), encoding="utf-8")
        terraform.init()
        found.append(len(terraform.addresses()))
    assert found == [0, 1, 0, 1]


def test_missing_token_names_terraform_login(
    workspace: Workspace, places: tuple[Workplace, CloudSandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/dev/null")
    with (
        pytest.raises(TerraformFailed, match="no token for HCP Terraform") as failed,
        opened(settings(workspace), "cloud"),
    ):
        pass
    assert f"terraform login {places[1].hostname}" in failed.value.cure


def test_cloud_backend_without_workspace_is_a_fault(workspace: Workspace) -> None:
    path = workspace.envs / "dev.toml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("cloud = {")]
    path.write_text("\n".join(lines).replace("[state]", '[state]\nbackend = "cloud"', 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"state.cloud = \(missing\): must be set, with organization and workspace"):
        settings(workspace)


@pytest.mark.soak
def test_environment_is_adopted_changed_and_moved_in_hcp_terraform(tmp_path: Path) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, CloudSandbox.start() as cloud:
        make_dev(sandbox.environment())
        place, env = Workplace.make(sandbox, tmp_path / "place"), cloud.environment()

        def run(*command: str, ends: int = 0) -> str:
            ran = place.run(*command, env=env)
            assert ran.returncode == ends, ran.stdout + ran.stderr
            return ran.stdout + ran.stderr

        named = f'{{ organization = "counterpromo", workspace = "dev", hostname = "{cloud.hostname}" }}'
        key = 'key = "dev/terraform.tfstate"'
        place.change_settings((key, f'backend = "cloud"\ncloud = {named}\n{key}'))
        run("bootstrap", "--yes")
        assert "the next plan is empty" in run("import", "dev", "--yes", "--apply")
        assert "no changes" in run("plan", "dev")
        place.change_settings(("log_retention_days = 30", "log_retention_days = 60"))
        assert "retention_in_days: 30 -> 60" in run("plan", "dev", ends=2)
        run("apply", "dev", "--yes")
        place.change_settings(('"/counterpromo/dev/db/host"', '"/counterpromo/dev/db/hostname"'))
        assert "the plan removes this resource, and with it data" in run("apply", "dev", "--yes", ends=3)
        place.change_settings(('"/counterpromo/dev/db/hostname"', '"/counterpromo/dev/db/host"'))
        place.change_settings(('backend = "cloud"', 'backend = "s3"'))
        assert "the state of dev is in counterpromo/dev at" in run("plan", "dev", ends=3)
        run("move-state", "dev", "--to", "s3", "--yes")
        assert "no changes" in run("plan", "dev")
        run("move-state", "dev", "--to", "cloud", "--yes")
        assert "no changes" in run("plan", "dev")
        assert "dev at localhost" in run("doctor", "dev")


def _kill(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt
