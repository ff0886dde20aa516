"""The doctor on this machine: the tools and their versions, and where the AWS provider comes from. No AWS is asked."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.error import URLError
from urllib.request import urlopen

from errors import CounterPromoError
from operations import node
from operations.doctor.rows import Row, looked, ok, warn
from terraform import provider
from terraform.diagnostics.known_errors import OFFLINE_CURE
from terraform.executable import find_terraform, terraform_version
from terraform.progress import Step, silent

REGISTRY = "https://registry.terraform.io/.well-known/terraform.json"


def rows(provider_versions: Sequence[str], *, step: Step = silent) -> Iterator[Row]:
    """Yields a row for Python, terraform, Node and each of these versions of the AWS provider."""
    yield ok("python", platform.python_version())
    yield looked("terraform", _terraform)
    yield looked("node", _node)
    for version in provider_versions:
        yield looked("provider", partial(_provider, version, step=step))


def _terraform() -> Row:
    executable = find_terraform(os.environ.get("PATH", os.defpath))
    return ok("terraform", f"{terraform_version(executable)} at {executable}")


def _node() -> Row:
    found = node.find_node()
    if found.major not in node.WITH_A_PREBUILT_TERMINAL:
        detail = f"{found.version} at {found.executable}: cdktf's own command line needs 20 or 22"
        return warn("node", detail, cure=node.CURE)
    return ok("node", f"{found.version} at {found.executable}")


def _provider(version: str, *, step: Step) -> Row:
    """Compares the mirror's files with the committed checksums; without a mirror, asks the registry."""
    lock_file = provider.lock_file_of(version)
    mirror = provider.find_mirror(version=version)
    if mirror is None:
        return _registry(version)
    with step("reading the provider"):
        checksum = provider.checksum(mirror.package)
    if checksum not in provider.locked_checksums(lock_file):
        raise CounterPromoError(
            f"{mirror.package} has checksum {checksum}, which the lock file does not know",
            cure=f"remove it and get it anew: terraform providers mirror {mirror.folder}",
        )
    return ok("provider", f"aws {version} mirrored in {mirror.folder}, checksum as locked")


def _registry(version: str) -> Row:
    try:
        with urlopen(REGISTRY, timeout=5):
            return ok("provider", f"aws {version} from the registry")
    except (URLError, TimeoutError) as error:
        raise CounterPromoError(f"no mirror, and no answer from {REGISTRY}: {error}", cure=OFFLINE_CURE) from error
