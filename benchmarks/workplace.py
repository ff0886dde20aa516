"""An emulated account with DEV made by hand, a state bucket and a copy of the settings, to adopt DEV in."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from envs.load import load
from sandbox.handmade import make_dev
from sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parent.parent
TERRAFORM = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """Folders and environment variables of commands that run against one emulated account."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def stack(self) -> Path:
        return self.folder / "out" / "stacks" / "dev"

    def counterpromo(self, *arguments: str) -> float:
        """Runs one command of ours in a process of its own; returns its seconds."""
        return run([sys.executable, "-m", "cli.app", *arguments], cwd=ROOT, environ=self.environ)

    def terraform(self, *arguments: str, expected: int = 0) -> float:
        """Runs terraform in DEV's stack folder; returns its seconds."""
        return run(["terraform", *arguments], cwd=self.stack, environ=self.environ, expected=expected)


def run(command: Sequence[str], *, cwd: Path, environ: Mapping[str, str], expected: int = 0) -> float:
    """Returns seconds; ends the benchmark where the command ends with another exit code than the `expected` one."""
    began = time.perf_counter()
    ended = subprocess.run(command, cwd=cwd, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if ended.returncode != expected:
        raise SystemExit(f"`{' '.join(command)}` in {cwd} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return seconds


@contextmanager
def bootstrapped() -> Iterator[Workplace]:
    """Starts an account, makes DEV by hand and the state bucket with `bootstrap`; all of it ends with the context."""
    aws = load("dev", ROOT / "envs").aws
    with (
        tempfile.TemporaryDirectory() as name,
        Sandbox.start(account_id=aws.account_id, region=aws.region) as sandbox,
    ):
        folder = Path(name)
        make_dev(sandbox.environment())
        (folder / "envs").mkdir()
        for settings in (ROOT / "envs").glob("*.toml"):
            copy(settings, folder / "envs")
        own = {"COUNTERPROMO_ENVS": str(folder / "envs"), "CDKTF_OUTDIR": str(folder / "out")}
        place = Workplace(folder=folder, environ={**sandbox.isolated_environment(), **own, **TERRAFORM})
        place.counterpromo("bootstrap", "--yes")
        yield place
