"""Discovery of an emulated account: everything is found, nothing but looking is done, no denial is overlooked."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name
from botocore.awsrequest import AWSResponse

from aws.read_only import forbidden
from aws.reader import Aws
from envs.load import load
from errors import CounterPromoError, Refused
from imports import declared, discovery
from imports.discovery import Incomplete, Inventory
from imports.model import Found
from modules import stages
from modules.network.candidate_vpcs import likely_vpcs
from modules.registry import ACCOUNT, ENVIRONMENT
from modules.schedules.settings import ScheduleSettings
from modules.stages import match
from modules.surroundings.looks import INTERFACES, LOOKS
from tests.conftest import ENVS
from tests.imports.conftest import Handmade
from tests.imports.small_dev import live
from tests.synth.test_schedules import NIGHTLY

MOST_CALLS = 210
AROUND = "surroundings"
# What DEV has not is not asked for with its settings.
NIGHTLY_SETTINGS = ScheduleSettings.model_validate(NIGHTLY)
PROD = load("prod", ENVS).model_copy(update={"schedules": {"nightly": NIGHTLY_SETTINGS}})
OF_PROD = {
    *("autoscaling", "budget", "firewall", "flow logs", "images", "keys", "notifications", "schedules"),
    "schema task",
}


def test_every_declared_resource_is_found_and_matched(handmade: Handmade, found: Inventory) -> None:
    outcome = handmade.outcome(found)
    assert (outcome.missing, outcome.ambiguous) == ((), ())
    assert len(outcome.matched) == len(declared.read(handmade.stacks / "dev" / "cdk.tf.json")) > 100


def test_unrelated_resources_are_not_matched(handmade: Handmade, found: Inventory) -> None:
    outcome = handmade.outcome(found)
    taken = " ".join(f"{id_} {rule}" for id_, rule in ((one.id, one.rule) for one in outcome.matched))
    assert "internal-tools" not in taken
    assert {stray.type for stray in outcome.strays} <= {"aws_route53_record"}


def test_discovery_only_reads_and_reads_no_secret(handmade: Handmade, found: Inventory) -> None:
    assert handmade.calls
    for operation, parameters in handmade.calls:
        assert operation.startswith(("Describe", "Get", "List", "Head")), operation
        assert forbidden(operation, parameters) is None
    asked = {operation for operation, _ in handmade.calls}
    assert not asked & {"GetSecretValue", "GetParameter", "GetParametersByPath", "GetObject"}
    assert "planted" not in repr(found)


def test_discovery_reads_only_the_values_of_price_parameters(handmade: Handmade, found: Inventory) -> None:
    stripe = handmade.settings.stripe
    read = [parameters for operation, parameters in handmade.calls if operation == "GetParameters"]
    assert read
    for parameters in read:
        assert parameters["WithDecryption"] is False
        assert all(name.startswith((stripe.price_prefix, stripe.plan_prefix)) for name in parameters["Names"])
    values = {one.id: one.facts["value"] for one in found.found if one.type == "aws_ssm_parameter"}
    assert {name for name, value in values.items() if value} == {name for one in read for name in one["Names"]}


def test_discovery_stays_below_the_limit_of_calls(handmade: Handmade) -> None:
    handmade.calls.clear()
    inventory = handmade.inventory()
    assert inventory.api_calls == len(handmade.calls) < MOST_CALLS
    assert inventory.seconds > 0


def test_existing_identity_provider_is_adopted(handmade: Handmade) -> None:
    with handmade.aws() as aws:
        inventory = stages.discover_account(aws, handmade.account)
    outcome = match(declared.read(handmade.stacks / "account" / "cdk.tf.json"), inventory.found)
    assert list(outcome.ids) == ["aws_iam_openid_connect_provider.oidc_github"]
    assert "aws_s3_bucket.state_bucket" in {missing.address for missing in outcome.missing}


def test_denied_looks_around_the_environment_are_noted_and_stop_nothing(handmade: Handmade) -> None:
    """Without the calls that other areas make too, which stop the import there."""
    looks = {look.operation for look in (*LOOKS, INTERFACES)}
    handmade.calls.clear()
    with handmade.aws() as aws:
        likely_vpcs(aws, handmade.settings)
    needed = {operation for operation, _ in handmade.calls}

    def deny(*, model: Any, **event: Any) -> Any:
        wanted = xform_name(model.name) in looks and model.name not in needed
        return denying(model.name)(model=model, **event) if wanted else None

    with handmade.aws(before_call=deny) as aws:
        inventory = discovery.look(aws, handmade.settings, into={AROUND: ENVIRONMENT[AROUND]})
    assert len(inventory.unread) >= len(looks) - len(needed)
    assert all(note.startswith("not allowed to call ") for note in inventory.unread)


@pytest.mark.parametrize("area", [*(name for name in ENVIRONMENT if name != AROUND), *ACCOUNT])
def test_denied_call_makes_discovery_incomplete(handmade: Handmade, area: str) -> None:
    """Each call that the area makes is denied in turn; each time its IAM action is named."""
    find: Any = {**ENVIRONMENT, **ACCOUNT}[area]
    settings: Any = handmade.account if area in ACCOUNT else PROD if area in OF_PROD else handmade.settings
    handmade.calls.clear()
    with handmade.aws() as aws:
        find(aws, settings)
    assert handmade.calls
    for operation in sorted({operation for operation, _ in handmade.calls}):
        with handmade.aws(before_call=denying(operation)) as aws, pytest.raises(Incomplete) as error:
            discovery.look(aws, settings, into={area: find})
        assert error.value.exit_code == 3
        assert f"{area}: not allowed to call " in error.value.message
        assert "grant " in error.value.cure


def denying(operation: str) -> Callable[..., Any]:
    def deny(*, model: Any, **_event: Any) -> Any:
        if model.name == operation:
            headers: Any = {}
            return AWSResponse("", 403, headers, None), {"Error": {"Code": "AccessDenied", "Message": "No."}}
        return None

    return deny


def finding(*results: Found) -> Callable[[Aws, None], list[Found]]:
    return lambda aws, settings: list(results)


def failing(error: Exception) -> Callable[[Aws, None], list[Found]]:
    def find(aws: Aws, settings: None) -> list[Found]:
        raise error

    return find


@pytest.fixture
def aws() -> Aws:
    return Aws(region="eu-west-2", account_id="123456789012")


def test_all_denied_calls_are_reported_at_once(aws: Aws) -> None:
    areas = {
        "one": failing(Refused("no one", cure="grant one")),
        "two": finding(live("aws_vpc", "vpc-1")),
        "three": failing(Refused("no three", cure="grant three")),
    }
    with pytest.raises(Incomplete) as error:
        discovery.look(aws, None, into=areas)
    assert error.value.message == "discovery is incomplete\n  one: no one\n  three: no three"
    assert error.value.cure == "grant one; grant three"


def test_error_of_every_service_is_reported_once(aws: Aws) -> None:
    dead = CounterPromoError("aws does not answer", cure="check the network")
    with pytest.raises(CounterPromoError) as error:
        discovery.look(aws, None, into={"one": failing(dead), "two": failing(dead), "three": failing(Refused("no"))})
    assert error.value.message == "aws does not answer"


def test_unexpected_exception_is_raised_unchanged(aws: Aws) -> None:
    with pytest.raises(KeyError):
        discovery.look(aws, None, into={"one": failing(KeyError("Vpcs"))})


def test_services_report_progress_and_the_result_is_sorted(aws: Aws) -> None:
    reported: list[tuple[str, int]] = []
    areas = {"b": finding(live("aws_vpc", "vpc-2")), "a": finding(live("aws_vpc", "vpc-1"), live("aws_vpc", "vpc-2"))}
    inventory = discovery.look(aws, None, into=areas, done=lambda area, count: reported.append((area, count)))
    assert [one.id for one in inventory.found] == ["vpc-1", "vpc-2"]
    assert sorted(reported) == [("a", 2), ("b", 1)]
