"""Plans of a draft, made in folders that are gone afterwards: nothing remote is written, and AWS itself is only read.

In: a synthesized stack with its import blocks. Out: the plan. Against an empty state of its own it is a proof and no
more; against the environment's own state, where that holds nothing yet, the last one is the plan to be applied, too.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any, Protocol

from terraform import import_blocks, provider
from terraform.progress import Step, silent
from terraform.runner import Terraform, private_plan_file
from terraform.stack import STACK_FILE, read_document

STACK = STACK_FILE


class Planner(Protocol):
    def plan(self, stack_dir: Path) -> dict[str, Any]:
        """Plans the stack against an empty state, as Terraform's JSON."""


@dataclass(frozen=True, kw_only=True)
class Scratch:
    """Against an empty state beside a copy of the stack; `provider_of` may lend its initialised provider."""

    provider_of: Path
    step: Step = silent

    def plan(self, stack_dir: Path) -> dict[str, Any]:
        document = _without_backend(read_document(stack_dir / STACK))
        with _copied(_speaking_freely(document), name=stack_dir.name) as scratch, private_plan_file() as saved:
            _borrow_provider(scratch, of=self.provider_of)
            terraform = Terraform(stack_dir=scratch, environ=os.environ, step=self.step)
            terraform.plan(saved)
            return terraform.show(saved)


@dataclass(kw_only=True)
class Rehearsal:
    """Against the state it is meant for, which holds nothing: read without a lock, into `saved`, kept for the apply.

    `initialised` is the folder of the real stack, which lends its backend and provider.
    """

    initialised: Path
    saved: Path
    step: Step = silent
    _planned: tuple[dict[str, Any], dict[str, Any]] | None = None

    def plan(self, stack_dir: Path) -> dict[str, Any]:
        self._planned = None
        document = read_document(stack_dir / STACK)
        with _copied(_speaking_freely(document), name=stack_dir.name) as folder:
            _borrow_provider(folder, of=self.initialised)
            for noted in (self.initialised / ".terraform").iterdir():
                if noted.is_file():
                    copy(noted, folder / ".terraform")
            for override in self.initialised.glob("*_override.tf.json"):
                copy(override, folder)  # of the backend, while the account has no bucket
            terraform = Terraform(stack_dir=folder, environ=os.environ, step=self.step)
            terraform.plan(self.saved, lock=False)
            shown = terraform.show(self.saved)
        self._planned = (document, shown)
        return shown

    def of(self, stack_dir: Path) -> dict[str, Any] | None:
        """Returns the last plan, which `saved` holds, if it is of just what the stack there says; None if not."""
        if self._planned is None or self._planned[0] != read_document(stack_dir / STACK):
            return None
        return self._planned[1]


@contextmanager
def _copied(document: Mapping[str, Any], *, name: str) -> Iterator[Path]:
    """Returns a stack of that document, in a folder of that name, with the provider's lock file."""
    with tempfile.TemporaryDirectory(prefix="counterpromo-scratch-") as folder:
        stack = Path(folder) / name
        stack.mkdir()
        import_blocks.write(document, stack / STACK)
        provider.lay(stack)
        yield stack


def _without_backend(document: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the stack without its backend: Terraform then keeps the state beside it, and needs no init."""
    terraform = {key: value for key, value in document["terraform"].items() if key not in ("backend", "cloud")}
    return {**document, "terraform": terraform}


_STOPPING = ("prevent_destroy", "precondition", "postcondition")


def _speaking_freely(document: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the stack without `prevent_destroy` and conditions, which stop a plan before it shows what differs.

    They have no other effect, and a plan that is applied was proven to change nothing.
    https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
    """
    resources = {
        type_: {name: _undefended(arguments) for name, arguments in named.items()}
        for type_, named in document["resource"].items()
    }
    return {**document, "resource": resources}


def _undefended(arguments: Mapping[str, Any]) -> dict[str, Any]:
    if "lifecycle" not in arguments:
        return dict(arguments)
    lifecycle = {key: value for key, value in arguments["lifecycle"].items() if key not in _STOPPING}
    return {**arguments, "lifecycle": lifecycle}


def _borrow_provider(scratch: Path, *, of: Path) -> None:
    """Spares an init, and a second copy of the provider, where the stack itself is initialised."""
    (scratch / ".terraform").mkdir()
    installed = of / ".terraform" / "providers"
    if installed.is_dir():
        (scratch / ".terraform" / "providers").symlink_to(installed.absolute(), target_is_directory=True)
