"""modules/lazy_provider.js: the assembly it hands to the jsii kernel is the one in the file."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def read_as_the_kernel_does(folder: Path) -> Callable[[str], object]:
    """Reads a package's .jsii as the kernel does, after the hooks, and gives what an expression on it is."""
    script = (
        "require(process.argv[1]); const text = require('fs').readFileSync(process.argv[2]).toString('utf-8');"
        "const assembly = JSON.parse(text); console.log(JSON.stringify(eval(process.argv[3])))"
    )
    lazy_provider, assembly = PROJECT / "modules" / "lazy_provider.js", folder / ".jsii"

    def evaluate(expression: str) -> object:
        command = ["node", "-e", script, str(lazy_provider), str(assembly), expression]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    return evaluate


def assembly_of(types: int, letters: int, *, scope: str = "@cdktf") -> dict[str, object]:
    """An assembly whose types' texts hold what could mislead a reader of lines: quotes, braces, line breaks."""
    text = '\n  "types": {\n    "@cdktf/provider-aws.x": {\n    }\n  }ä' + "x" * letters
    names = [f"{scope}/provider-aws.part{number}.Part{number}" for number in range(types)]
    return {
        "name": f"{scope}/provider-aws",
        "submodules": {f"{scope}/provider-aws.part1": {"symbolId": "part1"}},
        "types": {name: {"fqn": name, "docs": {"remarks": text}, "methods": [{"name": text}]} for name in names},
        "version": "20.1.0",
    }


@pytest.mark.parametrize("scope", ["@cdktf", "@cdktn"])
@pytest.mark.parametrize(("types", "letters"), [(1, 0), (5000, 200), (30, 100_000)])
def test_the_lazy_assembly_is_the_assembly(tmp_path: Path, types: int, letters: int, scope: str) -> None:
    folder = tmp_path / "node_modules" / scope / "provider-aws"
    folder.mkdir(parents=True)
    assembly = assembly_of(types, letters, scope=scope)
    (folder / ".jsii").write_text(json.dumps(assembly, indent=2, ensure_ascii=False), encoding="utf-8")
    evaluate = read_as_the_kernel_does(folder)
    assert evaluate("assembly") == assembly
    assert evaluate(f"'{scope}/provider-aws.part1' in assembly.types") is False


@pytest.mark.parametrize("indent", [None, 1])
def test_an_assembly_in_another_shape_is_read_whole(tmp_path: Path, indent: int | None) -> None:
    folder = tmp_path / "node_modules" / "@cdktf" / "provider-aws"
    folder.mkdir(parents=True)
    assembly = assembly_of(3, 10)
    (folder / ".jsii").write_text(json.dumps(assembly, indent=indent), encoding="utf-8")
    assert read_as_the_kernel_does(folder)("assembly") == assembly
