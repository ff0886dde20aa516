"""A workplace whose commands run as an IAM user who may do what the printed policies say, command by command."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from envs.load import load, load_account
from operations.synth import synthesize
from permissions import policy
from sandbox.server import Sandbox
from terraform.stack import Stack
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Ended, Workplace

USER = "tool"
# Command -> the policies it needs: (policy, environment).
NEEDED: Mapping[str, Collection[tuple[Any, str]]] = {
    "apply": {("apply", "dev")},
    "audit": {("audit", "dev")},
    "bootstrap": {("discover", "account"), ("apply", "account")},
    "doctor": {("discover", "account"), ("discover", "dev")},
    "import": {("discover", "dev")},
    "import --apply": {("discover", "dev"), ("apply", "dev")},
    "plan": {("plan", "dev")},
    "strays": {("discover", "dev")},
}


@dataclass(frozen=True, kw_only=True)
class Limited(Workplace):
    """`keys` are the user's; `types` are those of the stacks, by environment."""

    keys: Mapping[str, str]
    types: Mapping[str, Collection[str]] = field(default_factory=dict)

    @classmethod
    def make(cls, sandbox: Sandbox, folder: Path, *, environments: Sequence[str] = ("dev",)) -> "Limited":
        place = Workplace.make(sandbox, folder, environments=environments)
        synthesize(place.workspace)
        iam = place.client("iam")
        iam.create_user(UserName=USER)
        given = iam.create_access_key(UserName=USER)["AccessKey"]
        return cls(
            sandbox=sandbox,
            folder=folder,
            keys={"AWS_ACCESS_KEY_ID": given["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"]},
            types={name: Stack.read(place.workspace.stack_dir(name)).types() for name in ("account", *environments)},
        )

    @property
    def environ(self) -> dict[str, str]:
        return super().environ | dict(self.keys)

    def run(self, *arguments: str, env: Mapping[str, str] | None = None, timeout: float = 300) -> Ended:
        """With no more than what this command needs."""
        command = "import --apply" if {"import", "--apply"} <= set(arguments) else arguments[0]
        self.allow(*(self.document(*each) for each in NEEDED[command]))
        return super().run(*arguments, env=env, timeout=timeout)

    def run_without(self, action: str, *arguments: str) -> Ended:
        """With everything this command needs but one action."""
        documents = [self.document(*each) for each in NEEDED[arguments[0]]]
        self.allow(*(without(document, action) for document in documents))
        return super().run(*arguments)

    def run_as(self, role: str, *arguments: str, timeout: float = 300) -> Ended:
        """As a role of the workflows, assumed as they do."""
        arn, token = f"arn:aws:iam::{ACCOUNT}:role/{role}", "made-up-for-the-sandbox"
        sts = self.client("sts")
        taken = sts.assume_role_with_web_identity(RoleArn=arn, RoleSessionName="job", WebIdentityToken=token)
        given = taken["Credentials"]
        keys = {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
            "AWS_SESSION_TOKEN": given["SessionToken"],
        }
        return Workplace.run(self, *arguments, env=keys, timeout=timeout)

    def document(self, command: Any, environment: str) -> dict[str, Any]:
        settings = load_account(self.envs) if environment == "account" else load(environment, self.envs)
        return policy(command, types=self.types[environment], settings=settings)

    def allow(self, *documents: Mapping[str, Any]) -> None:
        """These policies, and no other."""
        iam = self.client("iam")
        for name in iam.list_user_policies(UserName=USER)["PolicyNames"]:
            iam.delete_user_policy(UserName=USER, PolicyName=name)
        for number, document in enumerate(documents):
            iam.put_user_policy(UserName=USER, PolicyName=f"part-{number}", PolicyDocument=json.dumps(document))

    def unlock(self, environment: str) -> None:
        """An identity that may not delete the lock leaves it behind."""
        state = load(environment, self.envs).state
        self.client("s3").delete_object(Bucket=state.bucket, Key=f"{state.key}.tflock")
        key = {"LockID": {"S": f"{state.bucket}/{state.key}"}}
        self.client("dynamodb").delete_item(TableName=state.lock_table, Key=key)

    def root(self) -> boto3.Session:
        return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)

    def session(self) -> boto3.Session:
        return boto3.Session(
            aws_access_key_id=self.keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.keys["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )


def actions_of(document: Mapping[str, Any]) -> set[str]:
    """The actions that the policy allows."""
    allowing = [one["Action"] for one in document["Statement"] if one["Effect"] == "Allow"]
    return {each for some in allowing for each in ([some] if isinstance(some, str) else some)}


def without(document: Mapping[str, Any], action: str) -> dict[str, Any]:
    """The policy, minus one action wherever it stands."""
    statements = []
    for statement in document["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if left := [each for each in actions if each != action]:
            statements.append({**statement, "Action": left})
    return {**document, "Statement": statements}
