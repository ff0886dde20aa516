"""Something of DEV was deleted: the rest is adopted 0/0/0, the gap has a name, and what is printed creates it once.

One or more of each type, several in each account. `tests/imports/matching/test_dropped.py` leaves out every address,
`tests/coverage/withheld/test_withheld.py` brings every one to rest, both without terraform.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from aws.reader import Aws
from envs.load import load
from imports import declared
from imports.matching.name_filter import near
from modules.stages import discover, match
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.adoption.account import ACCOUNT, REGION, Account
from tests.adoption.deletions import DELETIONS, NOT_DELETED
from tests.cli.workplace import Workplace
from tests.conftest import ENVS

# What is deleted together, in this order: AWS refuses to delete what something else still needs.
TOGETHER = {
    "names": (
        "aws_lb_listener.balancer_https aws_acm_certificate.dns_certificate aws_cloudwatch_log_group.cluster_logs"
        " aws_sqs_queue.queues_jobs_dead_letters aws_secretsmanager_secret.secrets_stripe_secret_key"
        " aws_route53_record.dns_validation"
    ),
    "database": (
        "aws_db_instance.database_postgres aws_db_subnet_group.database_subnets aws_iam_role.roles_execution"
        " aws_vpc_endpoint.gateway_endpoints_s3 aws_s3_bucket_lifecycle_configuration.buckets_exports_lifecycle"
        " aws_s3_bucket_public_access_block.buckets_assets_public_access"
        " aws_route_table_association.network_public_a_routes"
    ),
    "cluster": (
        "aws_ecs_cluster.cluster_ecs aws_ecs_task_definition.tasks_worker_definition aws_iam_role.deployer_role"
        " aws_s3_bucket.buckets_uploads_bucket aws_vpc_security_group_egress_rule.groups_api_to_endpoints"
    ),
    "balancer": (
        "aws_ecs_service.services_api_service aws_lb.balancer_alb aws_lb_target_group.balancer_api"
        " aws_internet_gateway.network_internet aws_iam_role_policy.roles_task_policy"
        " aws_ssm_parameter.parameters_db_host"
    ),
    "routes": (
        "aws_route_table.network_public aws_lb_listener_rule.balancer_api_paths aws_security_group.groups_worker"
        " aws_secretsmanager_secret.secrets_db aws_sqs_queue.queues_jobs_queue"
        " aws_vpc_endpoint.endpoints_logs"
    ),
    "zone": (
        "aws_route53_zone.dns_zone aws_subnet.network_private_a aws_iam_role.roles_task"
        " aws_iam_role_policy_attachment.roles_execution_managed"
        " aws_vpc_security_group_egress_rule.groups_database_to_anywhere"
        " aws_vpc_security_group_ingress_rule.groups_database_from_api"
    ),
    "way out": "aws_route.network_public_internet aws_security_group.groups_endpoints",
}


@pytest.fixture(scope="module")
def dev() -> Iterator[Sandbox]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        yield sandbox


@pytest.fixture(scope="module")
def ids(dev: Sandbox, stacks: Path) -> dict[str, str]:
    """Returns address -> import id of the whole DEV."""
    settings = load("dev", ENVS)
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in dev.environment().items():
            patch.setenv(name, value)
        with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
            found = discover(aws, settings).found
    return match(declared.read(stacks / "dev" / "cdk.tf.json"), found, near=near(settings)).ids


@pytest.mark.soak
def test_each_type_of_dev_is_deleted_somewhere_or_cannot_be(ids: dict[str, str]) -> None:
    deleted = {address.partition(".")[0] for some in TOGETHER.values() for address in some.split()}
    assert deleted | set(NOT_DELETED) >= {address.partition(".")[0] for address in ids}
    assert deleted <= set(DELETIONS)


@pytest.mark.soak
@pytest.mark.parametrize("some", TOGETHER)
def test_what_is_deleted_is_a_gap_and_is_created_once(
    some: str, dev: Sandbox, ids: dict[str, str], tmp_path: Path
) -> None:
    addresses = TOGETHER[some].split()
    with dev.copy() as copy:
        account = Account(workplace=Workplace.make(copy, tmp_path))
        workplace = account.workplace
        workplace.make_room_for_states()
        for address in addresses:
            service, delete = DELETIONS[address.partition(".")[0]]
            delete(account.client(service), ids[address])
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
        held = workplace.terraform("dev").addresses()
        assert not held & set(addresses)
        before = workplace.files()
        assert account.adopt().returncode == 0
        assert workplace.files() == before, "a second import wrote something"
        gaps = account.gaps()
        assert gaps | _no_longer_declared(account, addresses) >= set(addresses)
        _filled(account, gaps)


def _no_longer_declared(account: Account, addresses: list[str]) -> set[str]:
    """Returns the addresses that the captured settings do not have any more: a subnet that is gone, for example."""
    document = json.loads((account.workplace.workspace.stack_dir("dev") / "cdk.tf.json").read_text(encoding="utf-8"))
    code = {f"{type_}.{name}" for type_, named in document["resource"].items() for name in named}
    return set(addresses) - code - account.gaps()


def _filled(account: Account, gaps: set[str]) -> None:
    """Types what `pins` prints for the gaps; the next plan creates exactly these, and changes nothing."""
    ended = account.workplace.run("fill", "dev", *sorted(gaps), "--yes", timeout=900)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    file = account.workplace.folder / "filled.json"
    planned = account.workplace.run("plan", "dev", "--json", str(file), timeout=900)
    plan = json.loads(file.read_text(encoding="utf-8"))
    verbs = {one["address"]: one["change"]["actions"] for one in plan["resource_changes"]}
    changed = {address: verb for address, verb in verbs.items() if verb not in (["no-op"], ["read"])}
    assert changed == {gap: ["create"] for gap in gaps}, planned.stdout + planned.stderr
