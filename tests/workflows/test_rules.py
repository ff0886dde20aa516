"""Rules for every workflow: pinned, least permissions, bounded, no expression in a script, no apply cancelled."""

import re
from typing import Any

import pytest

from terraform.executable import MINIMUM
from tests.conftest import PROJECT
from tests.workflows.reading import GITHUB, jobs, steps, workflows

TEXTS = {path.relative_to(GITHUB): path.read_text(encoding="utf-8") for path in sorted(GITHUB.rglob("*.yml"))}
FROM_OUTSIDE = [(where, step) for where, step in steps() if "uses" in step and not step["uses"].startswith("./")]


def test_workflow_files_are_the_expected_ones() -> None:
    assert set(workflows()) >= {
        "pull-request.yml",
        "deploy-dev.yml",
        "promote-prod.yml",
        "drift.yml",
        "import.yml",
        "schema-image.yml",
        "unlock.yml",
    }


def test_action_is_pinned_to_a_full_commit_with_its_version() -> None:
    assert FROM_OUTSIDE
    for path, text in TEXTS.items():
        for line in re.findall(r"^.*\buses: .*$", text, re.MULTILINE):
            assert re.search(r"uses: (\./\S+|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", line), f"{path}: {line.strip()}"


def test_action_is_pinned_to_one_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for _, step in FROM_OUTSIDE:
        action, _, commit = step["uses"].partition("@")
        pins.setdefault(action, set()).add(commit)
    assert {action: len(commits) for action, commits in pins.items()} == dict.fromkeys(pins, 1)


def test_workflow_permissions_are_empty_by_default() -> None:
    for name, document in workflows().items():
        assert document["permissions"] == {}, name
    for name, job, body in jobs(workflows()):
        assert isinstance(body["permissions"], dict), f"{name} {job}"
        assert "write-all" not in str(body["permissions"])


def test_only_a_job_with_a_role_may_request_an_id_token() -> None:
    for name, job, body in jobs(workflows()):
        takes_a_role = any(
            "assume" in step.get("uses", "") or "credentials" in step.get("uses", "") for step in body["steps"]
        )
        assert (body["permissions"].get("id-token") == "write") == takes_a_role, f"{name} {job}"


def test_workflow_uses_no_stored_secret() -> None:
    for path, text in TEXTS.items():
        assert not re.search(r"AWS_SECRET|aws-secret-access-key|AKIA|secrets\.(?!GITHUB_TOKEN)", text), path


def test_job_has_a_timeout() -> None:
    for name, job, body in jobs(workflows()):
        assert 0 < body["timeout-minutes"] <= 120, f"{name} {job}"
        assert body["runs-on"] == "ubuntu-24.04", f"{name} {job}"


def test_checkout_keeps_no_credentials() -> None:
    for where, step in FROM_OUTSIDE:
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, where


def test_script_contains_no_expression() -> None:
    """Outside values reach a script as variables: as text the shell would run them."""
    for where, step in steps():
        assert "${{" not in step.get("run", ""), where


def test_script_stops_at_the_first_error() -> None:
    """`bash` alone is given -e and pipefail; where no shell is named, there is no pipefail."""
    for name, document in workflows().items():
        for _, job, body in jobs({name: document}):
            defaults = body.get("defaults") or document["defaults"]
            assert defaults["run"]["shell"] == "bash", f"{name} {job}"
    for script in (GITHUB / "scripts").glob("*.sh"):
        assert "set -euo pipefail" in script.read_text(encoding="utf-8"), script


def applying() -> list[tuple[str, Any]]:
    """Workflows in which some job takes an apply role."""
    return [
        (name, document)
        for name, document in workflows().items()
        if any(
            step.get("with", {}).get("role") == "apply"
            for _, _, body in jobs({name: document})
            for step in body["steps"]
        )
    ]


def test_jobs_of_an_environment_run_one_at_a_time_and_are_not_cancelled() -> None:
    assert len(applying()) == 4
    for name, document in applying():
        concurrency = document["concurrency"]
        environments = {body["environment"] for _, _, body in jobs({name: document}) if "environment" in body}
        assert [concurrency["group"]] == [f"counterpromo-{environment}" for environment in environments], name
        assert concurrency["cancel-in-progress"] is False, name
        assert concurrency["queue"] == "max", f"{name}: a waiting deploy would be dropped for the next one"


def test_apply_role_is_assumed_only_in_its_environment() -> None:
    for name, document in applying():
        for _, job, body in jobs({name: document}):
            for step in body["steps"]:
                if step.get("with", {}).get("role") == "apply":
                    assert body["environment"] == step["with"]["environment"], f"{name} {job}"


def test_pull_request_from_a_fork_gets_no_role() -> None:
    """GitHub gives a fork's pull request no id-token; the workflow does not count on that alone."""
    document = workflows()["pull-request.yml"]
    assert set(document["on"]) == {"pull_request"}
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    for _, job, body in jobs({"": document}):
        if "id-token" in body["permissions"]:
            assert document["jobs"][body["needs"]]["if"] == own, job


def test_plan_exit_code_is_handled_by_a_later_step() -> None:
    """The plan action never fails by itself: somebody is told first. So each job that uses it must end by its code."""
    using = 0
    for name, job, body in jobs(workflows()):
        uses = [step.get("uses") for step in body["steps"]]
        if "./.github/actions/plan" in uses:
            after = body["steps"][uses.index("./.github/actions/plan") + 1 :]
            assert any("CODE" in step.get("env", {}) and "CODE:-1" in step.get("run", "") for step in after), (
                f"{name} {job}"
            )
            using += 1
    assert using == 4


def test_plan_is_passed_through_the_state_bucket() -> None:
    for path, text in TEXTS.items():
        assert not re.search(r"artifact|actions/cache", text), path


def test_terraform_is_set_up_without_wrapper_and_new_enough() -> None:
    ((_, step),) = [(where, step) for where, step in FROM_OUTSIDE if "setup-terraform" in step["uses"]]
    assert step["with"]["terraform_wrapper"] is False
    assert tuple(int(part) for part in step["with"]["terraform_version"].split(".")[:2]) >= MINIMUM


def test_lock_file_is_committed_and_readonly() -> None:
    assert (PROJECT / ".terraform.lock.hcl").is_file()
    assert not re.search(r"^\.terraform\.lock\.hcl", (PROJECT / ".gitignore").read_text(encoding="utf-8"), re.MULTILINE)
    scripts = "".join(step.get("run", "") for _, step in steps())
    assert "-lockfile=readonly" in scripts
    assert "cmp .terraform.lock.hcl" in scripts


@pytest.mark.parametrize("path", sorted((GITHUB / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_script_is_executable_and_used(path: Any) -> None:
    assert path.stat().st_mode & 0o111, path
    assert any(f".github/scripts/{path.name}" in step.get("run", "") for _, step in steps()), path
