"""The image of the schema task holds what the task imports, in the versions of this checkout."""

import ast
import re
import sys
import tomllib

from modules.schema_task.container import CA_BUNDLE, FOLDER, PROGRAM
from tests.conftest import PROJECT

DOCKERFILE = (PROJECT / "database_schema" / "Dockerfile").read_text(encoding="utf-8")


def test_versions_are_those_of_this_checkout() -> None:
    installed = set(re.findall(r'"([^"\s]+==[^"\s]+)"', DOCKERFILE))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert len(installed) == 2
    assert installed <= set(project["dependencies"])


def test_what_the_task_imports_is_copied_or_installed() -> None:
    imported = set()
    for path in (PROJECT / "database_schema").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    copied = {name.removesuffix(".py") for name in re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE)}
    assert imported - sys.stdlib_module_names == {*copied, "psycopg"}


def test_paths_are_those_of_the_task_definition() -> None:
    assert f"WORKDIR {FOLDER}" in DOCKERFILE
    assert f"{FOLDER}/{DOCKERFILE.partition('global-bundle.pem ')[2].split()[0]}" == CA_BUNDLE
    assert (PROJECT / PROGRAM[-1].replace(".", "/")).with_suffix(".py").is_file()
