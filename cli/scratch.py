"""The scratch plan: the stack planned against an empty state of its own, in a folder that is gone afterwards.

In: a synthesized stack with its import blocks. Out: the plan. Nothing remote is read or written but AWS itself, read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.terraform import Terraform, private_plan_file
from envs import provider
from imports import blocks, declared

STACK = "cdk.tf.json"


def plan_on_scratch(stack_dir: Path, *, provider_of: Path) -> dict[str, Any]:
    """What the stack would do to a state that holds nothing yet; `provider_of` may lend its initialised provider."""
    with tempfile.TemporaryDirectory(prefix="counterpromo-scratch-") as folder:
        scratch = Path(folder) / stack_dir.name
        scratch.mkdir()
        document = _without_backend(declared.read_document(stack_dir / STACK))
        blocks.write(_speaking_freely(document), scratch / STACK)
        provider.lay(scratch)
        _borrow_provider(scratch, of=provider_of)
        with private_plan_file() as saved:
            terraform = Terraform(stack_dir=scratch, environ=os.environ)
            terraform.plan(saved)
            return terraform.show(saved)


def _without_backend(document: Mapping[str, Any]) -> dict[str, Any]:
    """Terraform then keeps the state beside the stack, and asks for no init."""
    terraform = {key: value for key, value in document["terraform"].items() if key not in ("backend", "cloud")}
    return {**document, "terraform": terraform}


def _speaking_freely(document: dict[str, Any]) -> dict[str, Any]:
    """Without `prevent_destroy`, on which a plan stops before it says what differs; this one is never applied."""
    for named in document["resource"].values():
        for arguments in named.values():
            if "lifecycle" in arguments:
                arguments["lifecycle"] = {
                    key: value for key, value in arguments["lifecycle"].items() if key != "prevent_destroy"
                }
    return document


def _borrow_provider(scratch: Path, *, of: Path) -> None:
    """Spares an init, and a second copy of the provider, where the stack itself is initialised."""
    installed = of / ".terraform" / "providers"
    if installed.is_dir():
        (scratch / ".terraform").mkdir()
        (scratch / ".terraform" / "providers").symlink_to(installed.absolute(), target_is_directory=True)
