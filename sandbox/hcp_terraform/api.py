"""The HTTP API of HCP Terraform, as far as terraform 1.11 with local execution uses it.

Input: requests with the sandbox's token. Output: JSON:API documents. Unknown requests get 404 and are noted.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.exceptions import Conflict, HTTPException, NotFound, Unauthorized
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from sandbox.hcp_terraform.workspaces import Organization, StateVersion, Workspace, new_id

API = "/api/v2"
_MAY = ("read-settings", "update", "queue-run", "queue-apply", "queue-destroy", "lock", "unlock", "force-unlock")
_ROUTES = Map(
    [
        Rule("/.well-known/terraform.json", endpoint="services"),
        Rule(f"{API}/ping", endpoint="ping"),
        Rule(f"{API}/organizations/<organization>/entitlement-set", endpoint="entitlements"),
        Rule(f"{API}/organizations/<organization>/workspaces", endpoint="workspaces", methods=["GET", "POST"]),
        Rule(f"{API}/organizations/<organization>/workspaces/<name>", endpoint="workspace"),
        Rule(f"{API}/workspaces/<id_>", endpoint="workspace_by_id"),
        Rule(f"{API}/workspaces/<id_>/actions/<action>", endpoint="act", methods=["POST"]),
        Rule(f"{API}/workspaces/<id_>/current-state-version", endpoint="current"),
        Rule(f"{API}/workspaces/<id_>/state-versions", endpoint="add_version", methods=["POST"]),
        Rule(f"{API}/workspaces/<id_>/all-vars", endpoint="variables"),
        Rule(f"{API}/workspaces/<id_>/vars", endpoint="variables"),
        Rule(f"{API}/state-versions/<id_>", endpoint="version"),
        Rule("/content/<id_>", endpoint="content", methods=["GET", "PUT"]),
        Rule("/content/<id_>/json", endpoint="outline", methods=["GET", "PUT"]),
    ]
)


class Api:
    """A WSGI application over one organization."""

    def __init__(self, organization: Organization, *, token: str) -> None:
        self.organization = organization
        self.token = token
        self.unknown: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        try:
            endpoint, values = _ROUTES.bind_to_environ(environ).match()
            if endpoint not in ("services", "content", "outline"):
                self._authenticate(request)
            response = getattr(self, f"_{endpoint}")(request, **values)
        except HTTPException as fault:
            if isinstance(fault, NotFound):
                self.unknown.append(f"{request.method} {request.path}")
            errors = [{"status": str(fault.code), "title": str(fault.name).lower(), "detail": fault.description}]
            response = _json({"errors": errors}, status=fault.code or 500)
        answered: Iterable[bytes] = response(environ, start_response)
        return answered

    def _authenticate(self, request: Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Unauthorized

    def _services(self, request: Request) -> Response:
        return Response(json.dumps({"tfe.v2": f"{API}/"}), content_type="application/json")

    def _ping(self, request: Request) -> Response:
        return Response(status=204, headers={"TFP-API-Version": "2.6", "TFP-AppName": "HCP Terraform"})

    def _entitlements(self, request: Request, organization: str) -> Response:
        self._check(organization)
        attributes = {"state-storage": True, "operations": True, "teams": False, "sentinel": False}
        return _json({"data": {"id": "org-1", "type": "entitlement-sets", "attributes": attributes}})

    def _workspaces(self, request: Request, organization: str) -> Response:
        self._check(organization)
        if request.method == "POST":
            name = json.loads(request.get_data())["data"]["attributes"]["name"]
            return _json({"data": _workspace(self.organization.make(name))}, status=201)
        found = [_workspace(each) for each in self.organization.workspaces.values()]
        pages = {"current-page": 1, "total-pages": 1, "total-count": len(found)}
        return _json({"data": found, "meta": {"pagination": pages}})

    def _workspace(self, request: Request, organization: str, name: str) -> Response:
        self._check(organization)
        if name not in self.organization.workspaces:
            raise NotFound
        return _json({"data": _workspace(self.organization.workspaces[name])})

    def _workspace_by_id(self, request: Request, id_: str) -> Response:
        return _json({"data": _workspace(self._find(id_))})

    def _act(self, request: Request, id_: str, action: str) -> Response:
        """Locks or unlocks: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#lock-a-workspace"""
        workspace = self._find(id_)
        if workspace.locked == (action == "lock"):
            raise Conflict(f"workspace already {action}ed")
        workspace.locked = action == "lock"
        return _json({"data": _workspace(workspace)})

    def _variables(self, request: Request, id_: str) -> Response:
        return _json({"data": [], "meta": {"pagination": {"current-page": 1, "total-pages": 1}}})

    def _current(self, request: Request, id_: str) -> Response:
        current = self._find(id_).current
        if current is None:
            raise NotFound
        return _json({"data": _version(current, at=request.host_url)})

    def _add_version(self, request: Request, id_: str) -> Response:
        """Adds a state version. Refused without the lock, or if the serial does not increase: a second writer's work
        would be lost.
        """
        workspace = self._find(id_)
        given = json.loads(request.get_data())["data"]["attributes"]
        current = workspace.current
        if not workspace.locked:
            raise Conflict("the workspace is not locked")
        follows = current is None or (
            given["serial"] >= current.serial and given.get("lineage") in (None, current.lineage)
        )
        if not (follows or given.get("force")):
            raise Conflict("serial or lineage does not follow the current version's")
        added = StateVersion(id=new_id("sv"), serial=given["serial"], lineage=given.get("lineage") or "")
        if given.get("state"):
            added.content = base64.b64decode(given["state"])
        workspace.versions.append(added)
        return _json({"data": _version(added, at=request.host_url)}, status=201)

    def _version(self, request: Request, id_: str) -> Response:
        return _json({"data": _version(self._kept(id_), at=request.host_url)})

    def _content(self, request: Request, id_: str) -> Response:
        kept = self._kept(id_)
        if request.method == "PUT":
            kept.content = request.get_data()
            return Response(status=200)
        return Response(kept.content or b"", content_type="application/octet-stream")

    def _outline(self, request: Request, id_: str) -> Response:
        """Returns what the service shows of a state; nothing here reads it again."""
        self._kept(id_)
        return Response(b"{}", content_type="application/json")

    def _check(self, organization: str) -> None:
        if organization != self.organization.name:
            raise NotFound

    def _find(self, id_: str) -> Workspace:
        found = self.organization.by_id(id_)
        if found is None:
            raise NotFound
        return found

    def _kept(self, id_: str) -> StateVersion:
        found = self.organization.version(id_)
        if found is None:
            raise NotFound
        return found[1]


def _workspace(workspace: Workspace) -> dict[str, Any]:
    return {
        "id": workspace.id,
        "type": "workspaces",
        "attributes": {
            "name": workspace.name,
            "execution-mode": workspace.execution,
            "operations": workspace.execution == "remote",
            "locked": workspace.locked,
            "terraform-version": "latest",
            "permissions": {f"can-{verb}": True for verb in _MAY},
        },
    }


def _version(version: StateVersion, *, at: str) -> dict[str, Any]:
    url = f"{at}content/{version.id}"
    return {
        "id": version.id,
        "type": "state-versions",
        "attributes": {
            "serial": version.serial,
            "status": "finalized" if version.content is not None else "pending",
            "hosted-state-download-url": url,
            "hosted-state-upload-url": url,
            "hosted-json-state-download-url": f"{url}/json",
            "hosted-json-state-upload-url": f"{url}/json",
            "resources-processed": True,
        },
    }


def _json(document: dict[str, Any], *, status: int = 200) -> Response:
    return Response(json.dumps(document), status=status, content_type="application/vnd.api+json")
