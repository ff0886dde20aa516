"""The inventory: every resource in a section of the reference, with its standing; strays and gaps are never lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.inventory.items import Item, Standing
from audit.inventory.sections import arrange, section_of
from envs.load import load
from imports.model import Ambiguous, Candidate, Match, Missing, Outcome, Stray
from modules import registry
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.things import Things
from operations import inventory
from operations.inventory import Declared
from operations.workspace import Workspace
from terraform.plan.plan import Plan
from terraform.stack import Stack as Code
from tests.conftest import ENVS
from tests.guard.plans import change, plan
from tests.stack import Stack

SETTINGS = load("dev", ENVS)
VPC, QUEUE, BUCKET = "aws_vpc.network_vpc", "aws_sqs_queue.queues_jobs_queue", "aws_s3_bucket.buckets_uploads_bucket"
# Sections of the reference and one thing that each documents, by its name in DEV.
DOCUMENTED = {
    3: "counterpromo-dev-vpc",
    4: "counterpromo-dev-alb",
    5: "counterpromo-dev-svc-web",
    6: "counterpromo-dev-tg-api",
    7: "counterpromo-dev-postgres",
    8: "counterpromo-dev-uploads-437064342167",
    9: "counterpromo-devlocal-jobs-dlq",
    10: "/counterpromo/dev/db/host",
    11: "counterpromo-dev-sg-ecs-web",
    12: "counterpromo-dev-ecs-exec-default",
    13: "/counterpromo/dev/stripe/price_starter",
}


@pytest.fixture
def things(dev: Stack) -> Things:
    return from_stack(Code(document=dev.document), SETTINGS.aws)


def declared(things: Things, folder: Path) -> Declared:
    return Declared.read(things, environment="dev", workspace=Workspace(root=folder, envs=folder, out=folder))


def test_every_section_of_the_reference_holds_what_it_documents(things: Things, tmp_path: Path) -> None:
    shown = inventory.of_settings(declared(things, tmp_path))
    assert [section.number for section in shown.sections] == list(range(3, 15))
    for section in shown.sections:
        named = {item.name for item in section.items}
        assert DOCUMENTED.get(section.number) in {*named, None}, section.title
    assert not shown.undocumented, "DEV has only what the reference documents"


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_each_declared_resource_is_listed_once(environment: str, dev: Stack, prod: Stack, tmp_path: Path) -> None:
    document = {"dev": dev, "prod": prod}[environment].document
    listed = declared(from_stack(Code(document=document), SETTINGS.aws), tmp_path).stack
    shown = inventory.of_settings(Declared(stack=listed, withheld=()))
    addresses = [item.address for item in shown.items]
    assert sorted(addresses) == sorted(
        f"{type_}.{name}" for type_, named in document["resource"].items() for name in named
    )


def test_pins_and_gaps_of_an_import_are_marked(things: Things, tmp_path: Path) -> None:
    pin = {"address": VPC, "attribute": "tags.Owner", "live": "x", "code": None, "held": "value", "replaces": False}
    (tmp_path / "dev.pins.json").write_text(json.dumps([{**pin, "since": "2026-01-01"}]), encoding="utf-8")
    aside = {"address": "aws_lb.other", "id": "arn:lb", "reason": "it cannot be read", "diagnostics": []}
    gaps = {"withheld": ["aws_sqs_queue.gone", "aws_lb.other"], "set_aside": [aside]}
    (tmp_path / "dev.gaps.json").write_text(json.dumps(gaps), encoding="utf-8")
    by_address = {item.address: item for item in inventory.of_settings(declared(things, tmp_path)).items}
    assert by_address[VPC].standing is Standing.PINNED
    assert "tags.Owner" in by_address[VPC].detail
    assert by_address["aws_sqs_queue.gone"].standing is Standing.GAP
    assert by_address["aws_lb.other"].standing is Standing.SET_ASIDE
    assert by_address["aws_lb.other"].id == "arn:lb"


def test_a_plan_gives_ids_and_says_what_is_not_built_yet(things: Things, tmp_path: Path) -> None:
    url = "https://sqs.eu-west-2.amazonaws.com/437064342167/counterpromo-dev-jobs"
    document = plan(
        change(QUEUE, "no-op", before={"id": url, "url": url}, after={"id": url, "url": url}),
        change(BUCKET, "create", after={"bucket": "b"}),
    )
    by_address = {item.address: item for item in inventory.of_plan(declared(things, tmp_path), Plan.of(document)).items}
    assert (by_address[QUEUE].standing, by_address[QUEUE].id) == (Standing.CODE, url)
    assert (by_address[BUCKET].standing, by_address[BUCKET].id) == (Standing.NEW, "")


def test_an_account_gives_ids_missing_ones_candidates_and_strays(things: Things, tmp_path: Path) -> None:
    outcome = Outcome(
        matched=(Match(address=VPC, type="aws_vpc", id="vpc-1", rule="by name"),),
        missing=(Missing(address=BUCKET, type="aws_s3_bucket", why="no bucket has the name"),),
        ambiguous=(
            Ambiguous(
                address=QUEUE,
                type="aws_sqs_queue",
                candidates=tuple(Candidate(id=id_, name=id_, differs={}) for id_ in ("q1", "q2")),
                why="two queues",
            ),
        ),
        strays=(Stray(type="aws_sqs_queue", id="q3", name="counterpromo-dev-old", why="by its name"),),
    )
    shown = inventory.of_account(declared(things, tmp_path), outcome)
    by_address = {item.address: item for item in shown.items}
    assert (by_address[VPC].standing, by_address[VPC].id) == (Standing.CODE, "vpc-1")
    assert by_address[BUCKET].standing is Standing.NEW
    assert by_address[QUEUE].standing is Standing.UNDECIDED
    assert by_address[QUEUE].detail == "q1, q2"
    assert [item.name for item in shown.undocumented] == ["counterpromo-dev-old"]


ITEMS = st.builds(
    Item,
    type=st.sampled_from([*registry.TYPES, "aws_unheard_of"]),
    name=st.text(max_size=5),
    standing=st.sampled_from(Standing),
    address=st.text(max_size=5),
)


@given(st.lists(ITEMS))
def test_no_item_is_lost_or_listed_twice(items: list[Item]) -> None:
    shown = arrange(items)
    assert sorted(shown.items, key=repr) == sorted(items, key=repr)
    assert sum(shown.counts.values()) == len(items)
    assert all(section_of(item) == 0 for item in shown.undocumented)


def test_sections_are_those_of_the_types_that_a_person_would_look_for() -> None:
    """A rule of a listener is not a route, and a target group is not a load balancer."""
    wanted = {
        "aws_lb_listener_rule": 4,
        "aws_lb_target_group": 6,
        "aws_route": 3,
        "aws_route53_record": 4,
        "aws_route_table_association": 3,
        "aws_vpc_endpoint": 3,
        "aws_vpc_security_group_ingress_rule": 11,
        "aws_security_group": 11,
        "aws_cloudwatch_metric_alarm": 14,
        "aws_wafv2_web_acl": 0,
    }
    found = {type_: section_of(Item(type=type_, name="", standing=Standing.CODE)) for type_ in wanted}
    assert found == wanted
