"""The terraform executable, and the environment variables that it gets."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from aws.child_variables import without_sources
from errors import CounterPromoError, Refused
from machine import variables
from terraform.diagnostics.error_messages import errors_of, explain, shorten
from terraform.process import run
from terraform.stack import STACK_FILE, Stack

MINIMUM = (1, 11)
CURE = "install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install"
# Variables that would change the arguments, the state or the folder of terraform;
# `TF_AWS_*` are endpoints that only the provider reads.
NOT_PASSED_ON = (
    "TF_AWS_",
    "TF_CLI_ARGS",
    "TF_WORKSPACE",
    "TF_DATA_DIR",
    "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
)


# Without this, HCP Terraform would plan and apply a workspace with remote execution on its own machines, without the
# guard, the lock file and these credentials: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/cloud/backend.go
RUN_HERE = {"TF_FORCE_LOCAL_BACKEND": "1"}
# Terraform and the provider spend a fifth of their time on collecting garbage, for processes that end in seconds.
# A person's own value is kept. https://go.dev/doc/gc-guide#GOGC
COLLECT_SELDOM = {"GOGC": "400"}


@lru_cache
def find_terraform(path: str) -> str:
    """Returns the executable on this search path. Raises CounterPromoError if there is none or it is too old."""
    found = shutil.which("terraform", path=path)
    if found is None:
        raise CounterPromoError("terraform is not on the PATH", cure=CURE)
    version = terraform_version(found)
    if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < MINIMUM:
        raise CounterPromoError(f"terraform {version} at {found} is older than 1.11", cure=CURE)
    return found


def terraform_version(executable: str) -> str:
    """Returns the version that the executable prints, such as `1.11.4`. Raises CounterPromoError if it prints none."""
    env = child_environment(os.environ)
    try:
        finished = run((executable, "version"), cwd=Path(tempfile.gettempdir()), env=env)
    except OSError as error:
        raise CounterPromoError(f"{executable} does not run: {error.strerror}", cure=CURE) from error
    if finished.exit_code:
        errors = errors_of(stdout="", stderr=finished.stderr)
        if known := explain(errors):
            raise CounterPromoError(known.what, cure=known.cure)
        raise CounterPromoError(f"{executable} does not run: {shorten('; '.join(errors))}", cure=CURE)
    said = finished.stdout.partition("\n")[0]
    if not (version := re.fullmatch(r"Terraform v(\d+\.\d+\.\d+\S*)", said.strip())):
        raise CounterPromoError(f"{executable} is not terraform: it prints {shorten(said, length=60)!r}", cure=CURE)
    return version[1]


def refuse_workspace(stack_dir: Path, *, environ: Mapping[str, str]) -> None:
    """Raises Refused if terraform would use another workspace than the stack's, and so another state.

    The stack's workspace is `default` in S3, and the one that the stack names in HCP Terraform.
    https://developer.hashicorp.com/terraform/cli/workspaces
    """
    chosen = stack_dir / ".terraform" / "environment"
    name = environ.get("TF_WORKSPACE", "")
    selected = chosen.read_text(encoding="utf-8").strip() if chosen.is_file() else ""
    for said, where, cure in (
        (name, "TF_WORKSPACE", "unset TF_WORKSPACE"),
        (selected, str(chosen), f"rm {chosen}"),
    ):
        if said not in ("", "default") and said != _workspace_of(stack_dir):
            raise Refused(
                f"{where} selects the Terraform workspace {said}, and this project uses no workspaces", cure=cure
            )


def _workspace_of(stack_dir: Path) -> str:
    """Returns the workspace of HCP Terraform that a synthesized stack names; empty if its state is in S3."""
    if not (stack_dir / STACK_FILE).is_file():
        return ""
    cloud = Stack.read(stack_dir).document.get("terraform", {}).get("cloud", {})
    return str(cloud.get("workspaces", {}).get("name", ""))


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns our environment variables without those that change Terraform's behaviour or its identity.

    `aws.child_variables.checked_identity` adds the credentials that were checked. Raises Refused for a value that
    terraform cannot use.
    """
    variables.refuse(environ, reader="terraform")
    usable = without_sources(environ)
    kept = {name: value for name, value in usable.items() if not name.startswith(NOT_PASSED_ON)}
    if not os.path.exists(kept.get("TF_CLI_CONFIG_FILE", os.devnull)):
        del kept["TF_CLI_CONFIG_FILE"]  # terraform would warn about it in every run
    for name in ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"):
        if kept.get(name, "").lower() == "false":
            del kept[name]  # the S3 backend reads any value as true
    return COLLECT_SELDOM | kept | {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"} | RUN_HERE
