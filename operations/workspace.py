"""The folders a command works in: the checkout, the settings of the environments, and what the synth writes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """The folders of the settings (`envs`) and of the synthesized stacks (`out`); all paths are absolute."""

    root: Path
    envs: Path
    out: Path

    @classmethod
    def of(cls, *, envs: Path | None = None, environ: Mapping[str, str] = os.environ) -> Workspace:
        """Returns the project's own folders, unless `envs` (--envs, COUNTERPROMO_ENVS) or CDKTF_OUTDIR name others."""
        out = environ.get("CDKTF_OUTDIR")
        return cls(
            root=PROJECT,
            envs=envs.absolute() if envs else PROJECT / "envs",
            out=Path(out).absolute() if out else PROJECT / "cdktf.out",
        )

    def stack_dir(self, name: str) -> Path:
        """Returns the folder into which the synth writes a stack, and in which terraform runs."""
        return self.out / "stacks" / name

    def private_dir(self, name: str) -> Path:
        """Returns a folder no other user may read; for a state that has no bucket yet."""
        folder = self.out / "private" / name
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o700)
        return folder
