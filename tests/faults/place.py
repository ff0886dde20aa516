"""A place for faults of state and lock: DEV's real backend in an emulated account, and a stack without a provider.

Terraform is the real one, and so are bucket, lock table and lock file; only the stack is tiny, so that a run takes no
second. `python -m tests.faults.place STACK_DIR` plans and applies it as the commands do, in a process one can kill.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer

from aws import identity
from cli import app as command_line
from cli.terminal import step
from envs.load import load
from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from terraform.runner import Terraform, private_plan_file
from tests.cli.conftest import PROJECT, REGION
from tests.cli.workplace import Workplace

STATE = load("dev", PROJECT / "envs").state


@dataclass(frozen=True, kw_only=True)
class Place:
    """DEV's stack folder with a tiny stack in it, and the account behind the faults."""

    workplace: Workplace
    faults: Faults

    @classmethod
    def make(cls, sandbox: Sandbox, faults: Faults, folder: Path) -> "Place":
        place = cls(workplace=Workplace.make(sandbox, folder), faults=faults)
        place.workplace.make_room_for_states()
        versioned = {"Status": "Enabled"}
        place.client("s3").put_bucket_versioning(Bucket=STATE.bucket, VersioningConfiguration=versioned)
        place.stack_dir.mkdir(parents=True)
        return place

    @property
    def stack_dir(self) -> Path:
        return self.workplace.workspace.stack_dir("dev")

    @property
    def environ(self) -> dict[str, str]:
        return self.workplace.environ | self.faults.environment()

    @property
    def terraform(self) -> Terraform:
        return Terraform(stack_dir=self.stack_dir, environ=self.environ)

    def client(self, service: str) -> Any:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        make: Any = session.client
        return make(service, endpoint_url=self.workplace.sandbox.endpoint)

    def lay(self, greeting: str, *, seconds: float = 0) -> None:
        """The tiny stack: something to remember, which takes this long to make."""
        backend = {
            "bucket": STATE.bucket,
            "key": STATE.key,
            "region": REGION,
            "encrypt": True,
            "dynamodb_table": STATE.lock_table,
            "use_lockfile": True,
        }
        slow = {"provisioner": [{"local-exec": {"command": f"sleep {seconds}"}}]} if seconds else {}
        resource = {"input": greeting, "triggers_replace": [greeting], **slow}
        document = {"terraform": {"backend": {"s3": backend}}, "resource": {"terraform_data": {"greeting": resource}}}
        (self.stack_dir / "cdk.tf.json").write_text(json.dumps(document))
        (self.stack_dir / ".terraform.lock.hcl").unlink(missing_ok=True)  # of DEV's own stack, which has a provider

    def applied(self, greeting: str) -> None:
        """Plan and apply the stack with this greeting."""
        self.lay(greeting)
        self.terraform.init()
        with private_plan_file() as saved:
            self.terraform.plan(saved)
            self.terraform.apply(saved)

    def remembered(self) -> Any:
        """The greeting in the state object, read past the faults and past terraform; None without any."""
        body = self.client("s3").get_object(Bucket=STATE.bucket, Key=STATE.key)["Body"]
        resources = json.loads(body.read())["resources"]
        return resources[0]["instances"][0]["attributes"]["output"]["value"] if resources else None

    def held(self) -> tuple[bool, bool]:
        """Returns True if the table or the bucket holds a lock."""
        key = {"LockID": {"S": f"{STATE.bucket}/{STATE.key}"}}
        item = self.client("dynamodb").get_item(TableName=STATE.lock_table, Key=key).get("Item")
        listed = self.client("s3").list_objects_v2(Bucket=STATE.bucket, Prefix=f"{STATE.key}.tflock")
        return item is not None, bool(listed.get("KeyCount"))

    def started(self, *options: str, environ: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """Planning and applying the stack as it lies there, in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.faults.place", str(self.stack_dir), *options],
            cwd=PROJECT,
            env=self.environ if environ is None else dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@command_line.app.command("apply-tiny", hidden=True)
def apply_tiny(stack_dir: Annotated[Path, typer.Argument()], checked: bool = False) -> int:
    """Plan and apply what lies there; `--checked` asks whose credentials these are first, as every command does."""
    if checked:
        identity.identify(load("dev", PROJECT / "envs").aws)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=step)
    terraform.init()
    with private_plan_file() as saved:
        terraform.plan(saved)
        terraform.apply(saved)
    return 0


if __name__ == "__main__":
    sys.argv.insert(1, "apply-tiny")
    command_line.main()
