"""The provider is found where a machine keeps it, laid beside a stack, and is the one the lock file knows."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from errors import CounterPromoError
from settings.provider_version import PROVIDER_VERSION
from terraform import init_marker, provider
from terraform.runner import Terraform


def mirrored(folder: Path, *, version: str = PROVIDER_VERSION) -> Path:
    """An unpacked mirror with a provider of a few bytes."""
    package = folder / provider.PROVIDER / version / provider.this_platform()
    package.mkdir(parents=True)
    (package / f"terraform-provider-aws_v{version}_x5").write_text("a provider")
    (package / "LICENSE.txt").write_text("a licence")
    return package


def packed(folder: Path) -> Path:
    name = f"terraform-provider-aws_{PROVIDER_VERSION}_{provider.this_platform()}.zip"
    archive = folder / provider.PROVIDER / name
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"terraform-provider-aws_v{PROVIDER_VERSION}_x5", "a provider")
        opened.writestr("LICENSE.txt", "a licence")
    return archive


@pytest.fixture
def stack_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "stack"
    folder.mkdir()
    return folder


def test_mirror_setting_without_the_provider_is_refused(tmp_path: Path) -> None:
    mirrored(tmp_path, version="5.99.0")
    with pytest.raises(CounterPromoError, match=f"{provider.MIRROR_SETTING}={tmp_path} does not hold") as refused:
        provider.find_mirror({provider.MIRROR_SETTING: str(tmp_path)})
    assert "terraform providers mirror" in refused.value.cure


def test_mirror_setting_none_uses_the_registry_only(tmp_path: Path) -> None:
    mirrored(tmp_path)
    cached = {"TF_PLUGIN_CACHE_DIR": str(tmp_path)}
    assert provider.find_mirror(cached | {provider.MIRROR_SETTING: provider.REGISTRY_ONLY}) is None


def test_mirror_setting_overrides_the_plugin_cache(tmp_path: Path) -> None:
    package = mirrored(tmp_path / "setting")
    mirrored(tmp_path / "cache")
    environ = {provider.MIRROR_SETTING: str(tmp_path / "setting"), "TF_PLUGIN_CACHE_DIR": str(tmp_path / "cache")}
    assert provider.find_mirror(environ) == provider.Mirror(folder=tmp_path / "setting", package=package)


def test_a_mirror_one_level_below_home_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    package = mirrored(tmp_path / "my-plugins")
    places = list(provider._usual_places({}))
    assert tmp_path / "my-plugins" in places
    assert provider.find_mirror({"TF_PLUGIN_CACHE_DIR": str(tmp_path / "my-plugins")}) == provider.Mirror(
        folder=tmp_path / "my-plugins", package=package
    )


@pytest.mark.parametrize("make", [mirrored, packed])
def test_lock_file_and_link_are_written_once(tmp_path: Path, stack_dir: Path, make: object) -> None:
    package = make(tmp_path / "mirror")  # type: ignore[operator]
    mirror = provider.Mirror(folder=tmp_path / "mirror", package=package)
    for _ in range(2):
        assert provider.lay(stack_dir, mirror=mirror) == mirror
    link = stack_dir / "terraform.d" / "plugins" / package.relative_to(tmp_path / "mirror")
    assert link.resolve() == package.resolve()
    assert (stack_dir / ".terraform.lock.hcl").read_bytes() == provider.LOCK_FILE.read_bytes()


def test_link_to_an_earlier_mirror_is_replaced(
    tmp_path: Path, stack_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = mirrored(tmp_path / "earlier")
    later = packed(tmp_path / "later")
    provider.lay(stack_dir, mirror=provider.Mirror(folder=tmp_path / "earlier", package=earlier))
    provider.lay(stack_dir, mirror=provider.Mirror(folder=tmp_path / "later", package=later))
    laid = [path for path in (stack_dir / "terraform.d").rglob("*") if path.is_symlink()]
    assert [path.resolve() for path in laid] == [later.resolve()]
    monkeypatch.setenv(provider.MIRROR_SETTING, provider.REGISTRY_ONLY)
    assert provider.lay(stack_dir) is None
    assert not [path for path in (stack_dir / "terraform.d").rglob("*") if path.is_symlink()]


def test_folder_and_zip_have_the_same_checksum(tmp_path: Path) -> None:
    assert provider.checksum(mirrored(tmp_path / "a")) == provider.checksum(packed(tmp_path / "b"))


def test_the_checksum_is_terraforms_own(tmp_path: Path) -> None:
    """`sha256sum a b | sha256sum`, in base64."""
    (tmp_path / "b").write_text("two")
    (tmp_path / "a").write_text("one")
    assert provider.checksum(tmp_path) == "h1:0XE42WOCQDaQSCqJ2jNHUzarNsBGppEqhrre3WIwHLg="


def test_provider_in_use_has_the_checksum_of_the_lock_file() -> None:
    mirror = provider.find_mirror()
    if mirror is None:
        pytest.skip("the provider comes from the registry here, where terraform checks it itself")
    assert provider.checksum(mirror.package) in provider.locked_checksums()


def test_the_lock_file_pins_our_version() -> None:
    assert f'version     = "{PROVIDER_VERSION}"' in provider.LOCK_FILE.read_text(encoding="utf-8")


def test_plugin_cache_that_links_to_a_stack_is_resolved(
    tmp_path: Path, stack_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cdktf command line has Terraform keep a plugin cache, which then links to the stack it installed for."""
    package = mirrored(tmp_path / "mirror")
    monkeypatch.setenv(provider.MIRROR_SETTING, str(tmp_path / "mirror"))
    provider.lay(stack_dir)
    (laid,) = [path for path in (stack_dir / "terraform.d").rglob("*") if path.is_symlink()]
    cached = tmp_path / "cache" / package.relative_to(tmp_path / "mirror")
    cached.parent.mkdir(parents=True)
    cached.symlink_to(laid, target_is_directory=True)
    monkeypatch.delenv(provider.MIRROR_SETTING)
    monkeypatch.setenv("TF_PLUGIN_CACHE_DIR", str(tmp_path / "cache"))
    provider.lay(stack_dir)
    assert laid.resolve(strict=True) == package.resolve()


OTHER = "6.1.0"


def requiring(stack_dir: Path, version: str) -> Path:
    block = {"terraform": {"required_providers": {"aws": {"source": "aws", "version": version}}}}
    (stack_dir / "cdk.tf.json").write_text(json.dumps(block), encoding="utf-8")
    return stack_dir


def test_another_version_without_a_lock_file_is_refused_with_the_command_that_writes_it(stack_dir: Path) -> None:
    with pytest.raises(CounterPromoError, match=rf"locks/aws-{OTHER}\.lock\.hcl") as refused:
        provider.lay(requiring(stack_dir, OTHER))
    assert f"make provider-lock VERSION={OTHER}" in refused.value.cure
    assert not (stack_dir / ".terraform.lock.hcl").exists()


def test_another_version_gets_its_own_lock_file_and_package(
    tmp_path: Path, stack_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror holds both versions; an earlier synth has laid ours."""
    mirrored(tmp_path / "mirror")
    package = mirrored(tmp_path / "mirror", version=OTHER)
    monkeypatch.setenv(provider.MIRROR_SETTING, str(tmp_path / "mirror"))
    monkeypatch.setattr(provider, "OTHER_LOCK_FILES", tmp_path)
    (tmp_path / f"aws-{OTHER}.lock.hcl").write_text("the lock of the other version")
    provider.lay(requiring(stack_dir, PROVIDER_VERSION))
    assert provider.lay(requiring(stack_dir, OTHER)) == provider.Mirror(folder=tmp_path / "mirror", package=package)
    assert (stack_dir / ".terraform.lock.hcl").read_text() == "the lock of the other version"
    laid = [path for path in (stack_dir / "terraform.d").rglob("*") if path.is_symlink()]
    assert [path.resolve() for path in laid] == [package.resolve()]


def test_mirror_without_the_other_version_is_refused(
    tmp_path: Path, stack_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrored(tmp_path / "mirror")
    monkeypatch.setenv(provider.MIRROR_SETTING, str(tmp_path / "mirror"))
    monkeypatch.setattr(provider, "OTHER_LOCK_FILES", tmp_path)
    (tmp_path / f"aws-{OTHER}.lock.hcl").write_text("")
    with pytest.raises(CounterPromoError, match=f"does not hold {provider.PROVIDER} {OTHER}"):
        provider.lay(requiring(stack_dir, OTHER))


@pytest.mark.parametrize("text", ["[]", "{", '"x"', '{"terraform": 1}'])
def test_a_stack_that_is_no_terraform_json_is_refused(stack_dir: Path, text: str) -> None:
    (stack_dir / "cdk.tf.json").write_text(text, encoding="utf-8")
    with pytest.raises(CounterPromoError, match=r"cdk\.tf\.json"):
        provider.version_of(stack_dir)


@pytest.mark.soak
def test_terraform_installs_the_other_version_by_its_lock_file(
    tmp_path: Path, stack_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mirror holds our provider under another version too: terraform goes by the name of the folder."""
    ours = provider.find_mirror()
    if ours is None or not ours.package.is_dir():
        pytest.skip("no unpacked provider on this machine to make a second version from")
    named = tmp_path / "mirror" / provider.PROVIDER / OTHER
    named.mkdir(parents=True)
    (named / provider.this_platform()).symlink_to(ours.package, target_is_directory=True)
    monkeypatch.setenv(provider.MIRROR_SETTING, str(tmp_path / "mirror"))
    monkeypatch.setattr(provider, "OTHER_LOCK_FILES", tmp_path)
    checksum = provider.checksum(ours.package)
    lock = f'provider "{provider.PROVIDER}" {{\n  version = "{OTHER}"\n  hashes = ["{checksum}"]\n}}\n'
    (tmp_path / f"aws-{OTHER}.lock.hcl").write_text(lock, encoding="utf-8")
    provider.lay(requiring(stack_dir, OTHER))
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ)
    terraform.init()
    assert (stack_dir / ".terraform" / "providers" / provider.PROVIDER / OTHER).is_dir()
    assert init_marker.is_current(stack_dir)
