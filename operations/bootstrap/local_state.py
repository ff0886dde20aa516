"""Keeps the account's state in a local file until the bucket exists, by an override of the stack's backend.

https://developer.hashicorp.com/terraform/language/files/override
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from errors import CounterPromoError
from modules.settings import AccountSettings
from terraform.runner import Terraform
from terraform.state.backend_status import Backend

OVERRIDE = "backend_override.tf.json"


def override_backend(
    live: Backend, *, settings: AccountSettings, document: dict[str, Any], stack_dir: Path, local_state: Path
) -> None:
    """Writes the override: a local state while the bucket holds none, no lock table while that does not exist.

    Removes the override once both are there.
    """
    forget(stack_dir)
    if not live.state:
        _write({"local": {"path": str(local_state)}}, stack_dir=stack_dir)
    elif settings.state.use_lock_table and not live.table:
        s3 = document["terraform"]["backend"]["s3"]
        unlocked = {key: value for key, value in s3.items() if key != "dynamodb_table"}
        _write({"s3": unlocked}, stack_dir=stack_dir)


def forget(stack_dir: Path) -> None:
    """Removes the override: the stack then has the backend of its settings."""
    (stack_dir / OVERRIDE).unlink(missing_ok=True)


def move_into_bucket(terraform: Terraform, *, local_state: Path) -> None:
    """Moves the local state into the bucket, and deletes the local file only after the bucket's state was read back."""
    (terraform.stack_dir / OVERRIDE).unlink()
    terraform.init_migrating()
    if not terraform.addresses():
        raise CounterPromoError(
            f"the state did not arrive in the bucket; it is still in {local_state}", cure="counterpromo bootstrap"
        )
    shutil.rmtree(local_state.parent)


def _write(backend: dict[str, Any], *, stack_dir: Path) -> None:
    text = json.dumps({"terraform": {"backend": backend}}, indent=2)
    (stack_dir / OVERRIDE).write_text(text, encoding="utf-8")
