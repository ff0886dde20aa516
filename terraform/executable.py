"""The terraform executable, and what it inherits from our environment."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from errors import CounterPromoError, Refused
from terraform.error_messages import errors_of, explain, shorten
from terraform.process import run
from terraform.stack import STACK_FILE, Stack

MINIMUM = (1, 11)
CURE = "install terraform 1.11 or later: https://developer.hashicorp.com/terraform/install"
# What would silently make terraform do something else than we say: other arguments, another state, another folder.
NOT_PASSED_ON = ("TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR", "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE")


# HCP Terraform would else plan and apply a workspace set to remote execution on machines of its own, where the guard,
# the lock file and these credentials are not: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/cloud/backend.go
RUN_HERE = {"TF_FORCE_LOCAL_BACKEND": "1"}


@lru_cache
def find_terraform(path: str) -> str:
    """The executable on this search path, which must be new enough."""
    found = shutil.which("terraform", path=path)
    if found is None:
        raise CounterPromoError("terraform is not on the PATH", cure=CURE)
    version = terraform_version(found)
    if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < MINIMUM:
        raise CounterPromoError(f"terraform {version} at {found} is older than 1.11", cure=CURE)
    return found


def terraform_version(executable: str) -> str:
    """As it says itself: `1.11.4`."""
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
        raise CounterPromoError(f"{executable} is not terraform: it says {shorten(said, length=60)!r}", cure=CURE)
    return version[1]


def refuse_workspace(stack_dir: Path, *, environ: Mapping[str, str]) -> None:
    """Raises Refused where terraform would take another workspace than the stack's, which holds another state.

    That is the default one in S3, and the one the stack names in HCP Terraform.
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
            raise Refused(f"{where} says workspace {said}: an environment here is a settings file", cure=cure)


def _workspace_of(stack_dir: Path) -> str:
    """The workspace of HCP Terraform that a synthesized stack names; empty where its state is in S3."""
    if not (stack_dir / STACK_FILE).is_file():
        return ""
    cloud = Stack.read(stack_dir).document.get("terraform", {}).get("cloud", {})
    return str(cloud.get("workspaces", {}).get("name", ""))


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What terraform inherits: ours, without what would change its meaning or its manners."""
    kept = {name: value for name, value in environ.items() if not name.startswith(NOT_PASSED_ON)}
    if not os.path.exists(kept.get("TF_CLI_CONFIG_FILE", os.devnull)):
        del kept["TF_CLI_CONFIG_FILE"]  # it would only warn, on every run
    for name in ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"):
        if kept.get(name, "").lower() == "false":
            del kept[name]  # the S3 backend takes any value for yes
    return kept | {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"} | RUN_HERE
