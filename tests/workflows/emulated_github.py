"""A GitHub of a few resources on 127.0.0.1: what the workflows' token may reach, kept in memory, for tests to look at.

It answers as https://docs.github.com/en/rest says, as far as it is asked here; anything else is a 404, as there.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

REPOSITORY = "counterpromo/infrastructure"
Item = dict[str, Any]
_ROUTES = Map(
    [
        Rule("/issues", endpoint="issues"),
        Rule("/issues/<int:number>", endpoint="issue"),
        Rule("/issues/<int:number>/comments", endpoint="comments"),
        Rule("/issues/comments/<int:number>", endpoint="comment"),
        Rule("/labels", endpoint="labels"),
        Rule("/labels/<name>", endpoint="label"),
        Rule("/git/refs", endpoint="references"),
        Rule("/git/<any(ref, refs):kind>/<path:name>", endpoint="reference"),
        Rule("/git/trees", endpoint="trees"),
        Rule("/git/commits", endpoint="commits"),
        Rule("/git/commits/<sha>", endpoint="commit"),
        Rule("/pulls", endpoint="pulls"),
        Rule("/environments/<name>", endpoint="environment"),
        Rule("/environments/<name>/deployment-branch-policies", endpoint="policies"),
    ]
)


@dataclass(kw_only=True)
class Hub:
    """The contents of the repository and every writing request; `forbidden` answers each with 403."""

    url: str = ""
    items: list[Item] = field(default_factory=list)
    labels: dict[str, Item] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    environments: dict[str, Item] = field(default_factory=dict)
    policies: dict[str, list[Item]] = field(default_factory=dict)
    pulls: list[Item] = field(default_factory=list)
    trees: list[Item] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    forbidden: bool = False

    def environ(self) -> dict[str, str]:
        """The parts of GitHub that a job has."""
        return {
            "GITHUB_API_URL": self.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": "a-job's-token",
            "GITHUB_RUN_ID": "77",
            "GITHUB_SHA": "5" * 40,
        }

    def add(self, *, body: str, kind: str, author: str = "Bot", **more: Any) -> Item:
        number = len(self.items) + 1
        user = {"login": "github-actions[bot]" if author == "Bot" else "a-person", "type": author}
        path = f"/repos/{REPOSITORY}/issues/{'comments/' if kind == 'comment' else ''}{number}"
        item = {"id": number, "number": number, "kind": kind, "body": body, "user": user, "url": self.url + path}
        self.items.append({**item, "state": "open", "labels": [], **more})
        return self.items[-1]

    def of_kind(self, kind: str) -> list[Item]:
        return [item for item in self.items if item["kind"] == kind]

    def answer(self, request: Request) -> Any:
        assert request.headers["Authorization"] == "token a-job's-token"
        prefix = f"/repos/{REPOSITORY}"
        if not request.path.startswith(prefix):
            raise NotFound
        endpoint, values = _ROUTES.bind("").match(request.path.removeprefix(prefix))
        sent = request.get_json() if request.data else {}
        if request.method != "GET":
            self.writes.append(f"{request.method} {request.path.removeprefix(prefix)}")
        return getattr(self, f"_{endpoint}")(request, sent, **values)

    def _issues(self, request: Request, sent: Item) -> Any:
        if request.method == "POST":
            labels = [{"name": name} for name in sent["labels"]]
            return self.add(body=sent["body"], kind="issue", title=sent["title"], labels=labels)
        wanted = request.args.get("labels", "")
        open_ = [item for item in self.of_kind("issue") if item["state"] == request.args.get("state")]
        return [item for item in open_ if not wanted or wanted in [label["name"] for label in item["labels"]]]

    def _issue(self, request: Request, sent: Item, number: int) -> Any:
        item = self.items[number - 1]
        item.update(sent)
        return item

    def _comments(self, request: Request, sent: Item, number: int) -> Any:
        if request.method == "POST":
            return self.add(body=sent["body"], kind="comment", on=number)
        page, size = int(request.args.get("page", 1)), int(request.args.get("per_page", 30))
        found = [item for item in self.of_kind("comment") if item["on"] == number]
        more = len(found) > page * size
        here = f"{self.url}{request.path}?per_page={size}&page={page + 1}"
        headers = {"Link": f'<{here}>; rel="next"'} if more else {}
        return Response(
            json.dumps(found[(page - 1) * size : page * size]), headers=headers, mimetype="application/json"
        )

    def _comment(self, request: Request, sent: Item, number: int) -> Any:
        return self._issue(request, sent, number)

    def _labels(self, request: Request, sent: Item) -> Any:
        self.labels[sent["name"]] = sent
        return sent

    def _label(self, request: Request, sent: Item, name: str) -> Any:
        return self._there(self.labels, name)

    def _references(self, request: Request, sent: Item) -> Any:
        self.references[sent["ref"]] = sent["sha"]
        return self._told(sent["ref"])

    def _reference(self, request: Request, sent: Item, kind: str, name: str) -> Any:
        self._there(self.references, f"refs/{name}")
        if sent:
            assert sent["force"] is True
            self.references[f"refs/{name}"] = sent["sha"]
        return self._told(f"refs/{name}")

    def _told(self, name: str) -> Item:
        url = f"{self.url}/repos/{REPOSITORY}/git/{name}"
        return {"ref": name, "url": url, "object": {"sha": self.references[name], "type": "commit", "url": url}}

    def _trees(self, request: Request, sent: Item) -> Any:
        self.trees.append(sent)
        return {"sha": "7" * 40, "tree": []}

    def _commits(self, request: Request, sent: Item) -> Any:
        return {"sha": "c" * 40, **{key: sent[key] for key in ("message",)}}

    def _commit(self, request: Request, sent: Item, sha: str) -> Any:
        return {"sha": sha, "tree": {"sha": "0" * 40}}

    def _pulls(self, request: Request, sent: Item) -> Any:
        self.pulls.append(sent)
        return {"number": 9, **sent, "base": {}, "head": {}}

    def _environment(self, request: Request, sent: Item, name: str) -> Any:
        return self._there(self.environments, name)

    def _policies(self, request: Request, sent: Item, name: str) -> Any:
        found = self._there(self.policies, name)
        return {"total_count": len(found), "branch_policies": found}

    @staticmethod
    def _there(of: dict[str, Any], name: str) -> Any:
        if name not in of:
            raise NotFound
        return of[name]


@contextmanager
def running() -> Iterator[Hub]:
    """A hub of its own, gone afterwards."""
    hub = Hub()

    @Request.application  # type: ignore[untyped-decorator]
    def serve(request: Request) -> Response:
        if hub.forbidden:
            return Response('{"message": "Resource not accessible by integration"}', 403, mimetype="application/json")
        try:
            answer = hub.answer(request)
        except HTTPException:
            return Response('{"message": "Not Found"}', 404, mimetype="application/json")
        if isinstance(answer, Response):
            return answer
        return Response(json.dumps(answer), 201 if request.method == "POST" else 200, mimetype="application/json")

    server = make_server("127.0.0.1", 0, serve, threaded=True)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
