"""Plans by the real terraform, of resources that need no provider: what the guard takes for granted is so."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.verdict import Mode, Severity, Verdict
from tests.guard.plans import Json, blocked, judge, rules

GREETING = {"resource": {"terraform_data": {"a": {"input": "x"}}}}
Planned = Callable[..., Verdict]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """Applies what was, plans what is to be, and judges that plan."""

    def terraform(*arguments: str) -> str:
        environ = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
        run = ("terraform", *arguments)
        return subprocess.run(run, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False).stdout

    def write(document: Json) -> None:
        (tmp_path / "main.tf.json").write_text(json.dumps(document))

    def plan(is_: Json, *options: str, was: Json | None = None, mode: Mode = Mode.STEADY) -> Verdict:
        write(was or is_)
        terraform("init", "-input=false")
        if was:
            terraform("apply", "-auto-approve", "-input=false")
        write(is_)
        terraform("plan", "-input=false", "-out=saved", *options)
        document: Any = json.loads(terraform("show", "-json", "saved"))
        return judge(document, mode=mode)

    return plan


def of(**arguments: Any) -> Json:
    return {"resource": {"terraform_data": {"a": arguments}}}


def test_plan_with_target_is_blocked(planned: Planned) -> None:
    both = {"resource": {"terraform_data": {"a": {"input": "x"}, "b": {"input": "y"}}}}
    assert "plan-incomplete" in rules(planned(both, "-target=terraform_data.a"))


def test_plan_with_refresh_only_is_blocked(planned: Planned) -> None:
    assert "plan-unreadable" in rules(planned(GREETING, "-refresh-only", was=GREETING))


def test_failed_check_is_blocked(planned: Planned) -> None:
    check = {"check": {"c": {"assert": [{"condition": '${terraform_data.a.input == "y"}', "error_message": "no"}]}}}
    assert blocked(planned(GREETING | check)) == {("check-failed", "check.c")}


def test_provisioner_is_blocked(planned: Planned) -> None:
    runs = of(input="x", provisioner=[{"local-exec": {"command": "true"}}])
    assert blocked(planned(runs)) == {("provisioner", "terraform_data.a")}


def test_output_that_is_no_longer_sensitive_is_blocked(planned: Planned) -> None:
    outputs = [{"output": {"o": {"value": "hunter2", "sensitive": hidden}}} for hidden in (True, False)]
    verdict = planned(GREETING | outputs[1], was=GREETING | outputs[0])
    assert blocked(verdict) == {("output-revealed", "output.o")}
    assert "hunter2" not in str(verdict)


def test_plan_without_any_resource_passes(planned: Planned) -> None:
    assert planned({"terraform": {}}).findings == ()


@pytest.mark.parametrize("mode", Mode)
def test_plan_without_changes_passes_in_every_mode(planned: Planned, mode: Mode) -> None:
    verdict = planned(GREETING, was=GREETING, mode=mode)
    assert verdict.passed
    assert not verdict.changed


def test_deleted_resource_has_a_finding(planned: Planned) -> None:
    gone = planned({"terraform": {}}, was=GREETING)
    assert [(one.rule, one.detail, one.severity) for one in gone.findings] == [
        ("removed", "delete, delete because no resource config", Severity.REPORTED)
    ]
    assert "create-changes" in rules(planned({"terraform": {}}, was=GREETING, mode=Mode.CREATE))


def test_forgotten_resource_has_a_finding(planned: Planned) -> None:
    forgets = {"removed": [{"from": "terraform_data.a", "lifecycle": {"destroy": False}}]}
    (finding,) = planned(forgets, was=GREETING).findings
    assert (finding.rule, finding.action) == ("removed", "forget")


def test_move_is_reported(planned: Planned) -> None:
    moved = {
        "resource": {"terraform_data": {"b": {"input": "x"}}},
        "moved": [{"from": "terraform_data.a", "to": "terraform_data.b"}],
    }
    (finding,) = planned(moved, was=GREETING).findings
    assert (finding.rule, finding.address, finding.detail) == ("moved", "terraform_data.b", "from terraform_data.a")


def test_addresses_with_indexes_are_read(planned: Planned) -> None:
    verdict = planned(of(input="x", for_each='${toset(["a.b", "c]\\"d"])}'))
    assert verdict.passed
    assert len(verdict.changed) == 2
