"""A runner for the jobs in the workflows: their steps in order, each script under the bash GitHub would use.

What it does not do is said where it is not done: actions from outside, and `setup`, are noted and not run.
https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.workflows.reading import GITHUB, Document, read, workflows

INSTALLS = "./.github/actions/setup"
# https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]


@dataclass(kw_only=True)
class Ran:
    """The ending of a job: `failed` is the name of the failed step; `noted` are the actions that were not run."""

    outputs: dict[str, str] = field(default_factory=dict)
    failed: str = ""
    log: str = ""
    noted: list[Document] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Runner:
    """The surroundings of jobs. `environ` holds the variables that GitHub sets, and the PATH to the tool."""

    folder: Path
    temp: Path
    environ: Mapping[str, str]
    github: Mapping[str, Any] = field(default_factory=dict)

    def job(
        self,
        workflow: str,
        job: str,
        *,
        matrix: Mapping[str, str] | None = None,
        inputs: Mapping[str, Any] | None = None,
        needs: Mapping[str, Any] | None = None,
    ) -> Ran:
        """Run one job; `needs` holds what earlier jobs left, as `needs` does there."""
        document = workflows()[workflow]
        body = document["jobs"][job]
        contexts = {
            "github": {"token": "a-job's-token", **self.github},
            "matrix": matrix or {},
            "inputs": inputs or {},
            "needs": needs or {},
            "steps": {},
        }
        ran = Ran()
        env = {**self._env(document, contexts), **self._env(body, contexts)}
        self._steps(body["steps"], contexts=contexts, env=env, ran=ran)
        ran.outputs = {name: expand(text, contexts) for name, text in body.get("outputs", {}).items()}
        return ran

    def _steps(self, steps: list[Document], *, contexts: dict[str, Any], env: dict[str, str], ran: Ran) -> None:
        for step in steps:
            if ran.failed or not truth(step.get("if", "true"), contexts):
                continue
            if "run" in step:
                outputs = self._script(step, contexts=contexts, env=env, ran=ran)
            else:
                outputs = self._action(step, contexts=contexts, env=env, ran=ran)
            if "id" in step:
                contexts["steps"][step["id"]] = {"outputs": outputs}

    def _script(self, step: Document, *, contexts: dict[str, Any], env: dict[str, str], ran: Ran) -> dict[str, str]:
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("", encoding="utf-8")
        own = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self.temp)}
        finished = subprocess.run(
            [*BASH, "-c", step["run"]],
            cwd=self.folder,
            env={**self.environ, **own, **env, **self._env(step, contexts)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        ran.log += finished.stdout
        if finished.returncode:
            ran.failed = str(step.get("name", step["run"]))
        lines = output.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def _action(self, step: Document, *, contexts: dict[str, Any], env: dict[str, str], ran: Ran) -> dict[str, str]:
        given = {name: expand(value, contexts) for name, value in step.get("with", {}).items()}
        if not step["uses"].startswith("./") or step["uses"] == INSTALLS:
            ran.noted.append({"uses": step["uses"].partition("@")[0], "with": given})
            return {}
        action = read(GITHUB.parent / step["uses"] / "action.yml")
        defaults = {name: each.get("default", "") for name, each in action.get("inputs", {}).items()}
        inner = {**contexts, "inputs": {**defaults, **given}, "steps": {}}
        self._steps(action["runs"]["steps"], contexts=inner, env=env, ran=ran)
        return {name: expand(each["value"], inner) for name, each in action.get("outputs", {}).items()}

    @staticmethod
    def _env(part: Document, contexts: Mapping[str, Any]) -> dict[str, str]:
        return {name: expand(value, contexts) for name, value in part.get("env", {}).items()}


def expand(value: Any, contexts: Mapping[str, Any]) -> str:
    """A value with its expressions worked out, as the text a runner makes of it."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _text(evaluate(found[1], contexts)), _text(value))


def truth(condition: Any, contexts: Mapping[str, Any]) -> bool:
    """A condition, with or without `${{ }}`."""
    return bool(evaluate(re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", str(condition)), contexts))


def evaluate(expression: str, contexts: Mapping[str, Any]) -> Any:
    """The part of GitHub's expressions that is used here: names, strings, ==, !=, &&, ||, !, fromJSON, cancelled.

    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
    """
    tokens = re.findall(r"'[^']*'|&&|\|\||==|!=|[!()]|[\w.\-]+", expression)
    words = {"&&": "and", "||": "or", "!": "not", "true": "True", "false": "False"}
    spelled = [words.get(token) or (token if not re.match(r"[a-zA-Z_]", token) else _name(token)) for token in tokens]
    functions = {"fromJSON": json.loads, "cancelled": lambda: False, "look_up": lambda path: _look_up(path, contexts)}
    return eval(" ".join(spelled), {"__builtins__": {}}, functions)  # our own files, in a test


def _name(token: str) -> str:
    return token if token in ("fromJSON", "cancelled") else f"look_up({token!r})"


def _look_up(path: str, contexts: Mapping[str, Any]) -> Any:
    """Returns the value at a path, or nothing if the path leads nowhere."""
    found: Any = contexts
    for part in path.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def base_environment(*, path: str) -> dict[str, str]:
    """Of ours only what a program needs to run at all."""
    return {"PATH": path, "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}
