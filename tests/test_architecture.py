"""The arrows of the house: which room may import which, and who alone touches what."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT

# room -> rooms it may import. `main` is reached from the command line through one door only.
BELOW_THE_SERVICES = {"errors", "machine", "settings", "aws", "guard", "terraform", "imports", "reach", "cost"}
ARROWS: dict[str, set[str]] = {
    "errors": set(),
    "reach": set(),
    "cost": set(),
    "machine": {"errors"},
    "settings": {"errors"},
    "aws": {"settings", "machine", "errors"},
    "terraform": {"aws", "settings", "machine", "errors"},
    "guard": {"terraform", "settings", "errors"},
    "report": {"guard", "terraform", "settings", "errors"},
    "imports": {"terraform", "guard", "aws", "settings", "machine", "errors"},
    "modules": BELOW_THE_SERVICES,
    "audit": {"reach", "cost", "guard"},
    "envs": {"modules", *BELOW_THE_SERVICES},
    "permissions": {"envs", "modules", *BELOW_THE_SERVICES},
    "stacks": {"permissions", "envs", "modules", *BELOW_THE_SERVICES},
    "main": {"stacks", "envs", "modules", *BELOW_THE_SERVICES},
    "database_schema": {"machine", "errors"},
    "operations": {"audit", "permissions", "envs", "modules", "database_schema", *BELOW_THE_SERVICES},
    "workflows": {
        "operations",
        "report",
        "database_schema",
        "audit",
        "permissions",
        "envs",
        "modules",
        *BELOW_THE_SERVICES,
    },
    "cli": {
        *("workflows", "report", "operations", "database_schema", "audit", "permissions", "envs", "modules", "sandbox"),
        *BELOW_THE_SERVICES,
    },
    "sandbox": set(),
}
ROOMS = {*ARROWS, "tests", "benchmarks"}
MOST_MODULES = 16
DOORS = {("operations/synth.py", "main")}


def sources(room: str) -> Iterator[Path]:
    file = PROJECT / f"{room}.py"
    yield from [file] if file.is_file() else (PROJECT / room).rglob("*.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: import by whole name"
            yield node.module


@pytest.mark.parametrize("room", ARROWS)
def test_imports_point_one_way(room: str) -> None:
    for path in sources(room):
        name = path.relative_to(PROJECT).as_posix()
        for module in imported(path):
            target = module.split(".")[0]
            allowed = target not in ROOMS or target == room or target in ARROWS[room] or (name, target) in DOORS
            assert allowed, f"{name} imports {module}"


@pytest.mark.parametrize("room", sorted(ARROWS.keys() - {"modules", "stacks", "main"}))
def test_the_json_on_disk_is_the_only_bridge(room: str) -> None:
    for path in sources(room):
        for module in imported(path):
            assert module.split(".")[0] not in {"cdktf", "constructs", "jsii"}, f"{path} imports {module}"


def test_bindings_have_one_door() -> None:
    for room in ARROWS:
        for path in sources(room):
            if path.name != "bindings.py":
                assert not [m for m in imported(path) if m.startswith(("cdktf_cdktf_provider_aws", "cdktn"))], path


def test_modules_read_nothing_but_their_settings() -> None:
    for path in sources("modules"):
        if path.name != "bindings.py":
            read = {module.split(".")[0] for module in imported(path)}
            assert not read & {"os", "time", "boto3", "subprocess", "random", "pathlib"}, path


def test_the_guard_is_pure() -> None:
    """The guard and its reader of plans decide on what they are given: no file, clock, network or environment."""
    for path in (*sources("guard"), *(PROJECT / "terraform" / "plan").rglob("*.py")):
        modules = set(imported(path))
        read = {module.split(".")[0] for module in modules}
        engine = {module for module in modules if module.split(".")[0] == "terraform"}
        assert all(module.startswith(("terraform.plan.", "terraform.expressions")) for module in engine), path
        assert not read & {"os", "pathlib", "time", "io", "socket", "subprocess", "boto3", "random"}, path
        assert not re.search(r"(?<!\w)(open|today|now)\(", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("room", ["reach", "cost", "audit"])
def test_the_engines_of_the_audit_are_pure(room: str) -> None:
    """Model in, findings out; report in, text out: no file, clock, network, environment or AWS client."""
    for path in sources(room):
        read = {module.split(".")[0] for module in imported(path)}
        assert not read & {"os", "pathlib", "time", "datetime", "io", "socket", "subprocess", "boto3", "botocore"}, path
        assert not re.search(r"(?<!\w)(open|today|now)\(", path.read_text(encoding="utf-8")), path


def test_permissions_are_worked_out_from_tables_and_settings_alone() -> None:
    for path in sources("permissions"):
        read = {module.split(".")[0] for module in imported(path)}
        assert not read & {"os", "time", "datetime", "boto3", "botocore", "subprocess", "random", "socket"}, path


def test_programs_are_run_in_few_places() -> None:
    """Terraform by `terraform/process.py`; the demo runs our own command; Node is asked for its version."""
    runners = {
        path.relative_to(PROJECT).as_posix()
        for room in ARROWS.keys() - {"sandbox"}
        for path in sources(room)
        if "subprocess" in set(imported(path))
    }
    expected = {"terraform/process.py", "cli/demo.py", "operations/node.py", "machine/node_process.py"}
    assert runners <= expected | {"database_schema/programs.py"}, runners


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "modules").glob("*/construct.py")), ids=lambda path: path.parent.name
)
def test_a_service_with_a_construct_has_a_discovery(path: Path) -> None:
    assert path.with_name("discovery.py").is_file()


def test_only_constructs_load_cdktf() -> None:
    with_cdktf = {"construct.py", "bindings.py", "addresses.py"}
    for path in sources("modules"):
        loaded = {module.split(".")[0] for module in imported(path)} & {"cdktf", "constructs", "jsii"}
        assert not loaded or path.name in with_cdktf, path


def test_no_room_is_called_after_nothing() -> None:
    names = {path.stem for room in ROOMS for path in sources(room)}
    assert not names & {"utils", "common", "helpers", "base", "core", "manager", "misc"}


RIDDLES = {"What", "Who", "Whose", "Whether", "How", "Where", "Which", "When"}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_docstring_is_a_sentence_with_a_subject(room: str) -> None:
    """A module docstring is a plain sentence: "Returns ...", "The state ...", never "Whose it is"."""
    for path in sources(room):
        if not path.stat().st_size:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path} has no docstring"
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                opening = (ast.get_docstring(node) or "-").split()[0].rstrip(",:'")
                assert opening not in RIDDLES, f"{path}: {ast.get_docstring(node)}"


@pytest.mark.parametrize("room", sorted(ROOMS - {"tests"}))
def test_function_docstring_opens_with_a_verb_in_the_third_person(room: str) -> None:
    """The docstrings of commands are excepted: `--help` prints them, and a command is called by its imperative."""
    for path in sources(room):
        if "commands" in path.relative_to(PROJECT).as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (said := ast.get_docstring(node)):
                assert re.match(r"[A-Z][a-z-]+s\b", said), f"{path}: {node.name}: {said}"


def test_no_folder_holds_many_modules() -> None:
    """Sixteen modules flat are the most that a reader can survey; subfolders count for themselves."""
    for room in ROOMS:
        count = Counter(path.parent for path in sources(room) if path.name != "__init__.py")
        for folder, number in count.items():
            assert number <= MOST_MODULES, f"{folder} has {number}"


@pytest.mark.parametrize("room", sorted(ARROWS.keys() - {"cli", "sandbox"}))
def test_only_the_command_line_prints_and_asks(room: str) -> None:
    """Everything else returns results and reports progress by a callback. The program of a task prints to its log."""
    streams = {"stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"}
    for path in sources(room):
        if path == PROJECT / "database_schema" / "task.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not names & {"print", "input"}, f"{path} prints or asks"
        of_sys = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys"
        }
        assert not of_sys & streams, f"{path} uses a stream of the terminal"
        assert "rich" not in {module.split(".")[0] for module in imported(path)}, f"{path} formats for a terminal"


def test_help_loads_neither_the_runtime_nor_the_sdk() -> None:
    script = (
        "import sys, runpy; sys.argv = ['counterpromo', '--help']\n"
        "try: runpy.run_module('cli.app', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sorted({'cdktf', 'jsii', 'boto3', 'botocore', 'moto'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "Usage" in ran.stdout
    assert ran.stderr.strip() == "[]"


def test_mutants_are_tested_beside_all_that_the_tests_of_the_guard_import() -> None:
    """`make mutants` copies the rooms that it names into a folder of its own, and runs the tests there."""
    configured = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    copied = {path.split("/")[0] for path in (*configured["source_paths"], *configured["also_copy"])} | {"tests"}
    left_out = {argument.removeprefix("--ignore=") for argument in configured["pytest_add_cli_args"]}
    paths = [path.relative_to(PROJECT) for path in sorted((PROJECT / "tests" / "guard").rglob("test_*.py"))]
    modules = [".".join(path.with_suffix("").parts) for path in paths if path.as_posix() not in left_out]
    script = (
        f"import importlib, pathlib, sys\nfor name in {modules}: importlib.import_module(name)\n"
        "files = [getattr(module, '__file__', None) for module in list(sys.modules.values())]\n"
        "print(*{pathlib.Path(file).relative_to(pathlib.Path.cwd()).parts[0] for file in files\n"
        "    if file and pathlib.Path(file).is_relative_to(pathlib.Path.cwd()) and '.venv' not in file})"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) <= copied
