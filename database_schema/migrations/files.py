"""The migrations of this repository: `versions/NNNN_name.sql`, and `snapshots/NNNN.sql` with the schema after each.

A migration may say in its leading comment lines:

* `-- transaction: none` if PostgreSQL runs its one statement outside of a transaction only;
* `-- loses: table public.promos` for each table or column that it drops, with its rows;
* `-- statement_timeout: 300s` if the default is too short.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from database_schema.sql.objects import SchemaObject, read_written
from errors import Refused

FOLDER = Path(__file__).parent.parent
_FILE = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9]+(?:_[a-z0-9]+)*)\.sql")
_DIRECTIVE = re.compile(r"-- (?P<key>transaction|loses|statement_timeout): *(?P<value>.+?) *")
_TIMEOUT = re.compile(r"[1-9]\d*(ms|s|min)")
STATEMENT_TIMEOUT = "60s"


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One migration. `loses` are the objects whose rows it may destroy, as its header names them."""

    number: int
    name: str
    path: Path
    sql: str
    transaction: bool
    loses: frozenset[str]
    statement_timeout: str

    @property
    def checksum(self) -> str:
        """Returns the SHA-256 of the text; the kind of line end does not count."""
        return hashlib.sha256(self.sql.replace("\r\n", "\n").encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"


def migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Returns the migrations in their order. Raises Refused if a name, a number or a header is wrong."""
    found = [_read(path) for path in sorted((folder / "versions").glob("*.sql"))]
    for at, each in enumerate(found, start=1):
        same = [other.path.name for other in found if other.number == each.number]
        if len(same) > 1:
            raise Refused(
                f"{len(same)} migrations have the number {each.number:04}: {', '.join(same)}",
                cure=f"rename the one that no database has yet, with the next free number, {len(found):04}",
            )
        if each.number != at:
            raise Refused(
                f"migration {at:04} is missing: the next file is {each}", cure="restore it, or number them without gaps"
            )
    return tuple(found)


def snapshot_path(number: int, folder: Path = FOLDER) -> Path:
    """Returns the file that holds the schema after a migration."""
    return folder / "snapshots" / f"{number:04}.sql"


def snapshot(number: int, folder: Path = FOLDER) -> tuple[SchemaObject, ...]:
    """Returns the objects that exist after a migration; none for number 0. Raises Refused if there is no snapshot."""
    if number == 0:
        return ()
    path = snapshot_path(number, folder)
    if not path.is_file():
        raise Refused(
            f"database_schema/snapshots/{path.name} is missing: it holds the schema after migration {number:04}",
            cure="counterpromo schema snapshot, and commit the file",
        )
    return read_written(path.read_text(encoding="utf-8"))


def checksum(folder: Path = FOLDER) -> str:
    """Returns the SHA-256 of all migrations and snapshots; the kind of line end does not count."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("versions/*.sql"), *folder.glob("snapshots/*.sql")]):
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        digest.update(f"{path.parent.name}/{path.name} {len(text)}\n{text}".encode())
    return digest.hexdigest()


def next_path(name: str, existing: Sequence[Migration], folder: Path = FOLDER) -> Path:
    """Returns the file of the next migration. Raises Refused if the name is not one of lower-case words."""
    path = folder / "versions" / f"{len(existing) + 1:04}_{name}.sql"
    if not _FILE.fullmatch(path.name):
        raise Refused(
            f"`{name}` is not a valid name for a migration",
            cure="use lower-case words: counterpromo schema new add_tags",
        )
    return path


def _read(path: Path) -> Migration:
    named = _FILE.fullmatch(path.name)
    if named is None:
        raise Refused(
            f"database_schema/versions/{path.name} is not named like a migration",
            cure="rename it like 0002_add_tags.sql",
        )
    sql = path.read_text(encoding="utf-8")
    header = [found for line in _leading_comments(sql) if (found := _DIRECTIVE.fullmatch(line))]
    said = {found["key"]: found["value"] for found in header}
    if said.get("transaction", "none") != "none":
        raise Refused(
            f"{path.name}: the header `-- transaction: {said['transaction']}` is not valid",
            cure="write `-- transaction: none`, or remove the line",
        )
    timeout = said.get("statement_timeout", STATEMENT_TIMEOUT)
    if not _TIMEOUT.fullmatch(timeout):
        raise Refused(
            f"{path.name}: the header `-- statement_timeout: {timeout}` is not valid",
            cure="write it like 300s or 10min",
        )
    return Migration(
        number=int(named["number"]),
        name=named["name"],
        path=path,
        sql=sql,
        transaction="transaction" not in said,
        loses=frozenset(found["value"].lower() for found in header if found["key"] == "loses"),
        statement_timeout=timeout,
    )


def _leading_comments(sql: str) -> list[str]:
    lines = sql.splitlines()
    end = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("--")), len(lines))
    return lines[:end]
