"""Faults of the schema commands through a task in the private network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from database_schema.migrations.files import FOLDER
from errors import CounterPromoError
from sandbox.handmade.console import REFERENCE_ACCOUNT, Console
from tests.database_schema.test_in_network import CLUSTER, TASK, WORKER, allow, console, register, secret_of, typed
from tests.faults.row import Fault
from tests.faults.schema_rows import Schema

__all__ = ["console"]
LOCALHOST = "127.0.0.1"


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Returns a check that a command raises the error of a row."""

    def check(row: Fault, *words: str) -> None:
        with pytest.raises(CounterPromoError) as raised:
            typed(*words)
        row.check_error(raised.value, capsys)

    return check


def test_faults_of_the_task_are_named(
    console: Console, fails: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as other:
        for name in ("versions", "snapshots"):
            shutil.copytree(FOLDER / name, tmp_path / "more" / name)
        (tmp_path / "more" / "versions" / "0002_more.sql").write_text("ALTER TABLE public.promos ADD COLUMN b text;\n")
        other.setenv("COUNTERPROMO_MIGRATIONS", str(tmp_path / "more"))
        fails(Schema.OTHER_IMAGE, "apply", "dev", "--yes")

    gone = f"arn:aws:secretsmanager:eu-west-2:{REFERENCE_ACCOUNT}:secret:gone-AbCdEf"
    register(console, TASK["read_family"], host=LOCALHOST, secret=gone, read_only=True)
    fails(Schema.TASK_WITHOUT_SECRET, "plan", "dev")
    register(console, TASK["read_family"], host=LOCALHOST, secret=secret_of(console), read_only=True)
    allow(console, "logs", "ecr")
    fails(Schema.TASK_NOT_ALLOWED, "plan", "dev")
    allow(console, "logs", "ecr", "secretsmanager")

    ecs = console.client("ecs")
    definition = ecs.describe_task_definition(taskDefinition=TASK["apply_family"])["taskDefinition"]
    (container,) = definition["containerDefinitions"]
    ecs.register_task_definition(
        family=TASK["read_family"],
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        executionRoleArn=definition["executionRoleArn"],
        containerDefinitions=[{**container, "environment": []}],
    )
    fails(Schema.TASK_WITHOUT_RESULT, "plan", "dev")

    ecs.delete_service(cluster=CLUSTER, service=WORKER, force=True)
    fails(Schema.TASK_WITHOUT_SERVICE, "plan", "dev")
    monkeypatch.delenv("COUNTERPROMO_ENVS")
    fails(Schema.NO_WAY, "plan", "dev")
