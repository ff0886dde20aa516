"""`python -m tests.docs.happenings EVENT`: lets an event happen before a block of a page is typed.

It changes the account as the page's `<!-- meanwhile: EVENT -->` says.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import boto3

STATES, KEY, LOCKS = "counterpromo-tfstate-437064342167", "dev/terraform.tfstate", "counterpromo-tfstate-lock"


def _client(service: str) -> Any:
    make: Any = boto3.client
    return make(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def _role() -> None:
    trust = {"Version": "2012-10-17", "Statement": []}
    _client("iam").create_role(RoleName="ROLE", AssumeRolePolicyDocument=json.dumps(trust))


def _held_lock() -> None:
    """Leaves a lock as a killed terraform does: in the table and as an object beside the state."""
    path = f"{STATES}/{KEY}"
    lock = {"ID": "93ed2b41-5b7c-4a1b-aaaa-111111111111", "Operation": "OperationTypeApply", "Who": "ana@laptop"}
    lock |= {"Version": "1.11.4", "Created": "2026-01-02T03:04:05Z", "Path": path, "Info": ""}
    text = json.dumps(lock)
    _client("dynamodb").put_item(TableName=LOCKS, Item={"LockID": {"S": path}, "Info": {"S": text}})
    _client("s3").put_object(Bucket=STATES, Key=f"{KEY}.tflock", Body=text.encode())


def _deleted_state() -> None:
    _client("s3").delete_object(Bucket=STATES, Key=KEY)


KNOWN: Mapping[str, Callable[[], None]] = {
    "a role is there": _role,
    "a run died and holds the lock": _held_lock,
    "the state is deleted": _deleted_state,
}

if __name__ == "__main__":
    KNOWN[sys.argv[1]]()
