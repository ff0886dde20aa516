"""The lock files: every package has a checksum, so an installation from them is what was reviewed."""

import json
import re
import tomllib

import pytest

from settings.provider_version import PROVIDER_VERSION
from tests.conftest import PROJECT


@pytest.mark.parametrize("path", ["uv.lock", "cdk-terrain/uv.lock"])
def test_every_python_package_has_a_checksum(path: str) -> None:
    lock = tomllib.loads((PROJECT / path).read_text(encoding="utf-8"))
    for package in lock["package"]:
        if "registry" not in package["source"]:
            assert package["source"].get("editable") or package["source"].get("virtual"), package["name"]
            continue
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files), package["name"]


def test_every_node_package_has_a_checksum() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("inBundle"):  # what a package bundles is part of its own file
            assert package["integrity"].startswith("sha512-"), path


def test_the_provider_is_locked_for_every_platform() -> None:
    """A `zh:` checksum stands for the zip of one platform; the registry signs the list of all of them."""
    text = (PROJECT / ".terraform.lock.hcl").read_text(encoding="utf-8")
    assert f'version     = "{PROVIDER_VERSION}"' in text
    assert len(re.findall(r'"zh:[0-9a-f]{64}"', text)) >= 12
    assert len(re.findall(r'"h1:[^"]{44}"', text)) >= 1
