"""The scratch proof: the stack planned against an empty state of its own, in a folder that is gone afterwards.

In: a synthesized stack and the ids to import. Out: the proof. Nothing remote is read or written but AWS itself, read.
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
from imports.proof import Proof, prove

STACK = "cdk.tf.json"


def prove_on_scratch(stack_dir: Path, ids: Mapping[str, str]) -> Proof:
    """What importing these ids would do to a state that holds nothing yet."""
    with tempfile.TemporaryDirectory(prefix="counterpromo-scratch-") as folder:
        scratch = Path(folder) / stack_dir.name
        scratch.mkdir()
        document = _without_backend(declared.read_document(stack_dir / STACK))
        blocks.write(blocks.with_imports(document, ids), scratch / STACK)
        provider.lay(scratch)
        _borrow_provider(scratch, of=stack_dir)
        with private_plan_file() as saved:
            terraform = Terraform(stack_dir=scratch, environ=os.environ)
            terraform.plan(saved)
            return prove(terraform.show(saved), ids)


def _without_backend(document: Mapping[str, Any]) -> dict[str, Any]:
    """Terraform then keeps the state beside the stack, and asks for no init."""
    terraform = {key: value for key, value in document["terraform"].items() if key != "backend"}
    return {**document, "terraform": terraform}


def _borrow_provider(scratch: Path, *, of: Path) -> None:
    """Spares an init, and a second copy of the provider, where the stack itself is initialised."""
    installed = of / ".terraform" / "providers"
    if installed.is_dir():
        (scratch / ".terraform").mkdir()
        (scratch / ".terraform" / "providers").symlink_to(installed.absolute(), target_is_directory=True)
