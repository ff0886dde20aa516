"""Each way to credentials through the real terraform and provider: the identity that is checked is the one used.

The stack remembers the ARN that the provider finds, https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/caller_identity,
and the first line of the command shows the one that was checked.
"""

import hashlib
import json
import os
import pty
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from terraform import provider
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.faults.place import STATE, Place
from tests.faults.surroundings.test_identity import EVERYTHING, STATIC, applied, program, with_profiles

pytestmark = pytest.mark.soak
ROLES = ("dev", "ci")
SOON = timedelta(minutes=30)
TOKEN = "a-token-of-this-test-which-nobody-may-read"
CODE = "123456"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as faults:
        made = Place.make(sandbox, faults, tmp_path_factory.mktemp("ways"))
        for role in ROLES:
            made.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument="{}")
            made.client("iam").put_role_policy(RoleName=role, PolicyName="everything", PolicyDocument=EVERYTHING)
        yield made


def lay(place: Place) -> None:
    """A stack that remembers the identity of the provider."""
    place.lay("")
    file = place.stack_dir / "cdk.tf.json"
    stack = json.loads(file.read_text())
    source = {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}
    stack["terraform"]["required_providers"] = source
    stack |= {"provider": {"aws": {"region": REGION}}, "data": {"aws_caller_identity": {"me": {}}}}
    stack["resource"]["terraform_data"]["greeting"]["input"] = "${data.aws_caller_identity.me.arn}"
    file.write_text(json.dumps(stack))
    provider.lay(place.stack_dir)


def checked(said: str) -> str:
    """The ARN in the first line of a command."""
    found = re.search(rf"aws account {ACCOUNT}, as (\S+), in {REGION}", said)
    assert found, said
    return found[1]


def used(place: Place) -> Any:
    """The ARN in the state: the one that the provider found."""
    body = place.client("s3").get_object(Bucket=STATE.bucket, Key=STATE.key)["Body"]
    (made,) = (one for one in json.loads(body.read())["resources"] if one["mode"] == "managed")
    return made["instances"][0]["attributes"]["output"]["value"]


def holds(place: Place, code: int, said: str, *, role: str) -> None:
    """Checks that the role was checked and used, in the same session, and that no secret was shown."""
    assert code == 0, said
    assert f"assumed-role/{role}/" in checked(said)
    assert used(place) == checked(said)
    assert TOKEN not in said


def session_of(place: Place, role: str) -> dict[str, str]:
    """The keys of a session of this role, by the names of AWS's API."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    keys = place.client("sts").assume_role(RoleArn=arn, RoleSessionName="me")["Credentials"]
    return {name: keys[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}


@contextmanager
def served(answer: Callable[[str, Mapping[str, str]], Any]) -> Iterator[str]:
    """A server of credentials on this machine: `answer` gets path and headers, and returns JSON; None is a 401."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answer(self.path, {name.lower(): value for name, value in self.headers.items()})
            body = json.dumps(found or {"message": "Unauthorized"}).encode()
            self.send_response(200 if found else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Logs nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_credentials_of_identity_center_apply(place: Place, tmp_path: Path) -> None:
    """https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html"""
    lay(place)
    until = datetime.now(UTC) + SOON
    keys = session_of(place, "dev")
    answer = {
        "roleCredentials": {
            "accessKeyId": keys["AccessKeyId"],
            "secretAccessKey": keys["SecretAccessKey"],
            "sessionToken": keys["SessionToken"],
            "expiration": int(until.timestamp() * 1000),
        }
    }
    cache = tmp_path / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    signed_in = {"accessToken": TOKEN, "expiresAt": until.strftime("%Y-%m-%dT%H:%M:%SZ"), "region": REGION}
    (cache / f"{hashlib.sha1(b'company').hexdigest()}.json").write_text(json.dumps(signed_in))
    profile = f"sso_session = company\nsso_account_id = {ACCOUNT}\nsso_role_name = Administrator\n"
    profile += f"[sso-session company]\nsso_region = {REGION}\nsso_start_url = https://company.awsapps.com/start"
    with served(lambda path, headers: answer if headers.get("x-amz-sso_bearer_token") == TOKEN else None) as portal:
        environ = with_profiles(place, tmp_path, mine=profile) | {"AWS_PROFILE": "mine"}
        code, said = applied(place, environ | {"AWS_ENDPOINT_URL_SSO": portal})
    holds(place, code, said, role="dev")


def test_credentials_of_a_container_apply(place: Place, tmp_path: Path) -> None:
    """https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html"""
    lay(place)
    keys = session_of(place, "ci")
    until = (datetime.now(UTC) + SOON).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = {name: keys[name] for name in ("AccessKeyId", "SecretAccessKey")}
    answer |= {"Token": keys["SessionToken"], "Expiration": until}
    (tmp_path / "token").write_text(TOKEN)
    with served(lambda path, headers: answer if headers.get("authorization") == TOKEN else None) as agent:
        variables = {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{agent}/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(tmp_path / "token"),
        }
        code, said = applied(place, with_profiles(place, tmp_path) | variables)
    holds(place, code, said, role="ci")


def test_credentials_of_a_web_identity_apply(place: Place, tmp_path: Path) -> None:
    lay(place)
    (tmp_path / "token").write_text(TOKEN)
    web = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"), "AWS_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/ci"}
    code, said = applied(place, with_profiles(place, tmp_path) | web)
    holds(place, code, said, role="ci")


def test_credentials_of_a_chain_of_roles_apply(place: Place, tmp_path: Path) -> None:
    lay(place)
    first = f"role_arn = arn:aws:iam::{ACCOUNT}:role/dev\nsource_profile = base"
    second = f"role_arn = arn:aws:iam::{ACCOUNT}:role/ci\nsource_profile = first"
    environ = with_profiles(place, tmp_path, base=STATIC, first=first, mine=second) | {"AWS_PROFILE": "mine"}
    code, said = applied(place, environ)
    holds(place, code, said, role="ci")


def test_credentials_of_a_process_apply(place: Place, tmp_path: Path) -> None:
    lay(place)
    until = (datetime.now(UTC) + SOON).isoformat()
    printed = {"Version": 1, "Expiration": until, **session_of(place, "dev")}
    process = program(tmp_path, "process", f"print({json.dumps(printed)!r})")
    environ = with_profiles(place, tmp_path, mine=f"credential_process = {process}") | {"AWS_PROFILE": "mine"}
    code, said = applied(place, environ)
    holds(place, code, said, role="dev")


def test_a_role_with_mfa_asks_once_in_a_terminal(place: Place, tmp_path: Path) -> None:
    lay(place)
    role = f"role_arn = arn:aws:iam::{ACCOUNT}:role/dev\nsource_profile = base\n"
    role += f"mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/me"
    environ = with_profiles(place, tmp_path, base=STATIC, mine=role) | {"AWS_PROFILE": "mine"}
    code, said = in_a_terminal(place, environ, typed=CODE)
    assert said.count("MFA code") == 1, said
    assert CODE not in said
    holds(place, code, said, role="dev")


def in_a_terminal(place: Place, environ: Mapping[str, str], *, typed: str) -> tuple[int, str]:
    """Plans and applies in a terminal, and types this line where an MFA code is asked for."""
    words = [sys.executable, "-u", "-m", "tests.faults.place", str(place.stack_dir), "--checked"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(PROJECT)
        os.execve(sys.executable, words, dict(environ) | {"NO_COLOR": "1", "COLUMNS": "300"})
    said = ""
    try:
        while chunk := os.read(terminal, 4096):
            asked = "MFA code" in said
            said += chunk.decode(errors="replace")
            if "MFA code" in said and not asked:
                os.write(terminal, f"{typed}\n".encode())
    except OSError:  # Linux ends so, when the program has closed the terminal
        pass
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
