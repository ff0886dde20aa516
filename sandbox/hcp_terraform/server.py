"""Runs the emulated HCP Terraform on a free port of 127.0.0.1, in a thread, until the `with` block ends."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox.hcp_terraform.api import Api
from sandbox.hcp_terraform.authority import make_certificate
from sandbox.hcp_terraform.workspaces import Organization
from sandbox.http_answer import BufferedAnswers

ORGANIZATION = "counterpromo"
TOKEN = "made-up-for-the-sandbox"


class _Silent(BufferedAnswers, WSGIRequestHandler):  # type: ignore[misc]
    def log_request(self, *arguments: Any) -> None:
        """Logs nothing; tests ask the API object."""


@dataclass(frozen=True, kw_only=True)
class CloudSandbox:
    """A running service. Use it as a context manager."""

    api: Api
    server: Any
    folder: tempfile.TemporaryDirectory[str]

    @classmethod
    def start(cls) -> Self:
        folder = tempfile.TemporaryDirectory(prefix="counterpromo-cloud-")
        certificate, key = make_certificate(Path(folder.name))
        api = Api(Organization(name=ORGANIZATION), token=TOKEN)
        server = make_server(
            "127.0.0.1", 0, api, threaded=True, request_handler=_Silent, ssl_context=(str(certificate), str(key))
        )
        Thread(target=server.serve_forever, daemon=True).start()
        started = cls(api=api, server=server, folder=folder)
        (Path(folder.name) / "terraform.rc").write_text(
            f'credentials "{started.hostname}" {{\n  token = "{TOKEN}"\n}}\n', encoding="utf-8"
        )
        return started

    @property
    def hostname(self) -> str:
        """Returns the host as the `cloud` block names it."""
        return f"localhost:{self.server.server_port}"

    def environment(self) -> dict[str, str]:
        """Returns the variables for terraform: the certificate authority and the token."""
        folder = Path(self.folder.name)
        return {"SSL_CERT_FILE": str(folder / "certificate.pem"), "TF_CLI_CONFIG_FILE": str(folder / "terraform.rc")}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()
