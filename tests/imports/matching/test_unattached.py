"""Structure reaches what nothing uses: who is admitted where, and the name in another form."""

from typing import Any

import pytest

from imports.model import Declared, Found
from modules.stages import match
from tests.imports.small_dev import CODE, LIVE, changed, code, live, rule_of, without

WORKER = "aws_security_group.worker"
INGRESS = "aws_vpc_security_group_ingress_rule"
PORTS = {"database": ("sg-db", 5432), "endpoints": ("sg-vpce", 443)}


def declared() -> list[Declared]:
    """DEV with the group of a worker, which the groups of the database and of the endpoints admit."""
    rules = [
        code(
            f"{INGRESS}.{holder}_from_worker",
            security_group_id=f"${{aws_security_group.{holder}.id}}",
            referenced_security_group_id=f"${{{WORKER}.id}}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        for holder, (_, port) in PORTS.items()
    ]
    return [*CODE, code(WORKER, vpc_id="${aws_vpc.vpc.id}", name="counterpromo-dev-ecs-worker-sg"), *rules]


def group(id_: str, name: str, *admitted_by: str, vpc: str = "vpc-1") -> list[Found]:
    rules = [
        live(
            INGRESS,
            f"sgr-{id_}-{holder}",
            security_group_id=PORTS[holder][0],
            referenced_security_group_id=id_,
            ip_protocol="tcp",
            from_port=PORTS[holder][1],
            to_port=PORTS[holder][1],
        )
        for holder in admitted_by
    ]
    return [live("aws_security_group", id_, vpc_id=vpc, name=name), *rules]


BOTH = ("database", "endpoints")
DOCUMENTED, OTHER_FORM = "counterpromo-dev-ecs-worker-sg", "counterpromo-dev-sg-ecs-worker"


@pytest.mark.parametrize(
    ("groups", "rule"),
    [
        ([group("sg-w", "launch-wizard-9", *BOTH)], "admitted by"),
        ([group("sg-w", DOCUMENTED)], "vpc and name"),
        ([group("sg-w", OTHER_FORM)], "name in another form and vpc"),
        ([group("sg-w", "counterpromo-dev-worker-security-group")], "name in another form and vpc"),
        ([group("sg-w", OTHER_FORM, *BOTH), group("sg-x", "bastion", "database")], "admitted by"),
        ([group("sg-w", OTHER_FORM, *BOTH), group("sg-x", "bastion", *BOTH)], "then name in another form"),
        ([group("sg-w", OTHER_FORM), group("sg-x", OTHER_FORM, vpc="vpc-0")], "name in another form and vpc"),
    ],
)
def test_group_without_a_service_is_matched(groups: list[list[Found]], rule: str) -> None:
    outcome = match(declared(), [*LIVE, *(one for some in groups for one in some)])
    assert outcome.ids[WORKER] == "sg-w"
    assert rule in rule_of(outcome, WORKER)
    assert outcome.ambiguous == ()


@pytest.mark.parametrize(
    "groups",
    [
        [group("sg-w", DOCUMENTED), group("sg-x", OTHER_FORM, *BOTH)],
        [group("sg-w", OTHER_FORM), group("sg-x", "counterpromo-dev-worker-sg")],
        [group("sg-w", "a", *BOTH), group("sg-x", "b", *BOTH)],
    ],
)
def test_two_answers_are_a_question(groups: list[list[Found]]) -> None:
    outcome = match(declared(), [*LIVE, *(one for some in groups for one in some)])
    (ambiguous,) = outcome.ambiguous
    assert (ambiguous.address, [one.id for one in ambiguous.candidates]) == (WORKER, ["sg-w", "sg-x"])
    chosen = match(declared(), [*LIVE, *(one for some in groups for one in some)], choose={WORKER: "none"})
    assert chosen.ambiguous == ()
    assert {one.address: one.why for one in chosen.missing}[WORKER] == "the settings choose none"


@pytest.mark.parametrize(
    "strange",
    [
        group("sg-x", "bastion", "database"),
        [
            *group("sg-x", "bastion", *BOTH),
            live("aws_instance", "i-1", vpc_id="vpc-1", vpc_security_group_ids=["sg-x"]),
        ],
        group("sg-x", "counterpromo-dev-ecs-worker-sg", vpc="vpc-0"),
        group("sg-x", "counterpromo-prod-sg-ecs-worker"),
    ],
)
def test_group_of_something_else_is_not_matched(strange: list[Found]) -> None:
    outcome = match(declared(), [*LIVE, *strange])
    assert WORKER not in outcome.ids
    assert outcome.ambiguous == ()


def test_attached_group_is_matched_before_a_documented_name_that_nothing_uses() -> None:
    attached = changed(LIVE, "dev-cluster/dev-svc-api", network_configuration={"security_groups": ["sg-new"]})
    outcome = match(CODE, [*attached, live("aws_security_group", "sg-new", vpc_id="vpc-1", name="wizard")])
    assert outcome.ids["aws_security_group.api"] == "sg-new"


def test_group_that_several_services_share_belongs_to_none_of_them() -> None:
    keys: dict[str, dict[str, Any]] = {}
    extra = [code("aws_security_group.web", vpc_id="${aws_vpc.vpc.id}", name="dev-sg-web")]
    (service,) = (one for one in CODE if one.address == "aws_ecs_service.api")
    for key in ("api", "web"):
        keys[key] = {**service.arguments, "name": f"dev-svc-{key}", "load_balancer": [], "task_definition": ""}
        keys[key]["network_configuration"] = {"security_groups": [f"${{aws_security_group.{key}.id}}"]}
    others = [one for one in CODE if one.address != "aws_ecs_service.api"]
    services = [code(f"aws_ecs_service.{key}", **arguments) for key, arguments in keys.items()]
    found = changed(
        changed(LIVE, "sg-api", name="wizard-1"),
        "dev-cluster/dev-svc-api",
        network_configuration={"security_groups": ["sg-all", "sg-api"]},
    )
    found += [
        live("aws_security_group", "sg-all", vpc_id="vpc-1", name="everything"),
        live("aws_security_group", "sg-web", vpc_id="vpc-1", name="wizard-2"),
        live(
            "aws_ecs_service",
            "dev-cluster/dev-svc-web",
            name="dev-svc-web",
            cluster="c/dev-cluster",
            family="web",
            network_configuration={"security_groups": ["sg-all", "sg-web"]},
            load_balancer=[],
        ),
    ]
    ids = match([*others, *extra, *services], found).ids
    assert (ids["aws_security_group.api"], ids["aws_security_group.web"]) == ("sg-api", "sg-web")


def test_choice_of_none_is_a_gap() -> None:
    outcome = match(CODE, LIVE, choose={"aws_sqs_queue.jobs": "none"})
    assert "aws_sqs_queue.jobs" not in outcome.ids
    assert {one.address: one.why for one in outcome.missing} == {"aws_sqs_queue.jobs": "the settings choose none"}
    assert match(CODE, without(LIVE, "https://sqs/dev-jobs"), choose={"aws_sqs_queue.jobs": "none"}).ambiguous == ()


def test_group_that_more_groups_admit_than_the_code_says_belongs_to_the_address_of_which_it_says_so() -> None:
    """The worker's group and another one are admitted by database and endpoints; the other one by the balancer too."""
    api = "aws_security_group.api"
    ways = [
        code(
            f"{INGRESS}.{holder}_from_api",
            security_group_id=f"${{aws_security_group.{holder}.id}}",
            referenced_security_group_id=f"${{{api}.id}}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
        for holder, (_, port) in {**PORTS, "alb": ("sg-alb", 3000)}.items()
    ]
    live_ways = [
        *group("sg-a", "launch-wizard-9", *BOTH),
        live(
            INGRESS,
            "sgr-alb",
            security_group_id="sg-alb",
            referenced_security_group_id="sg-a",
            ip_protocol="tcp",
            from_port=3000,
            to_port=3000,
        ),
    ]
    outcome = match([*declared(), *ways], [*without(LIVE, "dev-cluster/dev-svc-api", "sg-api", "sgr-1"), *live_ways])
    assert (outcome.ids[api], outcome.ids.get(WORKER), outcome.ambiguous) == ("sg-a", None, ())
