"""Environments of any shape: reproducible, accepted by AWS, and complete over eight seeds."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from sandbox.answer_sheet import AnswerSheet, MadeResource, MadeStray
from sandbox.handmade.traffic_rules import RDS, WORKER
from sandbox.seeded import make_any
from sandbox.seeded.choices import CHOICES, HAND, choose
from sandbox.seeded.fill_forms import fill_in
from sandbox.server import Sandbox
from tests.sandbox.account import ACCOUNT_ID, REGION, Account
from tests.sandbox.answer_sheet_ids import is_there

PROJECT = Path(__file__).resolve().parent.parent.parent
SEEDS = range(3 * HAND)
MADE = (3, 5)  # between them: both ways without a worker's part, open groups, managed policies, every twin but one
FARGATE_MEMORY_MIB = {"256": range(512, 2049), "512": range(1024, 4097), "1024": range(2048, 8193)}
each_seed = pytest.mark.parametrize("seed", SEEDS)


@pytest.mark.parametrize("deal", range(3))
def test_eight_consecutive_seeds_show_every_option(deal: int) -> None:
    shown = [choose(seed) for seed in range(deal * HAND, (deal + 1) * HAND)]
    for name, options in CHOICES.items():
        assert {choices[name] for choices in shown} == set(options), name


def test_a_seed_in_another_process_gives_the_same_shape() -> None:
    script = "import json; from sandbox.seeded.choices import choose; print(json.dumps([choose(n) for n in range(20)]))"
    environ = {**os.environ, "PYTHONHASHSEED": "1"}
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=environ, capture_output=True, check=True)
    assert json.loads(ran.stdout) == [choose(seed) for seed in range(20)]


def test_two_seeds_give_different_shapes() -> None:
    assert len({json.dumps(dict(choose(seed))) for seed in SEEDS}) == len(SEEDS)


@each_seed
def test_subnets_of_any_seed_lie_in_the_vpc_and_in_two_zones(seed: int) -> None:
    network = fill_in(choose(seed)).network
    subnets = [IPv4Network(subnet.cidr) for subnet in network.subnets]
    assert all(subnet.subnet_of(IPv4Network(network.cidr)) and 16 <= subnet.prefixlen <= 28 for subnet in subnets)
    assert not any(one.overlaps(other) for one in subnets for other in subnets if one is not other)
    for tier in ("public", "private"):
        assert len({subnet.zone for subnet in network.subnets if subnet.tier == tier}) >= 2


@each_seed
def test_route_tables_of_any_seed_lead_only_public_subnets_to_the_internet(seed: int) -> None:
    network = fill_in(choose(seed)).network
    leading = {table.key for table in network.tables if table.internet}
    leading |= {"main"} if network.internet_on_main else set()
    for subnet in network.subnets:
        assert (subnet.table in leading) == (subnet.tier == "public")


@each_seed
def test_names_of_any_seed_are_accepted_by_aws(seed: int) -> None:
    form = fill_in(choose(seed))
    names = [group.name for group in form.groups.groups.values()]
    assert not [name for name in names if name.startswith("sg-")]
    assert len(set(names)) == len(names)
    assert len(form.load_balancer.name) <= 32
    assert len({rule["ID"] for rule in form.buckets["uploads"].lifecycle}) == len(form.buckets["uploads"].lifecycle)


@each_seed
def test_services_of_any_seed_are_accepted_by_fargate(seed: int) -> None:
    for service in fill_in(choose(seed)).services:
        assert int(service.task.memory) in FARGATE_MEMORY_MIB[service.task.cpu]
        assert service.running is None or service.running not in service.task.deregistered
        assert not (service.zone_rebalancing and service.healthy_percent[1] <= 100)


@pytest.fixture(scope="module", params=MADE)
def made(request: pytest.FixtureRequest) -> Iterator[tuple[AnswerSheet, Account]]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        yield make_any(sandbox.environment(), seed=request.param, noise=20), Account(sandbox.endpoint)


def test_a_noted_resource_exists(made: tuple[AnswerSheet, Account]) -> None:
    sheet, aws = made
    noted: list[MadeResource | MadeStray] = [*sheet.documented, *sheet.either, *sheet.strays]
    assert [one for one in noted if not is_there(aws, one.type, one.id)] == []
    assert len({(one.type, one.id) for one in noted}) == len(noted)


def test_a_role_is_either_made_or_left_out(made: tuple[AnswerSheet, Account]) -> None:
    sheet, _ = made
    roles = [(one.type, one.role) for one in (*sheet.documented, *sheet.either)]
    gaps = [(one.type, one.about) for one in sheet.gaps]
    assert [role for role, count in Counter([*roles, *gaps]).items() if count > 1] == []


def test_a_resource_that_was_left_out_is_a_gap(made: tuple[AnswerSheet, Account]) -> None:
    sheet, aws = made
    about = {gap.about for gap in sheet.gaps}
    expected = {
        3: {WORKER, "worker service", "worker task definition", f"{RDS}: 5432 from {WORKER}", "dynamodb endpoint"},
        5: {"parameter /counterpromo/dev/s3/assets_bucket"},
    }
    assert expected[sheet.seed] | {"versioning of exports"} <= about
    exports = f"counterpromo-dev-exports-{ACCOUNT_ID}"
    assert "Status" not in aws.client("s3").get_bucket_versioning(Bucket=exports)


def test_noise_consists_of_many_kinds(made: tuple[AnswerSheet, Account]) -> None:
    _, aws = made
    assert len(aws.client("sqs").list_queues(QueueNamePrefix="acme-")["QueueUrls"]) == 2
    assert len([role for role in aws.client("iam").list_roles()["Roles"] if role["RoleName"].startswith("acme-")]) == 2
