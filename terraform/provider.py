"""Sets the source of the AWS provider: the registry, or a local folder (a mirror) if the registry cannot be reached.

Input: the version that the stack requires, COUNTERPROMO_PROVIDER_MIRROR (a folder, or `none` for the registry only) and
the usual folders of a machine. Output, in a stack's folder: the committed lock file of that version, and a link to the
mirror, from which `terraform init` installs without further configuration ("implied local mirror",
https://developer.hashicorp.com/terraform/cli/config/config-file).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import platform
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from errors import CounterPromoError
from machine import merge_conflict
from settings.provider_version import PROVIDER_VERSION

PROVIDER = "registry.terraform.io/hashicorp/aws"
LOCK_FILE = Path(__file__).parent.parent / ".terraform.lock.hcl"
OTHER_LOCK_FILES = LOCK_FILE.parent / "locks"  # of the versions that settings name instead, by `make provider-lock`
MIRROR_SETTING = "COUNTERPROMO_PROVIDER_MIRROR"
REGISTRY_ONLY = "none"

_LINKS = Path("terraform.d", "plugins")
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64", "i386": "386", "i686": "386"}


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """A folder laid out as `terraform providers mirror` or a plugin cache does, and our provider in it."""

    folder: Path
    package: Path


def version_of(stack_dir: Path) -> str:
    """Returns the version of the provider that the stack in this folder requires; ours if it requires none.

    Raises CounterPromoError for a JSON file that cannot be read.
    """
    for path in sorted(stack_dir.glob("*.tf.json")):
        try:
            version = version_in(json.loads(path.read_bytes()).get("terraform", {}))
        except (ValueError, AttributeError) as error:
            raise CounterPromoError(
                f"{path} is not a stack in Terraform's JSON format: {error}", cure=f"remove {stack_dir} and run again"
            ) from error
        if version:
            return version
    return PROVIDER_VERSION


def version_in(block: Mapping[str, Any]) -> str:
    """Returns the version of the provider in a `terraform` block; empty if it requires none."""
    return str(block.get("required_providers", {}).get("aws", {}).get("version", ""))


def lock_file_of(version: str) -> Path:
    """Returns the committed lock file of a version of the provider.

    Raises CounterPromoError if no lock file of that version is committed.
    """
    path = LOCK_FILE if version == PROVIDER_VERSION else OTHER_LOCK_FILES / f"aws-{version}.lock.hcl"
    if not path.is_file():
        raise CounterPromoError(
            f"the settings name version {version} of the AWS provider ([provider] version), and there is no lock file "
            f"{path.relative_to(LOCK_FILE.parent)} with its checksums",
            cure=f"make provider-lock VERSION={version}, and commit that file; or leave [provider] out for "
            f"{PROVIDER_VERSION}",
        )
    return path


def find_mirror(environ: Mapping[str, str] = os.environ, *, version: str = PROVIDER_VERSION) -> Mirror | None:
    """Returns the mirror that the setting names, or the first usual folder with the provider; None without one.

    Raises CounterPromoError if the setting's folder does not have this version of the provider.
    """
    setting = environ.get(MIRROR_SETTING, "")
    if setting == REGISTRY_ONLY:
        return None
    if setting:
        found = _look_into(Path(setting).expanduser().absolute(), version)
        if found is None:
            raise CounterPromoError(
                f"{MIRROR_SETTING}={setting} does not hold {PROVIDER} {version} for {this_platform()}",
                cure=f"terraform providers mirror -platform={this_platform()} {setting}",
            )
        return found
    return next((found for place in _usual_places(environ) if (found := _look_into(place, version))), None)


def lay(stack_dir: Path, *, mirror: Mirror | None = None) -> Mirror | None:
    """Writes the lock file and the link to the mirror into a stack's folder, and returns the mirror, if any.

    Raises CounterPromoError if the version that the stack requires has no lock file, or the mirror does not have it,
    or if the lock file has a merge conflict.
    """
    version = version_of(stack_dir)
    lock_file = lock_file_of(version)
    mirror = mirror or find_mirror(version=version)
    laid_lock = stack_dir / LOCK_FILE.name
    if not laid_lock.is_file() or laid_lock.read_bytes() != lock_file.read_bytes():
        merge_conflict.refuse(lock_file)
        shutil.copyfile(lock_file, laid_lock)
    if mirror is None:
        shutil.rmtree(stack_dir / _LINKS / PROVIDER, ignore_errors=True)
        return None
    link = stack_dir / _LINKS / mirror.package.relative_to(mirror.folder)
    # The resolved path: a plugin cache can hold a link that leads back to the link made here.
    target = mirror.package.resolve()
    if not link.is_symlink() or link.readlink() != target:
        shutil.rmtree(stack_dir / _LINKS / PROVIDER, ignore_errors=True)
        link.parent.mkdir(parents=True)
        link.symlink_to(target, target_is_directory=target.is_dir())
    return mirror


def checksum(package: Path) -> str:
    """Returns Terraform's `h1:` checksum of an unpacked folder or a zip.

    It is the SHA-256 of the sorted lines `<sha256 of file>  <name>`.

    The scheme is golang.org/x/mod/sumdb/dirhash's Hash1; reading the provider takes about a second.
    """
    digests = dict(_zipped(package) if package.is_file() else _unpacked(package))
    listing = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return "h1:" + base64.b64encode(hashlib.sha256(listing.encode()).digest()).decode()


def locked_checksums(lock_file: Path = LOCK_FILE) -> frozenset[str]:
    """Returns every `h1:` checksum of the committed lock file, one for each platform."""
    return frozenset(re.findall(r'"(h1:[^"]+)"', lock_file.read_text(encoding="utf-8")))


def this_platform() -> str:
    """Returns the platform by Terraform's name, such as `linux_amd64`."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{_MACHINES.get(machine, machine)}"


def _look_into(folder: Path, version: str) -> Mirror | None:
    provider = folder / PROVIDER
    unpacked = provider / version / this_platform()
    packed = provider / f"terraform-provider-aws_{version}_{this_platform()}.zip"
    if any(unpacked.glob("terraform-provider-aws*")):
        return Mirror(folder=folder, package=unpacked)
    return Mirror(folder=folder, package=packed) if packed.is_file() else None


def _usual_places(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yields the plugin cache, the folders that Terraform searches, then folders one level below the usual prefixes."""
    home = Path(os.path.expanduser("~"))  # `~` itself for a user without HOME and passwd entry
    if cache := environ.get("TF_PLUGIN_CACHE_DIR"):
        yield Path(cache).expanduser().absolute()
    yield home / ".terraform.d" / "plugins"
    yield home / ".terraform.d" / "plugin-cache"
    yield Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "terraform" / "plugins"
    yield home / "Library" / "Application Support" / "io.terraform" / "plugins"
    yield Path("/Library/Application Support/io.terraform/plugins")
    if roaming := environ.get("APPDATA"):
        yield Path(roaming) / "terraform.d" / "plugins"
        yield Path(roaming) / "HashiCorp" / "Terraform" / "plugins"
    for prefix in (Path("/usr/local/share"), Path("/usr/share"), Path("/opt"), Path("/srv"), Path("/usr/local"), home):
        yield prefix / "terraform" / "plugins"
        yield from sorted(found.parent for found in prefix.glob("*/registry.terraform.io"))


def _unpacked(package: Path) -> Iterator[tuple[str, str]]:
    for path in package.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                yield path.relative_to(package).as_posix(), _sha256(file)


def _zipped(package: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                yield name, _sha256(file)


def _sha256(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # IO[bytes] lacks readinto in typeshed
