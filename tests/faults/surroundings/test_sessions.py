"""A chain of roles reaches the real terraform, and a session that ends in an apply loses nothing.

The quick forms are in `test_identity.py` and `tests/aws/credentials`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.env_vars import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.faults.place import Place
from tests.faults.rows import Identity
from tests.faults.state_rows import State
from tests.faults.surroundings.test_identity import EVERYTHING, STATIC, applied, program, with_profiles

pytestmark = pytest.mark.soak
MINE = {"AWS_PROFILE": "mine"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as faults:
        made = Place.make(sandbox, faults, tmp_path)
        for role in ("dev", "ci"):
            made.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument="{}")
            made.client("iam").put_role_policy(RoleName=role, PolicyName="everything", PolicyDocument=EVERYTHING)
        yield made


def test_a_chain_of_roles_is_used_by_terraform(place: Place, tmp_path: Path) -> None:
    place.lay("by a chain")
    first = f"role_arn = arn:aws:iam::{ACCOUNT}:role/dev\nsource_profile = base"
    second = f"role_arn = arn:aws:iam::{ACCOUNT}:role/ci\nsource_profile = first"
    environ = with_profiles(place, tmp_path, base=STATIC, first=first, mine=second) | MINE
    code, said = applied(place, environ)
    assert code == 0, said
    assert "assumed-role/ci/" in said
    assert place.remembered() == "by a chain"


ENDS_WITH = """
import datetime, json, pathlib, sys
if pathlib.Path({made!r}).exists():
    sys.exit("the session has ended; the old key was {secret}")
until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=5)
print(json.dumps({{"Version": 1, "AccessKeyId": {key!r}, "SecretAccessKey": {secret!r},
    "SessionToken": "of-the-process", "Expiration": until.isoformat()}}))
"""


def test_a_session_that_ends_in_an_apply_loses_nothing(place: Place, tmp_path: Path) -> None:
    """The first apply of a stack: its state cannot be written and is kept; `recover` writes it after `unlock`."""
    made = tmp_path / "made"
    place.lay("made in time", seconds=7)
    stack = json.loads((place.stack_dir / "cdk.tf.json").read_text())
    stack["resource"]["terraform_data"]["greeting"]["provisioner"][0]["local-exec"]["command"] = (
        f"touch {made}; sleep 7"
    )
    (place.stack_dir / "cdk.tf.json").write_text(json.dumps(stack))
    text = ENDS_WITH.format(made=str(made), key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY)
    process = program(tmp_path, "process", text)
    environ = with_profiles(place, tmp_path, mine=f"credential_process = {process}", new=STATIC)
    code, said = applied(place, environ | MINE)
    assert code == 1
    assert SECRET_ACCESS_KEY not in said
    Identity.ENDED.check(said)
    (kept,) = place.workplace.workspace.private_dir("dev").iterdir()
    assert "made in time" in kept.read_text()
    new = {"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY}
    assert "could not write its state" in place.workplace.run("plan", "dev", env=new).stderr
    State.LOCK_HELD.check(place.workplace.run("recover", "dev", "--yes", env=new).stderr)
    place.workplace.run("unlock", "dev", "--yes", "--older-than", "0", env=new)
    recovered = place.workplace.run("recover", "dev", "--yes", env=new)
    assert recovered.returncode == 0, recovered.stderr
    assert (place.remembered(), place.held(), kept.exists()) == ("made in time", (False, False), False)
