"""The image of the schema task, built from the committed Dockerfile and run on a real PostgreSQL. Long: `make soak`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from database_schema.migrations.files import checksum
from database_schema.task_lines import result_in
from modules.schema_task.container import FOLDER, entry_point
from sandbox.handmade.secrets import DATABASE_PASSWORD
from sandbox.postgres.certificate import make_certificate
from sandbox.postgres.server import PostgresServer
from tests.conftest import PROJECT
from tests.database_schema.image.buildah import AUTHORITIES, Buildah, missing, run_read_only
from tests.database_schema.image.dockerfile import BASE, DOCKERFILE, instructions
from tests.database_schema.image.test_image import server, variables

__all__ = ["server"]
pytestmark = [pytest.mark.soak, pytest.mark.skipif(bool(missing()), reason=missing())]
HTTPS = 443


@contextmanager
def truststore(folder: Path, server: PostgresServer) -> Iterator[dict[Path, Path]]:
    """Serves the certificate of the server where AWS serves RDS's; yields the files that lead a build there."""
    (address,) = [word for word in instructions("ADD")[0].split() if word.startswith("https://")]
    url = urlsplit(address)
    served = folder / "served" / url.path.lstrip("/")
    served.parent.mkdir(parents=True)
    served.write_bytes(server.authority.read_bytes())
    made = make_certificate(str(url.hostname), address=str(url.hostname))
    pem, authorities, hosts = folder / "pem", folder / "authorities", folder / "hosts"
    pem.write_bytes(made.key + made.certificate)
    authorities.write_bytes(AUTHORITIES.read_bytes() + made.certificate)
    hosts.write_text(f"{Path('/etc/hosts').read_text(encoding='utf-8')}\n127.0.0.1 {url.hostname}\n", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder / "served"))
    with ThreadingHTTPServer(("127.0.0.1", HTTPS), handler) as https:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        https.socket = context.wrap_socket(https.socket, server_side=True)
        Thread(target=https.serve_forever, daemon=True).start()
        yield {Path("/etc/hosts"): hosts, AUTHORITIES: authorities}
        https.shutdown()


@pytest.fixture(scope="module")
def root(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Builds the image, and yields its root file system."""
    folder = tmp_path_factory.mktemp("image")
    engine = Buildah(folder=folder)
    engine.make_base(BASE)
    with truststore(folder, server) as files:
        engine.build(DOCKERFILE, context=PROJECT, tag="schema", files=files)
    yield engine.unpack("schema")
    engine.run("rm", "--all")
    engine.run("rmi", "--all", "--force")


def ran(root: Path, server: PostgresServer, *words: str, read_only: bool = False) -> tuple[str, Any]:
    """Runs the entry point of a task definition; returns its exit code and its result."""
    argv = [*entry_point(read_only=read_only), *words]
    user = instructions("USER")[0]
    said = run_read_only(root, argv, user=user, folder=FOLDER, variables=variables(server))
    assert DATABASE_PASSWORD not in said
    lines = said.splitlines()
    assert result_in(lines) is not None, said
    return lines[-1], result_in(lines)


def test_the_image_plans_applies_and_checks(root: Path, server: PostgresServer) -> None:
    code, facts = ran(root, server, "facts", "--schema", read_only=True)
    assert (code, facts["ledger"]["exists"]) == ("exit code 0", False)
    code, said = ran(root, server, "apply", "--migrations", checksum(), read_only=True)
    assert (code, said["error"]) == (
        "exit code 3",
        "this task definition only reads the database, so it cannot run the job apply",
    )
    applied = ran(root, server, "apply", "--migrations", checksum())
    assert applied == ("exit code 0", {"migrations": ["0001_phase_1"]})
    assert ran(root, server, "apply", "--migrations", checksum()) == ("exit code 0", {"migrations": []})
    code, facts = ran(root, server, "facts", "--schema", read_only=True)
    assert "promos" in {each["name"] for each in facts["schema"]["objects"]}


def test_the_image_has_the_files_of_the_task_and_no_others(root: Path) -> None:
    app = root / FOLDER.lstrip("/")
    assert {path.name for path in app.iterdir()} == {
        "__pycache__", "database_schema", "errors.py", "global-bundle.pem", "requirements.txt",
    }  # fmt: skip
    assert not [path for path in app.rglob("*") if path.stat().st_uid]
    said = run_read_only(
        root, ["sh", "-c", "id -un; touch x; pg_dump --version"], user="nobody", folder=FOLDER, variables={}
    )
    assert said.startswith("nobody\n")
    assert "touch: cannot touch 'x'" in said
    assert "pg_dump (PostgreSQL) 17." in said
