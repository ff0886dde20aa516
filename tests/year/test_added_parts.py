"""Parts that somebody adds to adopted resources are listed by the resource; those that are known are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from aws.reader import Aws
from imports.files import strays_file
from modules.registry import PARTS
from operations.plan_apply import added_parts
from sandbox.ageing import EVENTS
from sandbox.ageing.event import Account as Emulated
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform.plan.plan import Plan
from tests.adoption.account import ACCOUNT, REGION
from tests.guard.plans import Json, keep, plan

pytestmark = pytest.mark.soak
TASK_ROLE = "counterpromo-dev-ecs-task-app"
EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'


@pytest.fixture(scope="module")
def emulated() -> Iterator[Emulated]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        yield Emulated(environment=sandbox.isolated_environment())


def adopted(emulated: Emulated) -> list[Json]:
    """Returns the resources of the state that have parts, as a plan without changes shows them."""
    elb, groups = emulated.client("elbv2"), emulated.client("ec2").describe_security_groups()["SecurityGroups"]
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [each["ListenerArn"] for each in listeners if each["Port"] == 443]
    (group,) = [each["GroupId"] for each in groups if each["GroupName"] == "counterpromo-dev-alb-sg"]
    zones = emulated.client("route53").list_hosted_zones()["HostedZones"]
    (zone,) = [each["Id"].rpartition("/")[2] for each in zones if each["Name"] == "counterpromo.com."]
    roles = [each["RoleName"] for each in emulated.client("iam").list_roles()["Roles"]]
    assert TASK_ROLE in roles, roles
    return [
        keep("aws_lb_listener.https", {"id": https, "arn": https}),
        keep("aws_iam_role.task", {"id": TASK_ROLE, "name": TASK_ROLE}),
        keep("aws_route53_zone.zone", {"id": zone, "zone_id": zone, "name": "counterpromo.com"}),
        keep("aws_security_group.balancer", {"id": group}),
    ]


def add_by_hand(emulated: Emulated) -> None:
    for event in EVENTS:
        if event.name in ("listener-rule", "group-rule"):
            event.make(emulated)
    emulated.client("iam").put_role_policy(RoleName=TASK_ROLE, PolicyName="by-hand", PolicyDocument=EVERYTHING)


def find(emulated: Emulated, envs: Path, *drifted: Json) -> dict[str, list[str]]:
    """Returns type and name of what was added, by address."""

    def reader() -> Aws:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        return Aws(region=REGION, account_id=ACCOUNT, session=session)

    document = plan(*adopted(emulated), resource_drift=list(drifted))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", emulated.environment["AWS_ENDPOINT_URL"])
        found = added_parts.find(Plan.of(document), reader=reader, environment="dev", envs=envs)
    return {address: [part.rpartition(": ")[0] for part in parts] for address, parts in found.items()}


def test_parts_are_listed_until_they_are_known(emulated: Emulated, tmp_path: Path) -> None:
    names = {address: len(parts) for address, parts in find(emulated, tmp_path).items()}
    assert names["aws_lb_listener.https"] == 2, "without a list, everything that is in no state"
    assert names["aws_route53_zone.zone"] > 2
    _keep(emulated, tmp_path)
    assert find(emulated, tmp_path) == {}
    add_by_hand(emulated)
    found = find(emulated, tmp_path)
    assert found["aws_lb_listener.https"] == ["aws_lb_listener_rule rule 50 /old/*"]
    assert found["aws_iam_role.task"][0].startswith("aws_iam_role_policy")
    assert len(found["aws_security_group.balancer"]) == 1
    assert set(found) == {"aws_lb_listener.https", "aws_iam_role.task", "aws_security_group.balancer"}
    drift = keep("aws_security_group.balancer", {"id": "sg-1"})
    assert "aws_security_group.balancer" not in find(emulated, tmp_path, drift), "the drift shows it"
    _keep(emulated, tmp_path)
    assert find(emulated, tmp_path) == {}


def _keep(emulated: Emulated, envs: Path) -> None:
    """Writes all parts that there are now to the file of strays."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    known: set[tuple[str, str]] = set()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", emulated.environment["AWS_ENDPOINT_URL"])
        with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
            for owner in Plan.of(plan(*adopted(emulated))).managed:
                known.update(part.key for part in PARTS[owner.type](aws, owner.before))
    strays_file.write(known, "dev", envs)
