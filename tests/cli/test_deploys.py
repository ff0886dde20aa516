"""An application deploy by the deployer's role: PROD's policy as synthesized, IAM switched on, the workflow's steps.

The account holds only what a deploy touches, under the names PROD's settings give it; the workflow's scripts are run by
bash, jq and the AWS CLI, behind the soak switch. Docker alone is played: its push puts a manifest into the repository.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from ruamel.yaml import YAML

from envs.load import load
from sandbox.server import Sandbox
from tests.conftest import ENVS, PROJECT
from tests.sandbox.account import ACCOUNT_ID, REGION, Account, assumed
from tests.stack import Stack

SETTINGS = load("prod", ENVS)
WORKFLOW = YAML(typ="safe").load(
    (PROJECT / ".github" / "workflows" / "deploy-application.yml").read_text(encoding="utf-8")
)
REGISTRY = f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com"
CLUSTER, SERVICE = SETTINGS.cluster.name, SETTINGS.services["api"].name
FAMILY, REPOSITORY = SETTINGS.services["api"].family, SETTINGS.images["api"].name
OTHERS = "counterpromo-dev-api"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
KIND = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": KIND, "layers": [], "config": {"digest": "sha256:1"}})
PLAYED_DOCKER = f"""#!/bin/sh
echo "$1" >> "$DOCKER_SAID"
case "$1" in
  login) cat > /dev/null ;;
  push) aws ecr put-image --repository-name "$(basename "${{2%%:*}}")" --image-tag "${{2##*:}}" \
          --image-manifest '{MANIFEST}' > /dev/null ;;
esac
"""


@dataclass(frozen=True)
class Place:
    """The account as its owner sees it, and as the deployer does."""

    owner: Account
    deployer: Account
    roles: dict[str, str]

    def running(self) -> dict[str, Any]:
        """The service, with the container of the revision it runs."""
        ecs = self.deployer.client("ecs")
        service = ecs.describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0]
        task = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        return {
            **service,
            "container": task["containerDefinitions"][0],
            "executionRoleArn": task.get("executionRoleArn"),
        }

    def register(self, account: Account, image: str, **more: Any) -> str:
        container = {"name": "api", "image": image, "memory": 128, "essential": True, **more.pop("container", {})}
        roles = {"taskRoleArn": self.roles["roles_task"], "executionRoleArn": self.roles["roles_execution"]} | more
        made = account.client("ecs").register_task_definition(family=FAMILY, containerDefinitions=[container], **roles)
        return str(made["taskDefinition"]["taskDefinitionArn"])


@pytest.fixture(scope="module")
def place(prod: Stack) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        owner = Account(sandbox.endpoint)
        roles = {key: _role(owner, prod, key) for key in ("roles_task", "roles_execution", "deployer_role")}
        arns = _services(owner) | _repositories(owner)
        arns |= {f"aws_iam_role.{key}.arn": arn for key, arn in roles.items()}
        policy = prod.at("aws_iam_role_policy.deployer_policy")
        document = re.sub(r"\$\{([^}]+)\}", lambda found: arns[found[1]], policy["policy"])
        name = SETTINGS.identity.deployer.name
        owner.client("iam").put_role_policy(RoleName=name, PolicyName=policy["name"], PolicyDocument=document)
        key = owner.client("iam").create_user(UserName="owner") and _administrator(owner)
        deployer = assumed(sandbox.endpoint, role_arn=roles["deployer_role"])
        watching = Account(sandbox.endpoint, key=key["AccessKeyId"], secret=key["SecretAccessKey"])
        yield Place(owner=watching, deployer=deployer, roles=roles)


def _role(owner: Account, prod: Stack, key: str) -> str:
    role = prod.at(f"aws_iam_role.{key}")
    made = owner.client("iam").create_role(RoleName=role["name"], AssumeRolePolicyDocument=role["assume_role_policy"])
    return str(made["Role"]["Arn"])


def _administrator(owner: Account) -> dict[str, str]:
    """Somebody who may do anything, to look on and to do what Terraform does meanwhile."""
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam = owner.client("iam")
    iam.put_user_policy(UserName="owner", PolicyName="all", PolicyDocument=json.dumps(everything))
    key: dict[str, str] = iam.create_access_key(UserName="owner")["AccessKey"]
    return key


def _services(owner: Account) -> dict[str, str]:
    ecs, arns = owner.client("ecs"), {}
    for cluster in (CLUSTER, "counterpromo-dev-cluster"):
        ecs.create_cluster(clusterName=cluster)
    for key, service in SETTINGS.services.items():
        container = {"name": key, "image": "first", "memory": 128}
        ecs.register_task_definition(family=service.family, containerDefinitions=[container])
        named = {"serviceName": service.name, "taskDefinition": service.family, "desiredCount": service.desired_count}
        made = ecs.create_service(cluster=CLUSTER, **named)["service"]
        arns[f"aws_ecs_service.services_{key}_service.id"] = made["serviceArn"]
        ecs.create_service(cluster="counterpromo-dev-cluster", **named)
    return arns


def _repositories(owner: Account) -> dict[str, str]:
    ecr = owner.client("ecr")
    ecr.create_repository(repositoryName=OTHERS)
    return {
        f"aws_ecr_repository.images_{key}_repository.arn": ecr.create_repository(
            repositoryName=image.name, imageTagMutability="IMMUTABLE"
        )["repository"]["repositoryArn"]
        for key, image in SETTINGS.images.items()
    }


def test_deployer_role_pushes_registers_and_updates(place: Place) -> None:
    ecr, ecs = place.deployer.client("ecr"), place.deployer.client("ecs")
    assert ecr.get_authorization_token()["authorizationData"]
    ecr.put_image(repositoryName=REPOSITORY, imageManifest=MANIFEST, imageTag="one")
    revision = place.register(place.deployer, f"{REGISTRY}/{REPOSITORY}:one")
    before = place.running()
    ecs.update_service(cluster=CLUSTER, service=SERVICE, taskDefinition=revision)
    after = place.running()
    assert after["taskDefinition"] == revision != before["taskDefinition"]
    assert after["desiredCount"] == before["desiredCount"] == 2


Call = Callable[[Place], Any]
NOT_ALLOWED: dict[str, Call] = {
    "push to another environment's repository": lambda place: place.deployer.client("ecr").put_image(
        repositoryName=OTHERS, imageManifest=MANIFEST, imageTag="one"
    ),
    "delete an image": lambda place: place.deployer.client("ecr").batch_delete_image(
        repositoryName=REPOSITORY, imageIds=[{"imageTag": "one"}]
    ),
    "delete a repository": lambda place: place.deployer.client("ecr").delete_repository(repositoryName=REPOSITORY),
    "update another environment's service": lambda place: place.deployer.client("ecs").update_service(
        cluster="counterpromo-dev-cluster", service=SERVICE, desiredCount=0
    ),
    "delete a service": lambda place: place.deployer.client("ecs").delete_service(
        cluster=CLUSTER, service=SERVICE, force=True
    ),
    "make a service": lambda place: place.deployer.client("ecs").create_service(
        cluster=CLUSTER, serviceName="mine", taskDefinition=FAMILY
    ),
    "deregister a revision": lambda place: place.deployer.client("ecs").deregister_task_definition(
        taskDefinition=f"{FAMILY}:1"
    ),
    "run a task of its own": lambda place: place.deployer.client("ecs").run_task(
        cluster=CLUSTER, taskDefinition=FAMILY
    ),
    "pass its own role on": lambda place: place.register(
        place.deployer, "one", taskRoleArn=place.roles["deployer_role"]
    ),
    "read an object": lambda place: place.deployer.client("s3").get_object(Bucket="any", Key="any"),
    "read a secret": lambda place: place.deployer.client("secretsmanager").get_secret_value(SecretId="any"),
    "read a parameter": lambda place: place.deployer.client("ssm").get_parameter(Name="/any"),
    "give itself more": lambda place: place.deployer.client("iam").put_role_policy(
        RoleName=SETTINGS.identity.deployer.name, PolicyName="more", PolicyDocument="{}"
    ),
}


@pytest.mark.parametrize("what", NOT_ALLOWED)
def test_deployer_role_is_denied_everything_else(place: Place, what: str) -> None:
    with pytest.raises(ClientError) as denied:
        NOT_ALLOWED[what](place)
    assert re.search(r"AccessDenied.* is not authorized to perform", str(denied.value)), denied.value


def test_image_role_pushes_the_image_of_the_schema_and_nothing_else(place: Place, account: Stack) -> None:
    """The role of the workflow `schema image`, with the policies that the account's stack gives it."""
    iam, role = place.owner.client("iam"), account.at("aws_iam_role.pipelines_prod_image_role")
    made = iam.create_role(RoleName=role["name"], AssumeRolePolicyDocument=role["assume_role_policy"])["Role"]
    policy = account.at("aws_iam_policy.pipelines_prod_image_policy_1")
    iam.put_role_policy(RoleName=role["name"], PolicyName=policy["name"], PolicyDocument=policy["policy"])
    image = assumed(place.owner.endpoint, role_arn=made["Arn"])
    ecr, repository = image.client("ecr"), SETTINGS.images["schema"].name
    assert ecr.get_authorization_token()["authorizationData"]
    ecr.put_image(repositoryName=repository, imageManifest=MANIFEST, imageTag=COMMIT)
    asked = ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": COMMIT}])
    assert asked["images"][0]["imageId"]["imageDigest"].startswith("sha256:")
    denied: list[Callable[[], Any]] = [
        lambda: ecr.put_image(repositoryName=REPOSITORY, imageManifest=MANIFEST, imageTag=COMMIT),
        lambda: ecr.batch_delete_image(repositoryName=repository, imageIds=[{"imageTag": COMMIT}]),
        lambda: image.client("ecs").run_task(cluster=CLUSTER, taskDefinition=FAMILY),
        lambda: image.client("secretsmanager").get_secret_value(SecretId="any"),
        lambda: image.client("s3").get_object(Bucket="any", Key="any"),
    ]
    for call in denied:
        with pytest.raises(ClientError, match=r"AccessDenied.* is not authorized to perform"):
            call()


@dataclass(frozen=True)
class Run:
    """The results of a run of the workflow's steps."""

    ended: "subprocess.CompletedProcess[str]"
    outputs: dict[str, str]
    docker: list[str]


@pytest.fixture
def deploy(place: Place, tmp_path: Path) -> Callable[..., Run]:
    def run(**changed: str) -> Run:
        docker, said, outputs = tmp_path / "docker", tmp_path / "said", dict[str, str]()
        docker.write_text(PLAYED_DOCKER)
        docker.chmod(0o755)
        said.write_text("")
        environ = _environ(place, tmp_path) | {"DOCKER_SAID": str(said)} | changed
        for step in (step for step in WORKFLOW["jobs"]["deploy"]["steps"] if "run" in step):
            given = {name: _filled(str(text), outputs) for name, text in step.get("env", {}).items()}
            output = tmp_path / "output"
            output.write_text("")
            ended = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=tmp_path,
                env=environ | given | {"GITHUB_OUTPUT": str(output)},
                capture_output=True,
                text=True,
                check=False,
            )
            pairs = [line.split("=", 1) for line in output.read_text().splitlines()]
            outputs |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in pairs}
            if ended.returncode:
                break
        return Run(ended=ended, outputs=outputs, docker=said.read_text().split())

    return run


def _environ(place: Place, folder: Path) -> dict[str, str]:
    """The job's `env`, and the credentials that the step before leaves for these."""
    credentials = place.deployer._session.get_credentials()
    assert credentials
    assert credentials.token
    inputs = {"CLUSTER": CLUSTER, "SERVICE": SERVICE, "CONTAINER": "", "COMMIT": COMMIT, "CONTEXT": "."}
    assert set(WORKFLOW["jobs"]["deploy"]["env"]) == {*inputs, "REPOSITORY"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        **inputs,
        "REPOSITORY": f"{REGISTRY}/{REPOSITORY}",
        "PATH": f"{folder}:{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": place.deployer.endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.token,
        "NO_PROXY": "127.0.0.1",
    }


def _filled(text: str, outputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: outputs[found[1]], text)


@pytest.mark.soak
def test_workflow_deploys_with_the_deployer_role_and_keeps_terraforms_changes(
    place: Place, deploy: Callable[..., Run]
) -> None:
    """Twice, a revision of Terraform's in between: one push, two revisions, the count as it was."""
    first = deploy()
    assert first.ended.returncode == 0, first.ended.stderr
    assert first.docker == ["login", "build", "push"]
    running = place.running()
    assert running["taskDefinition"] == first.outputs["steps.register.outputs.revision"]
    assert re.fullmatch(rf"{REGISTRY}/{REPOSITORY}@sha256:\w+", running["container"]["image"])
    place.register(place.owner, "first", container={"environment": [{"name": "NEW", "value": "1"}]})
    again = deploy()
    assert again.ended.returncode == 0, again.ended.stderr
    assert again.docker == ["login"], "an image that is there is not pushed again"
    after = place.running()
    assert after["container"]["environment"] == [{"name": "NEW", "value": "1"}]
    assert after["container"]["image"] == running["container"]["image"]
    assert (after["desiredCount"], after["executionRoleArn"]) == (2, place.roles["roles_execution"])


@pytest.mark.soak
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"COMMIT": "main"}, "commit must be a full SHA, got main"),
        ({"CONTAINER": "sidecar"}, "0 containers are meant"),
    ],
)
def test_deploy_with_unclear_input_does_nothing(
    place: Place, deploy: Callable[..., Run], changed: dict[str, str], says: str
) -> None:
    before = place.running()["taskDefinition"]
    refused = deploy(**changed)
    assert refused.ended.returncode != 0
    assert says in refused.ended.stdout + refused.ended.stderr
    assert place.running()["taskDefinition"] == before


def test_deploy_workflow_has_no_key_and_minimal_permissions() -> None:
    job = WORKFLOW["jobs"]["deploy"]
    assert WORKFLOW["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    for step in job["steps"]:
        assert "run" in step or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]), step
        assert "${{" not in step.get("run", ""), "what a caller gives is never part of a script"
    assert not re.search(r"secrets\.|access-key", json.dumps(WORKFLOW))
