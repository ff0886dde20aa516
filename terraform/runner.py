"""The only place that runs terraform: one object a stack folder, one method a command.

In: a synthesized stack folder. Out: exit codes, plan files and parsed JSON; every failure is one `TerraformFailed`.
Each run starts the AWS provider (700 MB) one to three times: what a user waits for is the number of runs.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aws.authorization_messages import decoded
from aws.child_variables import checked_identity
from errors import CounterPromoError
from terraform import init_marker, private_files
from terraform.diagnostics import by_argument, crash
from terraform.diagnostics.by_argument import Diagnostic
from terraform.diagnostics.error_messages import errors_of, explain, shorten
from terraform.diagnostics.known_errors import STALE_INIT
from terraform.executable import child_environment, find_terraform, refuse_workspace
from terraform.private_files import write_private
from terraform.process import Finished, run
from terraform.progress import News, Step, silent
from terraform.state import unsaved_state

SHOWN = 5
DOING = {
    "init": "preparing",
    "plan": "planning",
    "show": "reading the plan of",
    "apply": "applying to",
    "state list": "reading the state of",
    "state pull": "reading the state of",
    "state push": "writing the state of",
    "force-unlock": "unlocking",
    "validate": "validating",
}
FOR_THIS_USER_ONLY = 0o077


class TerraformFailed(CounterPromoError):
    """Terraform ended with an error: what it was, and what was run where.

    `diagnostics` are the errors of a plan by resource and argument.
    """

    diagnostics: tuple[Diagnostic, ...] = ()

    def __init__(self, finished: Finished, *, errors: tuple[str, ...]) -> None:
        ran = f"{' '.join(('terraform', *finished.argv[1:]))} in {finished.cwd}, exit code {finished.exit_code}"
        if finished.exit_code < 0:
            super().__init__(
                f"terraform was killed by {signal.Signals(-finished.exit_code).name} [{ran}]",
                cure=f"run the same command again; if it then finds a lock: counterpromo unlock {finished.cwd.name}",
            )
        elif known := explain(errors, stack=finished.cwd.name):
            super().__init__("\n".join([f"{known.what} [{ran}]", *_listed(known.rest)]), cure=known.cure)
        else:
            super().__init__("\n".join([f"terraform failed [{ran}]", *(_listed(errors) or ["  it said nothing"])]))
        self.finished = finished
        self.errors = errors


def _listed(errors: Sequence[str]) -> list[str]:
    more = [f"  and {len(errors) - SHOWN} errors more"] if len(errors) > SHOWN else []
    return [*(f"  {shorten(error)}" for error in errors[:SHOWN]), *more]


@dataclass(frozen=True, kw_only=True)
class Terraform:
    """Terraform in one stack folder, which is its current folder too: only so does it see the mirror laid there.

    `step` shows each run while it lasts.
    """

    stack_dir: Path
    environ: Mapping[str, str]
    step: Step = silent

    def executable(self) -> str:
        """Returns the path of terraform. Raises CounterPromoError if there is none, or if it is too old.

        The first call in a process asks terraform for its version.
        """
        return find_terraform(child_environment(self.environ).get("PATH", os.defpath))

    def init(self) -> None:
        """Runs `terraform init`, unless the folder is initialised for the same backend, lock file and provider."""
        if not init_marker.is_current(self.stack_dir):
            self._init_here()

    def init_migrating(self) -> None:
        """Moves the state from the place of the last init to the one that the configuration names."""
        self._init("-migrate-state", "-force-copy")

    def plan(self, out: Path, *, lock: bool = True) -> bool:
        """Plans into `out`, a file that exists and is private. Returns True if there are changes, imports among them.

        Without the `lock` the state is only read: whatever is applied meanwhile makes the plan stale. Raises Refused
        while a state waits to be written: see `errored`.
        """
        unsaved_state.refuse(self.stack_dir)
        arguments = ("plan", "-json", "-input=false", "-detailed-exitcode", f"-lock={str(lock).lower()}", f"-out={out}")
        try:
            return self._run_initialised(*arguments, fine=(0, 2)).exit_code == 2
        except TerraformFailed as failed:
            if crash.crashed(failed.errors):
                return self._plan_one_by_one(*arguments)
            stack = self.stack_dir / "cdk.tf.json"
            text = stack.read_text(encoding="utf-8") if stack.is_file() else ""
            failed.diagnostics = by_argument.read(failed.finished.stdout, stack=text)
            raise

    def _plan_one_by_one(self, *arguments: str) -> bool:
        """Plans again, one resource at a time: the error then names the resource that the provider crashes on."""
        try:
            return self._run_initialised(*arguments, "-parallelism=1", fine=(0, 2)).exit_code == 2
        except TerraformFailed as failed:
            address = crash.read_last(failed.finished.stdout) if crash.crashed(failed.errors) else ""
            if not address:
                raise
            text = crash.said(address, stderr=failed.finished.stderr)
            named = TerraformFailed(failed.finished, errors=(text,))
            named.diagnostics = (Diagnostic(address=address, argument="", text=text),)
            raise named from failed

    def generate(self, into: Path) -> None:
        """Writes configuration for the import blocks; it seldom passes Terraform's own validation."""
        self._run_initialised("plan", "-json", "-input=false", f"-generate-config-out={into}")

    def show(self, plan: Path) -> dict[str, Any]:
        """Returns a saved plan as JSON: https://developer.hashicorp.com/terraform/internals/json-format"""
        said = self._run("show", "-json", str(plan)).stdout
        try:
            shown: dict[str, Any] = json.loads(said)
        except ValueError as broken:
            raise CounterPromoError(
                f"the JSON of the plan from terraform show is cut off after {len(said)} characters",
                cure="make room on the disk and run the same command again",
            ) from broken
        if not isinstance(shown, dict):
            raise CounterPromoError(
                f"the output of {self.executable()} show -json is not a plan: it is not a JSON object",
                cure="counterpromo doctor",
            )
        return shown

    def apply(self, plan: Path) -> None:
        """Applies exactly this saved plan. Keeps a state that terraform could not write, and names it in the error."""
        unsaved_state.refuse(self.stack_dir)
        try:
            self._run("apply", "-json", "-input=false", str(plan))
        except TerraformFailed as failed:
            if kept := unsaved_state.keep(self.stack_dir, said=failed.finished.stdout):
                raise CounterPromoError(
                    f"the apply to {self.stack_dir.name} could not write its state, which is kept in {kept}: "
                    f"{failed.message}",
                    cure=f"counterpromo recover {self.stack_dir.name}",
                ) from failed
            raise
        finally:
            unsaved_state.keep(self.stack_dir)

    def addresses(self) -> frozenset[str]:
        """Returns the addresses in the state; empty if there is no state yet. Starts no provider."""
        try:
            return frozenset(self._run_initialised("state", "list").stdout.split())
        except TerraformFailed as failed:
            if not any("No state file was found" in error for error in failed.errors):
                raise
            return frozenset()

    def back_up(self, folder: Path) -> Path:
        """Keeps a copy of the remote state, for this user only, and returns the file."""
        state = self.pull()
        copy = folder / f"{self.stack_dir.name}-{json.loads(state)['serial']}.tfstate"
        write_private(copy, state)
        return copy

    def pull(self) -> str:
        """Returns the remote state as it is now; empty if there is none yet."""
        return self._run_initialised("state", "pull").stdout.strip()

    def push(self, state: Path) -> None:
        """Writes this file as the remote state; terraform refuses another lineage, and a serial that is not newer."""
        self._run_initialised("state", "push", "-no-color", str(state))

    def force_unlock(self, lock_id: str) -> None:
        """Releases a lock, whoever holds it."""
        self._run_initialised("force-unlock", "-force", "-no-color", lock_id)

    def validate(self) -> None:
        """Checks the stack against the provider's schema, without the network."""
        self._run_initialised("validate", "-json")

    def _init_here(self) -> None:
        """Initialises the folder anew, without a question and without moving a state.

        For HCP Terraform there is no -reconfigure. It notes its workspace, which S3 would take for one of its own.
        """
        (self.stack_dir / ".terraform" / "environment").unlink(missing_ok=True)
        cloud = in_the_cloud(self.stack_dir)
        if cloud or init_marker.damaged_backend(self.stack_dir):
            init_marker.forget_backend(self.stack_dir)
        if cloud:
            self._init("-json")
        else:
            self._init("-reconfigure", "-json")

    def _init(self, *arguments: str) -> None:
        init_marker.forget(self.stack_dir)
        self._run("init", "-input=false", "-no-color", "-lockfile=readonly", *arguments)
        init_marker.remember(self.stack_dir)

    def _run_initialised(self, *arguments: str, fine: Sequence[int] = (0,)) -> Finished:
        """Runs a command; initialises the folder again if terraform says that it is not initialised."""
        try:
            return self._run(*arguments, fine=fine)
        except TerraformFailed as failed:
            if not STALE_INIT.search("\n".join(failed.errors)):
                raise
            self._init_here()
            return self._run(*arguments, fine=fine)

    def _run(self, *arguments: str, fine: Sequence[int] = (0,)) -> Finished:
        env = child_environment(self.environ)
        terraform = self.executable()
        refuse_workspace(self.stack_dir, environ=self.environ)
        doing = DOING.get(" ".join(arguments[:2])) or DOING[arguments[0]]
        umask = -1 if arguments[0] == "init" else FOR_THIS_USER_ONLY  # an init may fill a cache that others share
        with self.step(f"{doing} {self.stack_dir.name}") as news, checked_identity(self.environ) as identity:
            finished = run(
                (terraform, *arguments),
                cwd=self.stack_dir,
                env=env | identity,
                umask=umask,
                on_line=partial(_hear, news),
            )
        if finished.exit_code not in fine:
            errors = errors_of(stdout=finished.stdout, stderr=finished.stderr)
            raise TerraformFailed(finished, errors=tuple(decoded(error, environ=self.environ) for error in errors))
        return finished


def in_the_cloud(stack_dir: Path) -> bool:
    """Returns True if the stack's own backend block puts its state in HCP Terraform."""
    stacks = (json.loads(path.read_text(encoding="utf-8")) for path in stack_dir.glob("*.tf.json"))
    return any("cloud" in stack.get("terraform", {}) for stack in stacks)


def _hear(news: News, line: str) -> None:
    if line.startswith('{"@level"'):
        with suppress(ValueError):  # cut short, as on a full disk: the end of the run tells
            news(str(json.loads(line).get("@message", "")))


@contextmanager
def private_plan_file() -> Iterator[Path]:
    """Yields a place for a saved plan, which can hold all that the state holds: private, and deleted afterwards."""
    private_files.sweep()
    with tempfile.TemporaryDirectory(prefix="counterpromo-plan-") as folder:
        plan = Path(folder) / "plan"
        plan.touch(mode=0o600)
        yield plan
