"""Applies a migration on a server whose disk is full, then with room again. Runs on a small disk of its own.

    unshare --mount sh -c 'mount -t tmpfs -o size=200m,mode=1777 tmpfs /tmp &&
        exec python -m tests.database_schema.full_disk'

Out: the error, its cure, and whether the second run has applied the migration, as JSON.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from database_schema.jobs import run_apply
from errors import CounterPromoError
from sandbox.postgres.server import PostgresServer
from tests.database_schema.place import Place, rows, write_migrations

DISK = Path("/tmp")
LEFT_BYTES = 400_000
TABLES = "".join(f"CREATE TABLE public.t{number} (id bigint PRIMARY KEY, a text UNIQUE);\n" for number in range(60))


def main() -> None:
    with PostgresServer.start() as server:
        database = Place.on(server).new_database("counterpromo")
        folder = write_migrations(DISK / "schema", "CREATE TABLE public.first (id bigint);\n", TABLES)
        filler = DISK / "filler"
        (folder / "versions" / "0002_m2.sql").rename(DISK / "second.sql")
        run_apply(database, environment="dev", folder=folder)
        (DISK / "second.sql").rename(folder / "versions" / "0002_m2.sql")
        _fill(filler)
        try:
            run_apply(database, environment="dev", folder=folder)
            said = {"error": "", "cure": ""}
        except CounterPromoError as error:
            said = {"error": error.message, "cure": error.cure}
        filler.unlink()
        left = rows(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]
        applied = run_apply(database, environment="dev", folder=folder).migrations
        print(json.dumps({**said, "tables": left, "applied": applied}))


def _fill(filler: Path) -> None:
    """Writes a file that leaves a little room."""
    disk = os.statvfs(DISK)
    with filler.open("wb") as file:
        file.write(b"\0" * (disk.f_bavail * disk.f_frsize - LEFT_BYTES))


if __name__ == "__main__":
    main()
