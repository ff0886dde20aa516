"""The roles of the workflows: a plan role reads, an apply role stays in its environment, none extends itself."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.stack import Stack

ROLES = [f"counterpromo-{environment}-{role}" for environment in ("dev", "prod") for role in ("plan", "apply")]
ROLES.append("counterpromo-prod-image")
READS = re.compile(r"[a-z0-9-]+:(Get|List|Describe|Head|BatchGet)\w+$|budgets:ViewBudget$")
IAM, S3 = "arn:aws:iam::437064342167:", "arn:aws:s3:::counterpromo-tfstate-437064342167"


def documents(account: Stack, role: str) -> list[str]:
    """The policies attached to a role, by the names they have."""
    return [each["policy"] for each in account.of_type("aws_iam_policy") if re.fullmatch(rf"{role}-\d+", each["name"])]


def allowed(account: Stack, role: str) -> Iterator[tuple[str, str]]:
    """(action, ARN pattern) pairs of every Allow."""
    for document in documents(account, role):
        for statement in json.loads(document)["Statement"]:
            if statement["Effect"] == "Allow":
                assert {"Action", "Resource"} <= set(statement), statement
                yield from (
                    (action, arn) for action in _many(statement["Action"]) for arn in _many(statement["Resource"])
                )


def _many(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def reaching(account: Stack, role: str, arn: str) -> set[str]:
    """The actions that change something, and that a role may call on an ARN."""
    return {
        action
        for action, pattern in allowed(account, role)
        if not READS.match(action) and fnmatchcase(arn, pattern) and arn.split(":")[2] == action.split(":")[0]
    }


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_plan_role_only_reads_and_saves_plans(account: Stack, environment: str) -> None:
    """Not even a lock: a pull request runs its own code with this role."""
    role = f"counterpromo-{environment}-plan"
    writes = {(action, arn) for action, arn in allowed(account, role) if not READS.match(action)}
    schema = {
        ("ecs:RunTask", "arn:aws:ecs:eu-west-2:437064342167:task-definition/counterpromo-prod-td-schema-read:*"),
        ("iam:PassRole", "arn:aws:iam::437064342167:role/counterpromo-prod-ecs-exec-schema"),
    }
    reads_the_schema = schema if environment == "prod" else set()
    assert writes == {("s3:PutObject", f"{S3}/plans/{environment}/*")} | reads_the_schema
    assert ("s3:GetObject", f"{S3}/{environment}/terraform.tfstate") in set(allowed(account, role))


def test_image_role_pushes_to_one_repository_and_does_nothing_else(account: Stack, prod: Stack) -> None:
    """The actions are those of https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""
    (repository,) = [each["name"] for each in prod.of_type("aws_ecr_repository") if each["name"].endswith("-schema")]
    arn = f"arn:aws:ecr:eu-west-2:437064342167:repository/{repository}"
    verbs = (
        "BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage",
        "BatchGetImage",
    )  # fmt: skip
    pushes = {(f"ecr:{verb}", arn) for verb in verbs}
    assert set(allowed(account, "counterpromo-prod-image")) == {("ecr:GetAuthorizationToken", "*")} | pushes


def test_repository_of_the_schema_admits_the_image_role(prod: Stack) -> None:
    policies = {each.address: json.loads(each["policy"]) for each in prod.of_type("aws_ecr_repository_policy")}
    admitted = {
        address: policy["Statement"][0]["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]
        for address, policy in policies.items()
    }
    deployer, image = f"{IAM}role/counterpromo-prod-github-deployer", f"{IAM}role/counterpromo-prod-image"
    assert admitted.pop("aws_ecr_repository_policy.images_schema_pushers") == [deployer, image]
    assert set(admitted.values()) == {deployer}


@pytest.mark.parametrize("role", ROLES)
def test_workflow_policies_fit_into_iam(account: Stack, role: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    found = documents(account, role)
    attached = [each for each in account.of_type("aws_iam_role_policy_attachment") if role in _role_of(each, account)]
    assert 1 <= len(found) == len(attached) <= 10
    assert all(len(document) <= 6144 for document in found)


def _role_of(attachment: Any, account: Stack) -> str:
    (address,) = (each for each in attachment.refers_to("role") if each.startswith("aws_iam_role."))
    name: str = account.at(address)["name"]
    return name


@pytest.mark.parametrize("role", ROLES)
def test_workflow_role_cannot_extend_workflow_roles(account: Stack, role: str) -> None:
    for other in ROLES:
        assert reaching(account, role, f"{IAM}role/{other}") == set()
        assert reaching(account, role, f"{IAM}policy/{other}-1") == set()
    assert reaching(account, role, f"{IAM}oidc-provider/token.actions.githubusercontent.com") == set()


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_apply_role_is_confined_to_its_environment(account: Stack, environment: str) -> None:
    other = {"dev": "prod", "prod": "dev"}[environment]
    role, own = f"counterpromo-{environment}-apply", f"{S3}/{environment}/terraform.tfstate"
    assert reaching(account, role, own) == {"s3:PutObject"}
    assert reaching(account, role, f"{own}.tflock") == {"s3:PutObject", "s3:DeleteObject"}
    for elsewhere in (
        f"{S3}/{other}/terraform.tfstate",
        f"{S3}/account/terraform.tfstate",
        f"{S3}/plans/{other}/{'0' * 64}.tfplan",
        f"{IAM}role/counterpromo-{other}-ecs-task-app",
        f"arn:aws:sqs:eu-west-2:437064342167:counterpromo-{other}-jobs",
        f"arn:aws:rds:eu-west-2:437064342167:db:counterpromo-{other}-postgres",
        f"arn:aws:s3:::counterpromo-{other}-uploads-437064342167",
        S3,
    ):
        assert reaching(account, role, elsewhere) == set(), elsewhere
