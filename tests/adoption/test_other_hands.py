"""Accounts that somebody else made: the environment is adopted 0/0/0, what is beside it stays a stray or unnamed.

What is not ours must not come into the state: a later plan would change it, and `destroy` would delete it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.adoption.account import ACCOUNT, REGION, Account, Case
from tests.adoption.cases.whole import habits, on_instances, other_hands
from tests.adoption.cases.whole.default_vpc import make_dev_in_the_default_vpc
from tests.adoption.cases.whole.generated_names import (
    BY_CLOUDFORMATION,
    BY_TERRAFORM,
    IN_ANOTHER_CASE,
    WITH_OTHER_SEPARATORS,
    make_dev_with,
)
from tests.cli.workplace import Workplace

ENDPOINTS = (
    *(f"aws_vpc_endpoint.endpoints_{service}" for service in ("ecr_api", "ecr_dkr", "logs", "secretsmanager")),
    *("aws_vpc_endpoint.endpoints_sqs", "aws_vpc_endpoint.endpoints_ssm"),
    *("aws_vpc_endpoint.gateway_endpoints_dynamodb", "aws_vpc_endpoint.gateway_endpoints_s3"),
)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Gaps, types of strays beside DEV's own two records, and a word that no import id may hold."""

    gaps: set[str] = field(default_factory=set)
    strays: set[str] = field(default_factory=set)
    foreign: str = ""


CASES: dict[Case, Beside] = {
    other_hands.console_balancer: Beside(
        gaps={
            "aws_vpc_security_group_egress_rule.groups_load_balancer_to_api",
            "aws_vpc_security_group_egress_rule.groups_load_balancer_to_web",
        },
        strays={"aws_lb_listener_rule"},
    ),
    other_hands.public_tasks_and_database: Beside(gaps=set(ENDPOINTS), strays={"aws_vpc_security_group_ingress_rule"}),
    on_instances.tasks_on_instances: Beside(),
    habits.habits_of_other_hands: Beside(
        strays={"aws_eip", "aws_nat_gateway", "aws_lb_target_group", "aws_security_group", "aws_ssm_parameter"}
    ),
    other_hands.more_than_a_page_of_everything: Beside(foreign="acme"),
    other_hands.another_product_in_the_vpc: Beside(
        strays={
            "aws_db_instance",
            "aws_db_subnet_group",
            "aws_lb",
            "aws_lb_target_group",
            "aws_route_table",
            "aws_security_group",
            "aws_subnet",
        },
        foreign="ledger",
    ),
    other_hands.staging_beside_dev: Beside(
        strays={
            "aws_db_instance",
            "aws_ecs_service",
            "aws_lb_listener_rule",
            "aws_lb_target_group",
            "aws_security_group",
            "aws_vpc_security_group_egress_rule",
        },
        foreign="staging",
    ),
}


WHOLE: Mapping[str, Callable[[Sandbox], None]] = {
    "CloudFormation": lambda sandbox: make_dev_with(sandbox, BY_CLOUDFORMATION),
    "Terraform": lambda sandbox: make_dev_with(sandbox, BY_TERRAFORM),
    "another case": lambda sandbox: make_dev_with(sandbox, IN_ANOTHER_CASE),
    "other separators": lambda sandbox: make_dev_with(sandbox, WITH_OTHER_SEPARATORS),
    "the default VPC": make_dev_in_the_default_vpc,
}


@pytest.fixture(scope="module")
def dev() -> Iterator[Sandbox]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        yield sandbox


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_environment_is_adopted_and_nothing_beside_it(case: Case, dev: Sandbox, tmp_path: Path) -> None:
    with dev.copy() as copy:
        account = _account(copy, tmp_path)
        case(account)
        _adopted(account, CASES[case])


@pytest.mark.soak
@pytest.mark.parametrize("make", WHOLE, ids=str)
def test_an_environment_with_other_names_is_adopted_whole(make: str, tmp_path: Path) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        WHOLE[make](sandbox)
        _adopted(_account(sandbox, tmp_path), Beside())


def _account(sandbox: Sandbox, folder: Path) -> Account:
    account = Account(workplace=Workplace.make(sandbox, folder))
    account.workplace.make_room_for_states()
    return account


def _adopted(account: Account, expected: Beside) -> None:
    ended = account.adopt()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
    report = account.report()
    strays = {stray["type"] for stray in report["strays"]}
    assert (account.gaps(), strays - {"aws_route53_record"}) == (expected.gaps, expected.strays)
    taken = [match["id"] for match in report["matched"] if expected.foreign and expected.foreign in match["id"]]
    assert taken == []
    before = account.workplace.files()
    again = account.adopt()
    assert again.returncode == 0, again.stdout + again.stderr
    assert "dev: no changes" in again.stdout, "the next plan is not empty"
    assert account.workplace.files() == before, "a second import wrote something"
