"""The same jobs with the real tool, the real terraform and a DEV made by hand in the sandbox. Long: `make soak`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.conftest import PROJECT
from tests.workflows import emulated_github
from tests.workflows.emulated_github import REPOSITORY, Hub
from tests.workflows.runner import Ran, Runner, base_environment

pytestmark = pytest.mark.soak
INPUTS = {"environment": "dev"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A checkout of this project with a history of its own, a sandbox with DEV in it, and a GitHub."""

    runner: Runner
    hub: Hub
    sandbox: Sandbox

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.runner.folder, env=dict(self.runner.environ), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def merge(self) -> None:
        self.run("git", "add", ".")
        self.run("git", "commit", "--quiet", "--allow-empty", "--message", "merged")

    def client(self, service: str) -> Any:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        make: Any = session.client
        return make(service, endpoint_url=self.sandbox.endpoint)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    checkout, bin_, temp = (folder / name for name in ("checkout", "bin", "temp"))
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.splitlines():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, checkout / name)
    for made in (bin_, temp):
        made.mkdir()
    for name in ("node_modules", ".venv"):
        (checkout / name).symlink_to(PROJECT / name)
    tool = bin_ / "counterpromo"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.app "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, emulated_github.running() as hub:
        make_dev(sandbox.environment())
        path = os.pathsep.join([str(bin_), str(Path(sys.executable).parent), os.environ["PATH"]])
        nobody = {
            f"GIT_{who}_{what}": "nobody@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        own = {name: value for name, value in hub.environ().items() if name != "GITHUB_TOKEN"}
        environ = {**sandbox.isolated_environment(), **base_environment(path=path), **nobody, **own}
        github = {"repository": REPOSITORY, "run_id": "77", "sha": "5" * 40}
        made_place = Place(
            runner=Runner(folder=checkout, temp=temp, environ=environ, github=github), hub=hub, sandbox=sandbox
        )
        made_place.run("git", "init", "--quiet", "--initial-branch=main")
        made_place.merge()
        yield made_place


def done(ran: Ran) -> Ran:
    assert not ran.failed, f"{ran.failed}\n{ran.log}"
    return ran


def test_import_workflow_proposes_files_and_then_imports(place: Place) -> None:
    place.run("counterpromo", "bootstrap", "--yes")
    place.merge()
    done(place.runner.job("import.yml", "import", inputs=INPUTS))
    assert {each["path"] for each in place.hub.trees[0]["tree"]} >= {"envs/dev.imports.json"}
    assert place.hub.references == {"refs/heads/import-dev-77": "c" * 40}
    place.merge()
    ran = done(place.runner.job("import.yml", "import", inputs=INPUTS))
    assert "dev: adopted, and the next plan is empty" in ran.log
    assert place.hub.references["refs/tags/applied/dev"] == "5" * 40
    assert len(place.hub.pulls) == 1


def test_synth_in_a_pull_request_uses_the_locked_provider(place: Place) -> None:
    from tests.workflows.reading import workflows

    (step,) = [
        each for each in workflows()["pull-request.yml"]["jobs"]["check"]["steps"] if "synth" in each.get("run", "")
    ]
    place.run("bash", "-eo", "pipefail", "-c", step["run"])


def test_deploy_workflow_applies_exactly_the_saved_plan(place: Place) -> None:
    rules = {"deployment_branch_policy": {"custom_branch_policies": True}}
    place.hub.environments["dev"], place.hub.policies["dev"] = rules, [{"name": "main", "type": "branch"}]
    nothing = done(place.runner.job("deploy-dev.yml", "plan"))
    assert nothing.outputs["code"] == "0"
    settings = place.runner.folder / "envs" / "dev.toml"
    text = settings.read_text(encoding="utf-8")
    assert "idle_timeout_seconds = 60" in text
    settings.write_text(text.replace("idle_timeout_seconds = 60", "idle_timeout_seconds = 75"), encoding="utf-8")
    place.merge()
    planned = done(place.runner.job("deploy-dev.yml", "plan"))
    assert planned.outputs["code"] == "2", planned.log
    needs = {"plan": {"result": "success", "outputs": planned.outputs}}
    applied = done(place.runner.job("deploy-dev.yml", "apply", needs=needs))
    assert "0 to add, 1 to change, 0 to destroy" in applied.log
    again = place.runner.job("deploy-dev.yml", "apply", needs=needs)
    assert "is not the one that was reviewed" in again.log, again.log


def test_manual_change_opens_an_issue_until_it_is_reverted(place: Place) -> None:
    balancers = place.client("elbv2").describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    arn = balancers[0]["LoadBalancerArn"]

    def by_hand(seconds: str) -> None:
        attribute = {"Key": "idle_timeout.timeout_seconds", "Value": seconds}
        place.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[attribute])

    night = {"environment": "dev"}
    done(place.runner.job("drift.yml", "drift", matrix=night))
    assert place.hub.of_kind("issue") == []
    by_hand("30")
    done(place.runner.job("drift.yml", "drift", matrix=night))
    by_hand("75")
    done(place.runner.job("drift.yml", "drift", matrix=night))
    (issue,) = place.hub.of_kind("issue")
    assert issue["state"] == "closed"
    assert "aws_lb.balancer" in issue["body"]
