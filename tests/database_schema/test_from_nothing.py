"""A new environment from nothing, with the schema in it: infrastructure, image, migrations through the task, check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox.handmade.secrets import DATABASE_PASSWORD
from sandbox.postgres.dev import start_dev_server
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.database_schema.test_task import make_master
from tests.sandbox.account import Account

DIGEST = "sha256:" + "0" * 64


@pytest.mark.soak
def test_prod_from_nothing_has_the_schema(tmp_path: Path) -> None:
    """The two roles of the pipelines do all of it, as in promote-prod; the plan role may not apply migrations."""
    with (
        start_dev_server() as server,
        Sandbox.start(
            account_id=ACCOUNT, region=REGION, database_host=server.host, database_authority=server.authority
        ) as sandbox,
    ):
        make_master(server)  # as RDS does when it makes the instance
        place = Workplace.make(sandbox, tmp_path, environments=("prod",))
        place.change_settings(('digest = ""', f'digest = "{DIGEST}"'), file="prod.toml")
        assert place.run("bootstrap", "--yes").returncode == 0
        applied = place.run("apply", "prod", "--yes", timeout=900)
        assert applied.returncode == 0, applied.stdout + applied.stderr
        _put_password(place)
        environs = {role: _environ(sandbox, role) for role in ("plan", "apply")}

        planned = place.run("schema", "plan", "prod", env=environs["plan"])
        assert planned.returncode == 2, planned.stdout + planned.stderr
        denied = place.run("schema", "apply", "prod", "--yes", env=environs["plan"])
        assert denied.returncode == 3, denied.stdout + denied.stderr
        assert "ecs:RunTask" in denied.stderr
        migrated = place.run("schema", "apply", "prod", "--yes", env=environs["apply"])
        assert migrated.returncode == 0, migrated.stdout + migrated.stderr
        checked = place.run("schema", "check", "prod", env=environs["plan"])
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "the schema is that of migration 0001" in checked.stdout
        again = place.run("plan", "prod")
        assert again.returncode == 0, again.stdout + again.stderr


def _put_password(place: Workplace) -> None:
    """Puts the login into the secret that RDS keeps, as RDS does."""
    (instance,) = place.client("rds").describe_db_instances()["DBInstances"]
    place.client("secretsmanager").put_secret_value(
        SecretId=instance["MasterUserSecret"]["SecretArn"],
        SecretString=json.dumps({"username": instance["MasterUsername"], "password": DATABASE_PASSWORD}),
    )


def _environ(sandbox: Sandbox, role: str) -> dict[str, str]:
    """Returns the credentials of a role of the pipelines as variables."""
    sts = Account(sandbox.endpoint).client("sts")
    given = sts.assume_role_with_web_identity(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/counterpromo-prod-{role}",
        RoleSessionName="promote",
        WebIdentityToken="made-up-for-the-sandbox",
    )["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }
