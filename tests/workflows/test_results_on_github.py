"""Results on GitHub: one comment, one issue, one tag, kept up to date; and the protection of an environment."""

from pathlib import Path
from typing import Any

import pytest

from errors import CounterPromoError, Refused
from operations.workspace import Workspace
from report.markdown import DRIFTED
from tests.conftest import PROJECT
from tests.workflows.emulated_github import Hub
from workflows import applied_tag, drift_issue, environment_protection, import_pull_request, pull_request_comment
from workflows.github_api import LIMIT

WORKSPACE = Workspace(root=PROJECT, envs=PROJECT / "envs", out=PROJECT / "cdktf.out")
MARKER = "<!-- counterpromo plan dev -->"
MAIN = {"name": "main", "type": "branch"}


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text("1 to add, 0 to change", encoding="utf-8")
    return path


def comment(hub: Hub, body: Path, *, environment: str = "dev", exit_code: int = 2) -> None:
    pull_request_comment.keep(environment, 12, exit_code=exit_code, body=body, environ=hub.environ())


def test_pull_request_has_one_comment_per_environment(hub: Hub, body: Path) -> None:
    hub.add(body="", kind="issue")
    comment(hub, body)
    comment(hub, body, environment="prod")
    body.write_text("2 to add, 0 to change", encoding="utf-8")
    comment(hub, body)
    dev, prod = hub.of_kind("comment")
    assert dev["body"].startswith(MARKER)
    assert "`dev`: changes" in dev["body"]
    assert "2 to add" in dev["body"]
    assert "1 to add" in prod["body"]


def test_unchanged_comment_is_not_written_again(hub: Hub, body: Path) -> None:
    comment(hub, body)
    comment(hub, body)
    assert len(hub.writes) == 1


def test_comment_on_a_later_page_is_updated(hub: Hub, body: Path) -> None:
    for number in range(35):
        hub.add(body=f"chatter {number}", kind="comment", author="User", on=12)
    comment(hub, body)
    comment(hub, body, exit_code=0)
    assert len(hub.of_kind("comment")) == 36
    assert "no changes" in hub.items[-1]["body"]


def test_comment_of_a_person_is_never_edited(hub: Hub, body: Path) -> None:
    theirs = hub.add(body=f"{MARKER} as you see above", kind="comment", author="User", on=12)
    comment(hub, body)
    assert theirs["body"].endswith("as you see above")
    assert len(hub.of_kind("comment")) == 2


def test_failed_plan_is_commented(hub: Hub, tmp_path: Path) -> None:
    comment(hub, tmp_path / "none.md", exit_code=1)
    (one,) = hub.of_kind("comment")
    assert "the plan failed" in one["body"]
    assert "/actions/runs/77" in one["body"]


def test_exit_code_of_no_plan_is_not_commented(hub: Hub, body: Path) -> None:
    with pytest.raises(CounterPromoError, match="never ends with exit code 130"):
        comment(hub, body, exit_code=130)
    assert hub.writes == []


@pytest.mark.parametrize("report", ["```\n" + "x" * LIMIT + "\n```", "\n#### update `a`\n".join(["x" * 300] * 300)])
def test_long_report_is_shortened_and_links_to_the_whole(hub: Hub, body: Path, report: str) -> None:
    body.write_text(report, encoding="utf-8")
    comment(hub, body)
    (one,) = hub.of_kind("comment")
    assert one["body"].startswith(MARKER)
    assert len(one["body"]) <= LIMIT
    assert one["body"].count("```") % 2 == 0
    assert "[The summary of the run](" in one["body"].splitlines()[-1]
    assert "/actions/runs/77) has the whole report." in one["body"].splitlines()[-1]


def drift(hub: Hub, body: Path, exit_code: int, environment: str = "dev") -> None:
    drift_issue.keep(environment, exit_code=exit_code, body=body, environ=hub.environ())


def test_drift_issue_opens_is_updated_and_closes(hub: Hub, body: Path) -> None:
    drift(hub, body, 0)
    assert hub.items == []
    drift(hub, body, 2)
    body.write_text("another attribute", encoding="utf-8")
    drift(hub, body, 3)
    (issue,) = hub.of_kind("issue")
    assert issue["title"] == "dev has drifted"
    assert "another attribute" in issue["body"]
    assert "refused" in issue["body"]
    drift(hub, body, 2, environment="prod")
    drift(hub, body, 0)
    assert [each["state"] for each in hub.of_kind("issue")] == ["closed", "open"]
    assert "No drift any more" in hub.of_kind("comment")[0]["body"]
    drift(hub, body, 2)
    assert [each["state"] for each in hub.of_kind("issue")] == ["closed", "open", "open"]


def test_drift_issue_opens_for_what_somebody_added_although_the_plan_changes_nothing(hub: Hub, body: Path) -> None:
    body.write_text(f"### `dev`\n\nNo changes.\n\n{DRIFTED}\n\n#### drifted `a`\n", encoding="utf-8")
    drift(hub, body, 0)
    assert len(hub.of_kind("issue")) == 1
    body.write_text("### `dev`\n\nNo changes.\n", encoding="utf-8")
    drift(hub, body, 0)
    assert [each["state"] for each in hub.of_kind("issue")] == ["closed"]


def test_failed_plan_changes_no_drift_issue(hub: Hub, body: Path) -> None:
    drift(hub, body, 2)
    before = list(hub.writes)
    with pytest.raises(CounterPromoError, match="the plan failed, so its drift is unknown"):
        drift(hub, body, 1)
    assert hub.writes == before


def test_issue_of_a_person_is_not_closed(hub: Hub, body: Path) -> None:
    text, labels = "<!-- counterpromo drift dev -->", [{"name": "drift"}]
    theirs = hub.add(body=text, kind="issue", author="User", labels=labels)
    drift(hub, body, 0)
    assert theirs["state"] == "open"


def test_applied_tag_moves_to_the_applied_commit(hub: Hub) -> None:
    for commit in ("a" * 40, "b" * 40):
        applied_tag.move("dev", commit, environ=hub.environ())
        assert hub.references == {"refs/tags/applied/dev": commit}
    with pytest.raises(CounterPromoError, match="not a full commit id"):
        applied_tag.move("dev", "main", environ=hub.environ())


def protected(hub: Hub, *, reviewers: bool = True) -> None:
    environment_protection.check("prod", reviewers=reviewers, workspace=WORKSPACE, environ=hub.environ())


def test_environment_with_all_rules_passes(hub: Hub) -> None:
    rule = {"type": "required_reviewers", "reviewers": [{"type": "User"}]}
    custom = {"protected_branches": False, "custom_branch_policies": True}
    hub.environments["prod"] = {"protection_rules": [rule], "deployment_branch_policy": custom}
    hub.policies["prod"] = [MAIN]
    protected(hub)


@pytest.mark.parametrize(
    ("environment", "policies", "missing"),
    [
        (None, [], "it does not exist"),
        ({}, [], "it takes deployments from any branch.*it has no required reviewers"),
        ({"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}, [], "any branch"),
        ({"deployment_branch_policy": {"custom_branch_policies": True}}, [MAIN, {"name": "x*"}], "main, branch x\\*"),
        ({"deployment_branch_policy": {"custom_branch_policies": True}}, [{"name": "main", "type": "tag"}], "tag main"),
        ({"protection_rules": [{"type": "required_reviewers", "reviewers": []}]}, [], "no required reviewers"),
    ],
)
def test_environment_without_a_rule_is_refused(hub: Hub, environment: Any, policies: Any, missing: str) -> None:
    if environment is not None:
        hub.environments["prod"], hub.policies["prod"] = environment, policies
    with pytest.raises(Refused, match=missing):
        protected(hub)


def test_import_files_become_a_pull_request(hub: Hub, tmp_path: Path) -> None:
    files = tmp_path / "changed"
    files.write_text("envs/dev.toml\nenvs/gone.json\n", encoding="utf-8")
    import_pull_request.propose("dev", base="a" * 40, files=files, workspace=WORKSPACE, environ=hub.environ())
    (tree,) = hub.trees
    changed, gone = tree["tree"]
    assert tree["base_tree"] == "0" * 40
    assert changed["content"] == (PROJECT / "envs" / "dev.toml").read_text(encoding="utf-8")
    assert (gone["path"], gone["sha"]) == ("envs/gone.json", None)
    assert hub.references == {"refs/heads/import-dev-77": "c" * 40}
    assert [(each["base"], each["head"]) for each in hub.pulls] == [("main", "import-dev-77")]


def test_missing_github_permission_is_named_without_retries(hub: Hub, body: Path) -> None:
    hub.forbidden = True
    with pytest.raises(CounterPromoError, match="403 Resource not accessible by integration"):
        comment(hub, body)


def test_command_outside_of_a_job_is_refused(body: Path) -> None:
    with pytest.raises(CounterPromoError, match="GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL not set"):
        pull_request_comment.keep("dev", 1, exit_code=0, body=body, environ={})


def test_unreachable_github_is_named(body: Path) -> None:
    environ = Hub(url="http://127.0.0.1:9").environ()
    with pytest.raises(CounterPromoError, match="does not answer at http://127.0.0.1:9"):
        pull_request_comment.keep("dev", 1, exit_code=0, body=body, environ=environ)
