"""The live account of a DEV made by hand has the findings of its settings, and those of what a person breaks in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from audit.inventory.items import Standing
from audit.report import Report, Source
from audit.safety.controls.account import HIDDEN
from audit.safety.judge import State
from aws.reader import Aws
from cost.estimate import estimate
from cost.prices import price_list
from envs.load import load
from imports.declared import of_stack
from imports.matching.name_filter import near
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.live import baseline
from modules.environment_facts.live.of_environment import of_environment
from modules.environment_facts.live.read import read_account
from modules.environment_facts.model import environment
from modules.environment_facts.uses.all_uses import uses
from modules.stages import discover, match
from operations import inventory
from operations.audit import safety_of
from operations.workspace import Workspace
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform.stack import Stack as Declared
from tests.conftest import ENVS
from tests.stack import Stack

SETTINGS = load("dev", ENVS)
ACCOUNT, REGION = SETTINGS.aws.account_id, SETTINGS.aws.region


@pytest.fixture(scope="module")
def by_hand() -> Iterator[boto3.Session]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in sandbox.environment().items():
            patch.setenv(name, value)
        make_dev(sandbox.environment())
        yield boto3.Session(region_name=REGION)


def live_report(session: Any) -> Report:
    with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
        things = read_account(aws, SETTINGS)
    return Report.of(environment(things, SETTINGS), source=Source.LIVE)


def test_the_account_costs_what_the_settings_say_and_every_resource_has_its_id(
    by_hand: boto3.Session, dev: Stack, tmp_path: Path
) -> None:
    code = Declared(document=dev.document)
    of_code = from_stack(code, SETTINGS.aws)
    with Aws(region=REGION, account_id=ACCOUNT, session=by_hand) as aws:
        things, found = read_account(aws, SETTINGS), discover(aws, SETTINGS).found
    outcome = match(of_stack(code), found, near=near(SETTINGS), choose=SETTINGS.import_.choose)
    matched: tuple[Any, ...] = outcome.matched
    ours = {(one.type, one.id) for one in (*matched, *outcome.strays)}
    billed = of_environment(things, found, ours=ours)
    prices = price_list()
    costs = [estimate(uses(one), prices, region=REGION) for one in (of_code, billed)]
    assert costs[0] == costs[1]
    listed = inventory.Declared.read(
        of_code, environment="dev", workspace=Workspace(root=tmp_path, envs=tmp_path, out=tmp_path)
    )
    shown = inventory.of_account(listed, outcome)
    assert all(item.id for section in shown.sections for item in section.items)
    assert {item.standing for item in shown.undocumented} == {Standing.STRAY}


def test_the_account_is_judged_by_the_baseline_as_its_settings_are(by_hand: boto3.Session, dev: Stack) -> None:
    """Beside the repositories, which the settings do not describe, and the account, which only AWS shows."""
    with Aws(region=REGION, account_id=ACCOUNT, session=by_hand) as aws:
        live = safety_of(baseline.read(aws, SETTINGS, read_account(aws, SETTINGS)), SETTINGS, hidden=frozenset())
    things = from_stack(Declared(document=dev.document), SETTINGS.aws)
    declared = safety_of(things, SETTINGS, hidden=HIDDEN)
    expected = {(one.control.id, one.name) for one in declared.of(State.INHERITED)}
    found = {(one.control.id, one.name) for one in live.of(State.INHERITED)}
    assert expected <= found, expected - found
    more = {control for control, _ in found - expected}
    assert more == {"CloudTrail.1", "GuardDuty.1", "ECR.1", "ECR.2", "ECR.3", "ECR.5"}
    assert not live.of(State.UNDECIDED)


def test_the_account_has_the_findings_of_the_settings_and_more_once_it_is_broken(
    by_hand: boto3.Session, dev: Stack
) -> None:
    """Only what a person breaks, and images that nobody pushed, differ. No secret is read: the reader refuses it."""
    declared = environment(from_stack(Declared(document=dev.document), SETTINGS.aws), SETTINGS)
    expected = {(one.service, one.cannot) for one in Report.of(declared, source=Source.SETTINGS).findings}
    found = live_report(by_hand)
    assert expected <= {(one.service, one.cannot) for one in found.findings}
    ec2 = by_hand.client("ec2", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    named = [{"Name": "group-name", "Values": ["counterpromo-dev-vpce-sg"]}]
    (group,) = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
    broken = {one.message for one in live_report(by_hand).findings} - {one.message for one in found.findings}
    assert any(message.startswith("web cannot write logs") for message in broken), broken
