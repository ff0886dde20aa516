"""The image of the schema task without an engine: the files and packages that it has run the task."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from database_schema.migrations.files import checksum
from database_schema.task_lines import result_in
from modules.schema_task.container import CA_BUNDLE, FOLDER, PROGRAM, READ_ONLY
from sandbox.handmade.database import DEV_DATABASE
from sandbox.handmade.secrets import DATABASE_PASSWORD
from sandbox.postgres.server import PostgresServer
from tests.conftest import PROJECT
from tests.database_schema.image.dockerfile import BASE, copies, copy_files, instructions
from tests.database_schema.test_task import make_master

REQUIREMENTS = PROJECT / "database_schema" / "requirements.txt"


def test_packages_are_those_of_the_lock_file_with_their_hashes() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["dependency-groups"]["schema-image"]) <= set(project["project"]["dependencies"])
    locked = tomllib.loads((PROJECT / "uv.lock").read_text(encoding="utf-8"))["package"]
    hashes = {
        f"{one['name']}=={one['version']}": {wheel["hash"] for wheel in one.get("wheels", ())}
        | {one.get("sdist", {}).get("hash")}
        for one in locked
    }
    text = REQUIREMENTS.read_text(encoding="utf-8").replace("\\\n", " ")
    found = [line for line in text.splitlines() if not line.startswith("#")]
    assert {line.partition("==")[0] for line in found} >= {"psycopg", "psycopg-binary", "squawk-cli"}
    for line in found:
        written = set(re.findall(r"sha256:[0-9a-f]{64}", line))
        assert written, line
        assert written <= hashes[line.split()[0]], line
    (install,) = [each for each in instructions("RUN") if "pip install" in each]
    assert "--require-hashes" in install
    assert "--only-binary=:all:" in install
    assert "requirements.txt requirements.txt" in " ".join(instructions("COPY"))


def test_base_is_a_python_of_this_project() -> None:
    assert instructions("FROM") == [BASE]
    version = re.search(r"python:3\.(\d+)-", BASE)
    assert version
    assert 11 <= int(version[1]) <= 13


def test_the_user_is_not_root() -> None:
    assert instructions("USER") == ["nobody"]
    assert not instructions("ENTRYPOINT")


def test_what_is_copied_exists_and_is_all_that_the_task_imports() -> None:
    imported = set()
    for path in (PROJECT / "database_schema").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    for source, _ in copies():
        assert (PROJECT / source).exists(), source
    copied = {source.removesuffix(".py") for source, _ in copies() if "/" not in source}
    assert imported - sys.stdlib_module_names == {*copied, "psycopg"}


def test_paths_are_those_of_the_task_definition() -> None:
    assert instructions("WORKDIR") == [FOLDER]
    (bundle,) = instructions("ADD")
    assert f"{FOLDER}/{bundle.split()[-1]}" == CA_BUNDLE
    assert (PROJECT / PROGRAM[-1].replace(".", "/")).with_suffix(".py").is_file()


def test_build_context_leaves_out_everything_else() -> None:
    lines = (PROJECT / "database_schema" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {source.partition("/")[0] for source, _ in copies()}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer.start(tls=True) as server:
        make_master(server)
        yield server


def variables(server: PostgresServer) -> dict[str, str]:
    """Returns the variables that ECS gives to the container."""
    return {
        "COUNTERPROMO_ENVIRONMENT": "prod",
        "DB_HOST": server.host,
        "DB_PORT": str(server.port),
        "DB_NAME": DEV_DATABASE.name,
        "DB_USERNAME": DEV_DATABASE.username,
        "DB_PASSWORD": DATABASE_PASSWORD,
    }


def test_the_copied_files_and_the_locked_packages_run_the_task(server: PostgresServer, tmp_path: Path) -> None:
    """In an environment with the packages of the image and nothing else, as the image has them."""
    uv = Path(sys.executable).with_name("uv")
    installed = tmp_path / "installed"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, installed], check=True)
    target = ["--python", str(installed / "bin" / "python"), "--require-hashes", "--only-binary=:all:"]
    subprocess.run([uv, "pip", "install", "--quiet", *target, "--requirement", REQUIREMENTS], check=True)
    app = tmp_path / "app"
    app.mkdir()
    copy_files(app)

    def run(*words: str) -> tuple[int, object]:
        ran = subprocess.run(
            [installed / "bin" / "python", *PROGRAM[1:], "--ca", server.authority, *words],
            cwd=app,
            env={"PATH": str(server.programs), **variables(server)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert DATABASE_PASSWORD not in ran.stdout
        return ran.returncode, result_in(ran.stdout.splitlines())

    code, facts = run(READ_ONLY, "facts", "--schema")
    assert (code, isinstance(facts, dict)) == (0, True)
    assert run("apply", "--migrations", checksum()) == (0, {"migrations": ["0001_phase_1"]})
    assert run("apply", "--migrations", checksum()) == (0, {"migrations": []})
