"""modules/bindings.py: the same JSON as the stock package, a few files instead of thousands, and no trace elsewhere.

Every app runs in a process of its own, since a process has one jsii kernel. No test looks at a clock.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SMALL_APP = Path(__file__).with_name("small_app.py")
PACKAGE = "cdktf_cdktf_provider_aws"
BINDINGS = {
    "data_aws_route53_zone",
    "lb_target_group",
    "provider",
    "s3_bucket",
    "s3_bucket_lifecycle_configuration",
    "security_group",
    "vpc",
    "vpc_security_group_ingress_rule",
}
# What a user's own --require may do: note what each node process has loaded when it ends, and its peak memory in KiB.
NODE_WITNESS = """
process.on("exit", () => {
  const files = Object.keys(require.cache).filter((file) => file.includes("provider-aws"));
  const seen = { files, peak: process.resourceUsage().maxRSS };
  require("fs").writeFileSync(`${__dirname}/${process.pid}.json`, JSON.stringify(seen));
});
"""


@dataclass(frozen=True)
class Synth:
    files: Mapping[str, bytes]
    python_modules: list[str]
    node_files: list[str]
    node_peak_kib: int
    node_options_before: str
    node_options_after: str
    stderr: str


def synth(folder: Path, *arguments: str, project: Path = PROJECT, **variables: str) -> Synth:
    """Runs the small app on the bindings of `project`, with a witness in the user's NODE_OPTIONS."""
    witness = folder / "witness.js"
    witness.parent.mkdir(parents=True, exist_ok=True)
    witness.write_text(NODE_WITNESS, encoding="utf-8")
    options = f'--require "{witness}"'
    ended = python(
        str(SMALL_APP),
        *arguments,
        project=project,
        **{"CDKTF_OUTDIR": str(folder / "out"), "NODE_OPTIONS": options} | variables,
    )
    assert ended.returncode == 0, ended.stderr
    told, out = json.loads(ended.stdout), folder / "out"
    seen = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return Synth(
        files={str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()},
        python_modules=told["python_modules"],
        node_files=[file for process in seen for file in process["files"]],
        node_peak_kib=max(process["peak"] for process in seen),
        node_options_before=options,
        node_options_after=told["node_options"],
        stderr=ended.stderr,
    )


def python(*arguments: str, project: Path = PROJECT, **variables: str) -> subprocess.CompletedProcess[str]:
    left_out = {"COUNTERPROMO_STOCK_BINDINGS", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**inherited, "PYTHONPATH": str(project), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def lazy(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    return synth(tmp_path_factory.mktemp("lazy"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    return synth(tmp_path_factory.mktemp("stock"), COUNTERPROMO_STOCK_BINDINGS="1")


@pytest.mark.soak
def test_json_is_that_of_the_stock_package(lazy: Synth, stock: Synth) -> None:
    assert "stacks/small/cdk.tf.json" in stock.files
    assert lazy.files == stock.files


@pytest.mark.soak
def test_the_yardstick_is_the_whole_package(stock: Synth) -> None:
    assert len(stock.python_modules) > 1000
    assert len(stock.node_files) > 1000


@pytest.mark.soak
def test_node_does_not_hold_the_description_of_every_type(lazy: Synth, stock: Synth) -> None:
    assert lazy.node_peak_kib < 0.4 * stock.node_peak_kib


def test_python_loads_only_the_bindings_asked_for(lazy: Synth) -> None:
    expected = {PACKAGE, f"{PACKAGE}._jsii", *(f"{PACKAGE}.{name}" for name in BINDINGS)}
    assert set(lazy.python_modules) == expected


def test_node_loads_only_the_index_and_the_bindings_used(lazy: Synth) -> None:
    folders = {Path(file).parent.name for file in lazy.node_files}
    assert folders == {"lib", *(name.replace("_", "-") for name in BINDINGS)}


def test_nothing_is_said_about_the_release_of_node(lazy: Synth) -> None:
    assert lazy.stderr == ""


def test_node_options_of_the_user_hold_and_are_left_alone(lazy: Synth) -> None:
    assert lazy.node_files, "the user's --require ran in no node process"
    assert lazy.node_options_after == lazy.node_options_before


def test_it_is_as_lazy_when_cdktf_was_imported_first(lazy: Synth, tmp_path: Path) -> None:
    late = synth(tmp_path, "cdktf-first")
    assert late.files == lazy.files
    assert late.python_modules == lazy.python_modules
    assert len(late.node_files) == len(lazy.node_files)


def test_folders_may_have_spaces_and_quotes_in_their_names(lazy: Synth, tmp_path: Path) -> None:
    project = tmp_path / 'a project\'s "folder" of mine'
    (project / "modules").mkdir(parents=True)
    for name in ("__init__.py", "bindings.py", "jsii-runtime.js", "jsii_node.sh", "lazy_provider.js"):
        shutil.copy(PROJECT / "modules" / name, project / "modules" / name)
    shutil.copytree(PROJECT / "machine", project / "machine")
    shutil.copy(PROJECT / "errors.py", project)
    temporary = project / "temporary files"
    temporary.mkdir()
    there = synth(tmp_path / "run", project=project, TMPDIR=str(temporary))
    assert there.files.keys() == lazy.files.keys()
    assert len(there.node_files) == len(lazy.node_files)


@pytest.mark.parametrize("code", ["from modules.bindings import vcp", "from modules import bindings; bindings.vcp"])
def test_a_binding_that_does_not_exist_is_named(code: str) -> None:
    ended = python("-c", code)
    assert ended.returncode == 1
    assert "vcp" in ended.stderr.splitlines()[-1]


def test_the_stock_package_imported_before_is_refused() -> None:
    ended = python("-c", f"import sys; sys.modules[{PACKAGE!r}] = sys; import modules.bindings")
    assert ended.returncode == 1
    assert f"{PACKAGE} was imported before modules.bindings" in ended.stderr


def test_a_ctrl_c_reaches_the_kernel_no_sooner_than_python(tmp_path: Path) -> None:
    """The kernel shares the terminal with Python: it answers after a SIGINT to both, and ends with Python."""
    code = (
        "import os, signal, modules.bindings, cdktf\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.killpg(0, signal.SIGINT)\n"
        f"cdktf.App(outdir={str(tmp_path)!r}).synth()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False, start_new_session=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "manifest.json").is_file()


def test_what_a_package_prints_in_the_kernel_is_printed_and_is_no_answer(tmp_path: Path) -> None:
    script = tmp_path / "talkative.js"
    script.write_text("console.log('to stdout'); console.error('to stderr');", encoding="utf-8")
    ended = python(
        "-c", f"import modules.bindings, pathlib; modules.bindings._run_in_kernel(pathlib.Path({str(script)!r}))"
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "to stdout\nto stderr\n")


def test_arguments_of_all_stacks_are_of_the_types_the_bindings_ask_for(stacks: Path, tmp_path: Path) -> None:
    """The bindings' own checks at run time, which are off otherwise."""
    ended = python("main.py", COUNTERPROMO_CHECKED_BINDINGS="1", CDKTF_OUTDIR=str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    for name in ("account", "dev", "prod"):
        written = tmp_path / "stacks" / name / "cdk.tf.json"
        assert written.read_bytes() == (stacks / name / "cdk.tf.json").read_bytes()


def test_an_argument_of_another_type_is_refused_with_the_checks_on() -> None:
    code = (
        "from modules.bindings import vpc; from cdktf import App, TerraformStack\n"
        "vpc.Vpc(TerraformStack(App(), 'small'), 'vpc', cidr_block=10)"
    )
    ended = python("-c", code, COUNTERPROMO_CHECKED_BINDINGS="1")
    assert ended.returncode == 1
    assert "type of argument cidr_block must be" in ended.stderr
