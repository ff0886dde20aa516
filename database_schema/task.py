"""The program of the schema task: runs in the private network, and prints the result as lines of its log.

    python -E -m database_schema.task --ca FILE [--read-only] facts [--schema]
    python -E -m database_schema.task --ca FILE apply|stamp --migrations CHECKSUM

ECS gives the variables of the task definition, with the password among them. The exit code is that of `errors`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from database_schema.connection import Database
from database_schema.facts import as_json, read_facts
from database_schema.jobs import run_apply, run_stamp
from database_schema.migrations.files import FOLDER, checksum
from database_schema.task_lines import lines_of
from errors import CounterPromoError, ExitCode, Refused


def main(arguments: Sequence[str], *, environ: Mapping[str, str] = os.environ, folder: Path = FOLDER) -> int:
    """Runs one job, prints its result or its error, and returns the exit code."""
    given = _read(arguments)
    database = _database(environ, ca=given.ca, read_only=given.read_only)
    try:
        result = _run(given, database, environment=environ["COUNTERPROMO_ENVIRONMENT"], folder=folder)
        code = ExitCode.DONE
    except CounterPromoError as error:
        print(f"error: {error.message}")
        result, code = {"error": error.message, "cure": error.cure, "exit_code": error.exit_code}, error.exit_code
    for line in lines_of(result):
        print(line, flush=True)
    return code


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="database_schema.task", allow_abbrev=False)
    parser.add_argument("--ca", required=True)
    parser.add_argument("--read-only", action="store_true")
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("facts").add_argument("--schema", action="store_true")
    for name in ("apply", "stamp"):
        jobs.add_parser(name).add_argument("--migrations", required=True)
    return parser.parse_args(arguments)


def _database(environ: Mapping[str, str], *, ca: str, read_only: bool) -> Database:
    """Returns the database of the task definition. TLS is always verified: RDS has a certificate on every instance."""
    options = {
        "host": environ["DB_HOST"],
        "port": environ["DB_PORT"],
        "dbname": environ["DB_NAME"],
        "user": environ["DB_USERNAME"],
        "sslmode": "verify-full",
        "sslrootcert": ca,
    }
    if read_only:
        options["options"] = "-c default_transaction_read_only=on"
    return Database(options=options, password=environ["DB_PASSWORD"])


def _run(given: argparse.Namespace, database: Database, *, environment: str, folder: Path) -> dict[str, Any]:
    if given.job == "facts":
        return as_json(read_facts(database, environment=environment, schema=given.schema))
    if given.read_only:
        raise Refused(f"this task definition only reads the database, so it cannot run the job {given.job}")
    if given.migrations != checksum(folder):
        raise Refused(
            "the image of the schema task holds other migrations than this checkout",
            cure="build and push the image, set schema_task.digest, and counterpromo apply; "
            "see docs/runbooks/change-the-schema.md",
        )
    run = run_apply if given.job == "apply" else run_stamp
    return asdict(run(database, environment=environment, folder=folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
