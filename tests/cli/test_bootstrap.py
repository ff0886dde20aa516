"""`bootstrap`: existing resources stay unchanged, and the next run finishes an interrupted one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from envs.load import load_account
from operations.bootstrap import bootstrap, local_state
from sandbox.server import Sandbox
from terraform.state.backend_status import Backend
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.workplace import Workplace

BUCKET = "counterpromo-tfstate-437064342167"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
GITHUB = "https://token.actions.githubusercontent.com"
PROMISED = (PROJECT / "tests" / "addresses" / "account.txt").read_text(encoding="utf-8").splitlines()
# The workplace has DEV alone.
ADDRESSES = [address for address in PROMISED if "_prod_" not in address]


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        yield Workplace.make(sandbox, tmp_path)


@pytest.mark.soak
def test_what_exists_is_adopted_unchanged(workplace: Workplace) -> None:
    """Audiences and tags of the identity provider are captured as settings; the rest is created."""
    path = workplace.envs / "account.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("[pipelines]")[0], encoding="utf-8")
    iam, tags = workplace.client("iam"), [{"Key": "CostCentre", "Value": "4711"}]
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB.removeprefix('https://')}"
    iam.create_open_id_connect_provider(Url=GITHUB, ClientIDList=["somebody-else"], Tags=tags)
    before = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    made = workplace.run("bootstrap", "--yes")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "1 to import, 6 to add, 0 to change, 0 to destroy" in made.stdout
    captured = load_account(workplace.envs).github_oidc
    assert (captured.audiences, captured.tags) == (["somebody-else"], {"CostCentre": "4711"})
    after = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert [after[key] for key in ("ClientIDList", "Tags")] == [before[key] for key in ("ClientIDList", "Tags")]


def test_existing_role_that_may_do_more_is_refused(workplace: Workplace) -> None:
    iam, name = workplace.client("iam"), "counterpromo-dev-plan"
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    iam.attach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
    stronger = workplace.run("bootstrap", "--yes")
    assert stronger.returncode == 3, stronger.stdout + stronger.stderr
    assert "policies that permit more than the code: AdministratorAccess on counterpromo-dev-plan" in stronger.stderr
    assert workplace.client("s3").list_buckets()["Buckets"] == []
    assert set(workplace.files()) == {"account.toml", "dev.toml"}


@pytest.mark.soak
def test_hand_made_state_bucket_is_adopted(workplace: Workplace) -> None:
    """Its missing policy is a gap, and `fill` lets the next run create it."""
    s3, gap = workplace.client("s3"), "aws_s3_bucket_policy.state_tls_only"
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    made = workplace.run("bootstrap", "--yes")
    assert made.returncode == 0, made.stdout + made.stderr
    adopted = json.loads((workplace.envs / "account.imports.json").read_text())["ids"]
    assert adopted["aws_s3_bucket.state_bucket"] == BUCKET
    assert sorted(workplace.terraform("account").addresses()) == [each for each in ADDRESSES if each != gap]
    filled = workplace.run("fill", "account", gap, "--yes")
    assert filled.returncode == 0, filled.stdout + filled.stderr
    again = workplace.run("bootstrap", "--yes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert sorted(workplace.terraform("account").addresses()) == ADDRESSES
    _number_the_repository(workplace)


def _number_the_repository(workplace: Workplace) -> None:
    """GitHub's numbers may come later than the roles: the policies learn them, and trust nobody new."""
    workplace.change_settings(
        ("owner_id = 0 ", "owner_id = 123456 "), ("repository_id = 0 ", "repository_id = 456789 "), file="account.toml"
    )
    again = workplace.run("bootstrap", "--yes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "the trust policy also names a repository that it trusts already by its numeric GitHub ids" in again.stdout
    assert "0 to add, 2 to change, 0 to destroy" in again.stdout
    role = workplace.client("iam").get_role(RoleName="counterpromo-dev-apply")["Role"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"] == [
        "repo:counterpromo/infrastructure:environment:dev",
        "repo:counterpromo@123456/infrastructure@456789:environment:dev",
    ]


@pytest.mark.soak
def test_bootstrap_killed_before_the_state_moved_is_finished_by_a_rerun(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in workplace.environ.items():
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as killed:
        killed.setattr(bootstrap, "move_into_bucket", _kill)
        with pytest.raises(KeyboardInterrupt), bootstrap.prepare(workplace.workspace) as prepared:
            bootstrap.carry_out(prepared)
    local = workplace.workspace.private_dir("account") / "terraform.tfstate"
    assert local.is_file()
    assert local.parent.parent.stat().st_mode & 0o777 == 0o700
    finished = workplace.run("bootstrap", "--yes")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert not local.exists()
    assert len(workplace.terraform("account").addresses()) == len(ADDRESSES)


def test_missing_lock_table_is_not_used_while_it_is_created(tmp_path: Path) -> None:
    local_state.override_backend(
        Backend(bucket=True, state=True, table=False),
        settings=load_account(PROJECT / "envs"),
        document={"terraform": {"backend": {"s3": {"bucket": BUCKET, "dynamodb_table": "locks"}}}},
        stack_dir=tmp_path,
        local_state=tmp_path / "terraform.tfstate",
    )
    laid = json.loads((tmp_path / local_state.OVERRIDE).read_text())
    assert laid["terraform"]["backend"] == {"s3": {"bucket": BUCKET}}


def _kill(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt
