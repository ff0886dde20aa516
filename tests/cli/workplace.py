"""A workplace of its own for the commands: an emulated account, a copy of the settings, an out folder."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

import boto3

from envs.load import load
from operations.workspace import Workspace
from sandbox.server import Sandbox
from terraform.runner import Terraform
from tests.cli.conftest import PROJECT, REGION

Ended = subprocess.CompletedProcess[str]


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """Runs commands against `sandbox`, in processes of their own, and looks at what they left behind."""

    sandbox: Sandbox
    folder: Path

    @classmethod
    def make(cls, sandbox: Sandbox, folder: Path, *, environments: Sequence[str] = ("dev",)) -> "Workplace":
        """With the account's settings and DEV's: what another environment is, its own tests add."""
        (folder / "envs").mkdir(parents=True)
        for name in ("account", *environments):
            copy(PROJECT / "envs" / f"{name}.toml", folder / "envs")
        return cls(sandbox=sandbox, folder=folder)

    def make_room_for_states(self, environment: str = "dev") -> None:
        """The bucket and the lock table that `bootstrap` makes, for tests of something else: in a second."""
        state = load(environment, self.envs).state
        where = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        self.client("s3").create_bucket(Bucket=state.bucket, **where)
        self.client("dynamodb").create_table(
            TableName=state.lock_table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
        )

    @property
    def envs(self) -> Path:
        return self.folder / "envs"

    @property
    def workspace(self) -> Workspace:
        return Workspace(root=PROJECT, envs=self.envs, out=self.folder / "out")

    @property
    def environ(self) -> dict[str, str]:
        own = {"COUNTERPROMO_ENVS": str(self.envs), "CDKTF_OUTDIR": str(self.folder / "out")}
        return self.sandbox.isolated_environment() | own

    def run(self, *arguments: str, env: Mapping[str, str] | None = None, timeout: float = 300) -> Ended:
        return subprocess.run(
            [sys.executable, "-m", "cli.app", *arguments],
            cwd=PROJECT,
            env=self.environ | dict(env or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def client(self, service: str) -> Any:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        make: Any = session.client
        return make(service, endpoint_url=self.sandbox.endpoint)

    def terraform(self, stack: str) -> Terraform:
        return Terraform(stack_dir=self.workspace.stack_dir(stack), environ=self.environ)

    def change_settings(self, *changes: tuple[str, str], file: str = "dev.toml") -> None:
        """Each change replaces a text that must be there."""
        path = self.envs / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Returns the files of the settings folder, which a checkout would show as changed."""
        return {path.name: path.read_bytes() for path in self.envs.iterdir()}
