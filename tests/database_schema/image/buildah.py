"""Builds and runs images with Debian's buildah, as root and without a daemon.

The base image comes from a registry where there is one. Here, mmdebstrap makes an image under the same name from
Debian's packages: the same Debian release and minor version of Python, with `python` and `pip` at the same paths.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RELEASE = "trixie"
PROGRAMS = ("buildah", "mmdebstrap", "unshare")
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
_PACKAGES = "ca-certificates,python3,python3-pip"
_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


def missing() -> str:
    """Returns why images cannot be built on this machine; empty if they can."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    if absent:
        return f"needs {' '.join(absent)}: apt-get install buildah crun mmdebstrap"
    return "" if os.geteuid() == 0 else "needs root"


@dataclass(frozen=True, kw_only=True)
class Buildah:
    """A store of images in a folder."""

    folder: Path

    def run(self, *words: str | Path) -> str:
        """Runs one command of buildah and returns what it prints. Raises CalledProcessError if it fails."""
        return subprocess.run([*self._argv(), *words], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()

    def make_base(self, name: str) -> None:
        """Makes the base image."""
        archive = self.folder / "debian.tar"
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=apt", f"--include={_PACKAGES}", RELEASE, archive], check=True
        )
        container = self.run("from", "scratch")
        root = Path(self.run("mount", container))
        subprocess.run(["tar", "-C", root, "-xf", archive], check=True)
        for marker in (root / "usr" / "lib").glob("python3*/EXTERNALLY-MANAGED"):
            marker.unlink()
        (root / "usr" / "local" / "bin" / "python").symlink_to("/usr/bin/python3")
        shutil.copy(AUTHORITIES, root / AUTHORITIES.relative_to("/"))
        (root / "etc" / "pip.conf").write_text(f"[global]\ncert = {AUTHORITIES}\n", encoding="utf-8")
        self.run("config", "--env", f"PATH={_PATH}", container)
        self.run("commit", "--rm", container, f"docker.io/library/{name}")
        archive.unlink()

    def build(self, dockerfile: Path, *, context: Path, tag: str, files: Mapping[Path, Path]) -> None:
        """Builds a Dockerfile. `files` replace files of this machine for the build alone: path here -> replacement."""
        mounts = [f'mount --bind "{replacement}" "{path}"' for path, replacement in files.items()]
        build: list[str | Path] = [
            "build",
            "--pull-never",
            "--platform",
            "linux/amd64",
            "--file",
            dockerfile,
            "--tag",
            tag,
            context,
        ]
        script = " && ".join([*mounts, 'exec "$@"'])
        subprocess.run(["unshare", "--mount", "bash", "-ec", script, "build", *self._argv(), *build], check=True)

    def unpack(self, tag: str) -> Path:
        """Returns the root file system of an image, as a folder."""
        return Path(self.run("mount", self.run("from", "--pull-never", tag)))

    def _argv(self) -> list[str]:
        store = ["--root", str(self.folder / "store"), "--runroot", str(self.folder / "run"), "--storage-driver", "vfs"]
        return ["env", "BUILDAH_ISOLATION=chroot", "buildah", *store]


def run_read_only(root: Path, words: Sequence[str], *, user: str, folder: str, variables: Mapping[str, str]) -> str:
    """Runs a program in a root file system that is read-only, as the task definition has it; returns its output.

    The output ends with a line `exit code N`.
    """
    script = (
        f'mount --bind "{root}" "{root}" && mount --bind /dev "{root}/dev" && mount -o remount,bind,ro "{root}" && '
        f'exec chroot --userspec={user} "{root}" env -i "$@"'
    )
    inside = ["sh", "-c", f'cd {folder} && "$@"; echo "exit code $?"', "run", *words]
    given = [f"{name}={value}" for name, value in {"PATH": _PATH, **variables}.items()]
    argv = ["unshare", "--mount", "bash", "-ec", script, "run", *given, *inside]
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout
