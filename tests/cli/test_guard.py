"""`counterpromo guard` and what surrounds it: exit codes, files that are none, waivers, manifests, a huge plan."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from errors import CounterPromoError, Refused
from operations.plan_apply import plan_review
from operations.plan_apply.plan_review import Reviewed
from terraform import plan_file
from terraform.commit import Commit, current
from terraform.state import protected_manifest
from terraform.state.protected_manifest import Manifest
from tests.cli.conftest import PROJECT, Run
from tests.guard.plans import create, delete, keep, plan

QUEUE = "aws_sqs_queue.jobs"
WAIVER = f"""[[waiver]]
address = "{QUEUE}"
action = "loss-of-data-or-identity"
reason = "replaced by jobs_v2"
who = "Ana"
expires = 2026-11-23
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def write(file: Path, document: Any) -> str:
    file.write_text(json.dumps(document))
    return str(file)


@pytest.mark.parametrize("text", ["", "{", "PK\x03\x04"])
def test_broken_plan_is_blocked(text: str, file: Path, counterpromo: Run) -> None:
    file.write_text(text)
    run = counterpromo("guard", str(file), "--env", "dev")
    assert run.returncode == 3
    assert "dev: blocked in mode steady" in run.stdout
    assert "the plan's JSON does not have the form that terraform show -json writes" in run.stdout


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_missing_plan_file_is_one_line(name: str, tmp_path: Path, counterpromo: Run) -> None:
    run = counterpromo("guard", str(tmp_path / name), "--env", "dev")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("error: ")


def test_guard_with_an_unknown_environment_fails(file: Path, counterpromo: Run) -> None:
    run = counterpromo("guard", write(file, plan(keep(QUEUE))), "--env", "nowhere")
    assert run.returncode == 1
    assert "no environment 'nowhere'" in run.stderr


def test_valid_plan_passes_from_stdin_and_in_every_format(file: Path) -> None:
    text = json.dumps(plan(keep(QUEUE)))
    for format_ in ("text", "json", "sarif", "markdown"):
        command = [sys.executable, "-m", "cli.app", "guard", "-", "--env", "account", "--format", format_]
        run = subprocess.run(command, cwd=PROJECT, input=text, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        if format_ in ("json", "sarif"):
            json.loads(run.stdout)


def test_guard_uses_mode_waivers_and_manifest(file: Path, tmp_path: Path, counterpromo: Run) -> None:
    lost = write(file, plan(delete(QUEUE)))
    assert counterpromo("guard", lost, "--env", "dev").returncode == 3
    waivers, kept = tmp_path / "waivers.toml", tmp_path / "kept.json"
    waivers.write_text(WAIVER.replace("2026-11-23", "2999-01-01"))
    faulty = counterpromo("guard", lost, "--env", "dev", "--waivers", str(waivers))
    assert faulty.returncode == 1
    assert "expires: must be within 90 days" in faulty.stderr
    made = write(file, plan(create(QUEUE)))
    assert counterpromo("guard", made, "--env", "dev", "--mode", "create").returncode == 0
    assert counterpromo("guard", made, "--env", "dev", "--mode", "adopt").returncode == 3
    kept.write_text(json.dumps({"protected": ["aws_db_instance.main"]}))
    gone = counterpromo("guard", made, "--env", "dev", "--manifest", str(kept))
    assert gone.returncode == 3
    assert "protection-removed" in gone.stdout
    kept.write_text('{"protected": "all"}')
    assert counterpromo("guard", made, "--env", "dev", "--manifest", str(kept)).returncode == 3


REVIEWED = Reviewed(
    sha256="a" * 64,
    commit="c1",
    dirty=False,
    lineage="l",
    serial=3,
    mode="steady",
    environment="dev",
    account="437064342167",
    region="eu-west-2",
    terraform="1.11.4",
    provider="5.100.0",
    passed=True,
    findings=[],
)


@pytest.mark.parametrize(
    ("key", "value"), [("commit", "c2"), ("dirty", True), ("serial", 4), ("lineage", "m"), ("mode", "create")]
)
def test_review_lists_each_difference(key: str, value: Any) -> None:
    now = REVIEWED.model_dump(exclude={"findings", "passed"})
    assert plan_review.differing(REVIEWED, now) == []
    (told,) = plan_review.differing(REVIEWED, now | {key: value})
    assert told == f"{key} was {getattr(REVIEWED, key)}, and is {value}"


class Objects:
    """A state store in memory, without a bucket."""

    bucket = "states"

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.held.get(key)

    def put(self, key: str, body: bytes) -> None:
        self.held[key] = body

    def remove(self, key: str) -> None:
        self.held.pop(key, None)


def test_saved_plan_with_another_hash_is_refused(tmp_path: Path) -> None:
    store: Any = Objects()
    plan_, into = tmp_path / "saved", tmp_path / "into"
    plan_.write_bytes(b"a saved plan")
    into.touch(mode=0o600)
    about = REVIEWED.model_copy(update={"sha256": plan_file.sha256(plan_)})
    plan_review.keep(plan_, about, store=store)
    assert sorted(store.held) == [f"plans/dev/{about.sha256}.json", f"plans/dev/{about.sha256}.tfplan"]
    assert plan_review.fetch("dev", about.sha256, into=into, store=store) == about
    assert into.read_bytes() == b"a saved plan"
    store.held[f"plans/dev/{about.sha256}.tfplan"] = b"another plan"
    with pytest.raises(Refused, match="the saved plan has SHA-256 .*, its record "):
        plan_review.fetch("dev", about.sha256, into=into, store=store)
    store.held[f"plans/dev/{about.sha256}.json"] = b"{}"
    with pytest.raises(Refused, match="cannot be read"):
        plan_review.fetch("dev", about.sha256, into=into, store=store)
    plan_review.remove("dev", about.sha256, store=store)
    assert not store.held
    with pytest.raises(Refused, match="applied already, or never saved"):
        plan_review.fetch("dev", about.sha256, into=into, store=store)


@pytest.mark.parametrize("text", ["", "../../dev/terraform", "A" * 64, "a" * 63, "a" * 65])
def test_fingerprint_with_other_characters_is_refused(text: str) -> None:
    with pytest.raises(CounterPromoError, match="is not a SHA-256"):
        plan_review.check_fingerprint(text)
    plan_review.check_fingerprint("0123456789abcdef" * 4)


def test_manifest_holds_the_last_protected_addresses() -> None:
    from envs.load import load

    store, state = Objects(), load("dev", PROJECT / "envs").state
    anything: Any = store
    assert protected_manifest.read(state, store=anything) == Manifest()
    protected_manifest.write(frozenset({"b", "a"}), state, store=anything)
    assert protected_manifest.read(state, store=anything).protected == ["a", "b"]
    store.held[protected_manifest.key_of(state)] = b'{"version": 2}'
    with pytest.raises(Refused, match="only version 1 is supported"):
        protected_manifest.read(state, store=anything)


def test_file_that_is_not_a_saved_plan_fails(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{}")
    with pytest.raises(CounterPromoError, match="is not a saved plan"):
        plan_file.origin(tmp_path / "x")


def test_commit_is_none_outside_of_a_checkout(tmp_path: Path) -> None:
    assert current(tmp_path) == Commit(id="none", dirty=False)
    for command in (("init", "-q"), ("add", "a"), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a")):
        (tmp_path / "a").write_text("1")
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    clean = current(tmp_path)
    assert len(clean.id) == 40
    assert not clean.dirty
    (tmp_path / "a").write_text("2")
    assert current(tmp_path) == Commit(id=clean.id, dirty=True)
