"""operations/synthesized.py: a stack is synthesized again when anything that its JSON is made from changed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from operations.synth import synthesize
from operations.synthesized import CODE, NOTE, SOURCES, VARIABLES, digest_of_inputs
from operations.workspace import PROJECT, Workspace
from tests.conftest import write_envs

LOADED = """
import json, sys, main
files = [module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)]
print(json.dumps(files))
"""


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of DEV's settings, whose stack `dev` is synthesized."""
    folder = tmp_path_factory.mktemp("synthesized")
    workspace = Workspace(root=PROJECT, envs=write_envs(folder / "envs"), out=folder / "out")
    synthesize(workspace, only={"dev"})
    return workspace


def stack_file(workspace: Workspace) -> Path:
    return workspace.stack_dir("dev") / "cdk.tf.json"


def test_unchanged_stack_is_not_written_again(synthesized: Workspace) -> None:
    written = stack_file(synthesized).stat()
    synthesize(synthesized, only={"dev"})
    again = stack_file(synthesized).stat()
    assert (again.st_ino, again.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_changed_settings_are_synthesized(synthesized: Workspace) -> None:
    settings = synthesized.envs / "dev.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace("[queues.jobs]", "[queues.jobs]\ndelay_seconds = 7", 1), encoding="utf-8")
    synthesize(synthesized, only={"dev"})
    queues = json.loads(stack_file(synthesized).read_text(encoding="utf-8"))["resource"]["aws_sqs_queue"]
    assert 7 in [queue.get("delay_seconds") for queue in queues.values()]


def test_stack_changed_by_hand_is_synthesized(synthesized: Workspace) -> None:
    synthesize(synthesized, only={"dev"})
    ours = stack_file(synthesized).read_text(encoding="utf-8")
    stack_file(synthesized).write_text("{}", encoding="utf-8")
    synthesize(synthesized, only={"dev"})
    assert stack_file(synthesized).read_text(encoding="utf-8") == ours


def test_tentative_stack_is_no_current_one(synthesized: Workspace) -> None:
    note = synthesized.stack_dir("dev") / NOTE
    synthesize(synthesized, only={"dev"})
    before = note.read_text(encoding="utf-8")
    synthesize(synthesized, only={"dev"}, tentative=True)
    assert note.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("folder", CODE)
@pytest.mark.parametrize("suffix", sorted(SOURCES))
def test_digest_changes_with_each_source_file(tmp_path: Path, folder: str, suffix: str) -> None:
    workspace = Workspace(root=tmp_path, envs=tmp_path / "envs", out=tmp_path / "out")
    source = tmp_path / folder / "deep" / f"source{suffix}"
    source.parent.mkdir(parents=True)
    digests = {digest_of_inputs(workspace, environ={})}
    for text in ("", "a", "b"):
        source.write_text(text, encoding="utf-8")
        digests.add(digest_of_inputs(workspace, environ={}))
    source.rename(source.with_stem("renamed"))
    digests.add(digest_of_inputs(workspace, environ={}))
    assert len(digests) == 5


@pytest.mark.parametrize("name", VARIABLES)
def test_digest_changes_with_the_variables_that_the_synth_reads(tmp_path: Path, name: str) -> None:
    workspace = Workspace(root=tmp_path, envs=tmp_path, out=tmp_path / "out")
    without = digest_of_inputs(workspace, environ={})
    assert digest_of_inputs(workspace, environ={name: "1"}) != without
    assert digest_of_inputs(workspace, environ={"AWS_PROFILE": "dev"}) == without


def test_digest_covers_every_folder_that_main_loads() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=PROJECT, capture_output=True, text=True, check=True)
    ours = [Path(name).relative_to(PROJECT) for name in json.loads(ran.stdout) if Path(name).is_relative_to(PROJECT)]
    folders = {path.parts[0] for path in ours if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert "stacks" in folders
    assert folders - set(CODE) == set()


def test_digest_covers_every_variable_that_the_bindings_read() -> None:
    source = (PROJECT / "modules" / "bindings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ\.get\("(\w+)"', source))
    assert len(read) > 2
    assert read <= set(VARIABLES)
