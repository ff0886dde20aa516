"""A secret or parameter of another name: the variable of a task in which ECS gives it tells which one it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envs.load import load
from imports.matching.name_filter import mentions
from imports.model import Declared, Found, Outcome
from modules.stages import match
from modules.task_definitions.injected import injected, name_in
from tests.conftest import ENVS
from tests.imports.small_dev import code, live, rule_of

PLACE = "eu-west-2:437064342167"
SECRET, PARAMETER = "aws_secretsmanager_secret.db", "aws_ssm_parameter.host"
HERE = {"region": "eu-west-2", "account_id": "437064342167"}


def task(*names: str) -> Declared:
    """Returns a declared task definition whose container takes its login and host from the two addresses."""
    secrets = [
        {"name": "DB_USERNAME", "valueFrom": f"${{{SECRET}.arn}}:username::"},
        {"name": "DB_PASSWORD", "valueFrom": f"${{{SECRET}.arn}}:password::"},
        {"name": "DB_HOST", "valueFrom": f"${{{PARAMETER}.arn}}"},
    ]
    return code("aws_ecs_task_definition.api", family="api", container_definitions=json.dumps([{"secrets": secrets}]))


CODE = [task(), code(SECRET, name="counterpromo/dev/db"), code(PARAMETER, name="/counterpromo/dev/db/host")]


def secret(name: str, *, ours: bool = True) -> Found:
    arn = f"arn:aws:secretsmanager:{PLACE}:secret:{name}-a1B2c3"
    return live("aws_secretsmanager_secret", arn, arn=arn, name=name, ours=ours)


def parameter(name: str, *, type_: str = "String", ours: bool = True) -> Found:
    arn = f"arn:aws:ssm:{PLACE}:parameter/{name.removeprefix('/')}"
    return live("aws_ssm_parameter", name, arn=arn, name=name, type=type_, ours=ours)


def running(**injected_: str) -> Found:
    facts: dict[str, Any] = {"family": "api", "arn": "td/api:1", "injected": injected_}
    return live("aws_ecs_task_definition", "td/api:1", log_group_names=[], log_streams=[], **facts)


def found_by(*there: Found, **injected_: str) -> Outcome:
    return match(CODE, [running(**injected_), *there])


def test_what_the_tasks_take_is_matched_whatever_its_name() -> None:
    there = secret("DevDatabase"), parameter("/dev/database/host")
    arn = there[0].id
    outcome = found_by(*there, DB_USERNAME=arn, DB_PASSWORD=arn, DB_HOST="/dev/database/host")
    assert (outcome.ids[SECRET], outcome.ids[PARAMETER]) == (arn, "/dev/database/host")
    assert rule_of(outcome, SECRET) == "the variable DB_PASSWORD, DB_USERNAME"


def test_the_documented_name_comes_first() -> None:
    documented, other = secret("counterpromo/dev/db"), secret("DevDatabase")
    assert found_by(documented, other, DB_USERNAME=other.id, DB_PASSWORD=other.id).ids[SECRET] == documented.id


def test_a_secret_of_another_environment_is_not_taken_and_the_cure_names_it() -> None:
    other = secret("prod/db", ours=False)
    outcome = found_by(other, DB_USERNAME=other.id, DB_PASSWORD=other.id)
    assert SECRET not in outcome.ids
    (why,) = [one.why for one in outcome.missing if one.address == SECRET]
    assert "prod/db, whose name does not mention this environment" in why
    assert f'"{SECRET}" = "{other.id}" in [import.choose]' in why
    assert match(CODE, [running(), other], choose={SECRET: other.id}).ids[SECRET] == other.id


def test_two_secrets_in_its_variables_are_neither() -> None:
    one, other = secret("dev/user"), secret("dev/password")
    assert SECRET not in found_by(one, other, DB_USERNAME=one.id, DB_PASSWORD=other.id).ids


def test_a_secure_string_is_never_matched() -> None:
    secure = parameter("/dev/host", type_="SecureString")
    assert PARAMETER not in found_by(secure, DB_HOST=secure.id).ids


@pytest.mark.parametrize("name", ["/dev/counterpromo/db/host", "/Counterpromo_DEV/db/host", "counterpromo.dev.db.host"])
def test_the_documented_words_in_another_form_are_matched(name: str) -> None:
    assert found_by(parameter(name)).ids[PARAMETER] == name


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("dev/db", True),
        ("Counterpromo_DEV_Stripe", True),
        ("counterpromodevDatabase3B81", True),
        ("prod/db", False),
        ("developers/db", False),
        ("shared-stripe", False),
    ],
)
def test_a_name_mentions_the_environment_as_a_word(name: str, ours: bool) -> None:
    assert mentions(load("dev", ENVS))(name) is ours


@given(st.from_regex(r"[A-Za-z0-9/_+=.@-]{1,60}", fullmatch=True), st.sampled_from(["", ":username::", ":a:b:c"]))
def test_the_name_of_a_secret_is_read_from_each_form_of_its_reference(name: str, more: str) -> None:
    (reference,) = injected([{"secrets": [{"name": "A", "valueFrom": f"{secret(name).id}{more}"}]}]).values()
    assert name_in(reference, service="secretsmanager", **HERE) == name
    assert name_in(reference, service="ssm", **HERE) is None


def test_the_name_of_a_parameter_is_read_from_its_arn_or_is_the_reference() -> None:
    assert name_in(f"arn:aws:ssm:{PLACE}:parameter/dev/host", service="ssm", **HERE) == "/dev/host"
    assert name_in("dev-host", service="ssm", **HERE) == "dev-host"
    assert name_in("arn:aws:ssm:eu-west-1:437064342167:parameter/dev/host", service="ssm", **HERE) is None


def test_a_variable_that_two_containers_fill_in_differently_tells_nothing() -> None:
    containers = [{"secrets": [{"name": "A", "valueFrom": one}, {"name": "B", "valueFrom": "b"}]} for one in "xy"]
    assert injected(containers) == {"B": "b"}
