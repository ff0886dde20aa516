"""The schema task: off in DEV, on in PROD; its role may do what the task needs, and the audit proves its paths."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from audit.report import Report, Source
from envs.load import SettingsError, load
from main import synthesize
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.model import environment
from modules.schema_task.container import entry_point
from terraform.stack import Stack as Declared
from tests.conftest import ENVS, write_envs
from tests.reach.sound import Cut, in_policy, without
from tests.stack import Stack
from tests.synth.test_identity import statements

DIGEST = "sha256:" + "0" * 64
LOGIN = "${aws_db_instance.database_postgres.master_user_secret[0].secret_arn}"
POLICY = "aws_iam_role_policy.schema_task_policy"


@pytest.fixture(scope="module")
def envs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with PROD's settings in which the image of the schema task is known."""
    folder = tmp_path_factory.mktemp("envs")
    shutil.copy(ENVS / "account.toml", folder)
    text = (ENVS / "prod.toml").read_text(encoding="utf-8")
    (folder / "prod.toml").write_text(text.replace('digest = ""', f'digest = "{DIGEST}"'), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def stack(envs: Path, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    outdir = tmp_path_factory.mktemp("out")
    synthesize(envs=envs, outdir=outdir)
    return Stack.read(outdir / "stacks" / "prod")


def test_dev_has_none_and_prod_waits_for_the_digest(dev: Stack, prod: Stack) -> None:
    assert not [each.address for each in dev.resources if "schema_task" in each.address]
    assert {each.address for each in prod.resources if "schema_task" in each.address} == {
        "aws_iam_role.schema_task_role",
        "aws_iam_role_policy.schema_task_policy",
    }


@pytest.mark.parametrize("key", ["read", "apply"])
def test_two_definitions_share_an_image_by_digest(stack: Stack, key: str) -> None:
    definition = stack.at(f"aws_ecs_task_definition.schema_task_{key}")
    assert definition["family"] == f"counterpromo-prod-td-schema-{key}"
    assert definition.get("task_role_arn") is None
    assert definition.refers_to("execution_role_arn") == {"aws_iam_role.schema_task_role"}
    (container,) = json.loads(definition["container_definitions"])
    assert container["entryPoint"] == list(entry_point(read_only=key == "read"))
    assert container["image"] == f"${{aws_ecr_repository.images_schema_repository.repository_url}}@{DIGEST}"
    assert container["secrets"] == [{"name": "DB_PASSWORD", "valueFrom": f"{LOGIN}:password::"}]
    variables = {one["name"]: one["value"] for one in container["environment"]}
    assert variables["DB_HOST"] == "${aws_db_instance.database_postgres.address}"
    assert variables["COUNTERPROMO_ENVIRONMENT"] == "prod"


def test_the_role_may_do_what_the_task_needs_and_no_more(stack: Stack) -> None:
    repository = "arn:aws:ecr:eu-west-2:437064342167:repository/counterpromo-prod-schema"
    given = statements(stack, POLICY)
    assert {sid: (one["Action"], one["Resource"]) for sid, one in given.items()} == {
        "LogInToRegistry": ("ecr:GetAuthorizationToken", "*"),
        "PullImage": (["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], repository),
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:eu-west-2:437064342167:log-group:/ecs/counterpromo-prod:log-stream:schema/*",
        ),
        "InjectPassword": ("secretsmanager:GetSecretValue", LOGIN),
    }
    attached = [
        each for each in stack.of_type("aws_iam_role_policy_attachment") if "schema" in json.dumps(each["role"])
    ]
    assert attached == []
    assert repository in statements(stack, "aws_iam_role_policy.deployer_policy")["PushImages"]["Resource"]


def audited(stack: Stack, envs: Path, *cuts: Cut) -> Report:
    """Returns the audit of a copy of the stack with these cuts."""
    settings, document = load("prod", envs), json.loads(json.dumps(stack.document))
    for cut in cuts:
        cut(document)
    return Report.of(
        environment(from_stack(Declared(document=document), settings.aws), settings), source=Source.SETTINGS
    )


def test_the_audit_proves_each_path_of_the_task(stack: Stack, envs: Path) -> None:
    report = audited(stack, envs)
    assert report.findings == ()
    done = {path.does.partition(" ")[0] for path in report.paths if path.service == "schema_task.apply"}
    assert done == {"pull", "write", "read", "reach"}


@pytest.mark.parametrize(
    ("cut", "cannot"),
    [
        (without("aws_vpc_security_group_ingress_rule.groups_database_from_worker"), "reach database"),
        (without("aws_vpc_endpoint.endpoints_secretsmanager"), "read secret"),
        (without("aws_vpc_endpoint.endpoints_logs"), "write logs"),
        (without("aws_vpc_endpoint.gateway_endpoints_s3"), "pull"),
        (without("aws_ecr_repository.images_schema_repository"), "pull"),
        (in_policy(POLICY, lambda listed: listed.pop()), "read secret"),
        (in_policy(POLICY, lambda listed: listed.pop(1)), "pull"),
        (in_policy(POLICY, lambda listed: listed.pop(2)), "write logs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_audit_finds_a_broken_hop(stack: Stack, envs: Path, cut: Cut, cannot: str) -> None:
    found = [one for one in audited(stack, envs, cut).findings if one.service.startswith("schema_task.")]
    assert {one.service for one in found} == {"schema_task.read", "schema_task.apply"}
    assert any(one.cannot.startswith(cannot) for one in found), [one.message for one in found]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("digest", "latest", "must be sha256: and 64 digits, or empty while no image is pushed"),
        ("service", "web", "must be a key of [services] with database = true: api, worker"),
        ("image", "nothing", "must be a key of [images]: schema"),
        ("password", "nothing:password", "must be a key of [secrets]: db, stripe_secret_key, stripe_webhook_secret"),
    ],
)
def test_a_wrong_value_is_a_fault(tmp_path: Path, key: str, value: str, rule: str) -> None:
    def change(settings: Any) -> None:
        settings["images"] = {"schema": {"name": "counterpromo-dev-schema"}}
        settings["schema_task"] = {
            "image": "schema",
            "service": "worker",
            "password": "db:password",
            "read_family": "counterpromo-dev-schema-read",
            "apply_family": "counterpromo-dev-schema-apply",
            "role": "counterpromo-dev-exec-schema",
            "policy": "run-schema",
            key: value,
        }

    with pytest.raises(SettingsError) as caught:
        load("dev", write_envs(tmp_path / "envs", change))
    assert [(fault.key, fault.rule) for fault in caught.value.faults] == [(f"schema_task.{key}", rule)]


def test_a_password_with_a_key_of_its_own_is_decrypted(envs: Path, tmp_path: Path) -> None:
    """The key of the secret is in the policy of the execution role, for Secrets Manager only."""
    shutil.copytree(envs, tmp_path / "envs")
    file = tmp_path / "envs" / "prod.toml"
    text = file.read_text(encoding="utf-8")
    assert 'password = "database:password"' in text
    file.write_text(text.replace('password = "database:password"', 'password = "stripe_secret_key"'), encoding="utf-8")
    synthesize(envs=tmp_path / "envs", outdir=tmp_path / "out")
    statement = statements(Stack.read(tmp_path / "out" / "stacks" / "prod"), POLICY)["DecryptSecrets"]
    assert statement["Action"] == "kms:Decrypt"
    assert statement["Resource"] == "${aws_kms_key.keys_secrets.arn}"
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "secretsmanager.eu-west-2.amazonaws.com"}}
