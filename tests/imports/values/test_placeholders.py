"""References to what is withheld: the live value where it is known, else a placeholder that reaches nobody."""

import json
from typing import Any

import pytest

from errors import CounterPromoError
from imports.files.pins_file import Pin
from imports.overlay import adopted, any_dangling, refuse_dangling
from imports.placeholders import WITHHELD

GAP = "aws_lb.alb"
ALIAS = [{"name": "dualstack.${aws_lb.alb.dns_name}", "zone_id": "${aws_lb.alb.zone_id}", "evaluate": True}]
LIVE = [{"name": "dualstack.alb-1.elb.amazonaws.com", "zone_id": "ZHURV8PSTC4K8", "evaluate": True}]


def laid(arguments: dict[str, Any], *pins: Pin) -> dict[str, Any]:
    document = {"resource": {"aws_lb": {"alb": {}}, "aws_record": {"host": arguments}}, "output": {}}
    return adopted(document, environment="dev", gaps=[GAP], pins=pins, ids={})


def host(arguments: dict[str, Any], *pins: Pin) -> Any:
    return laid(arguments, *pins)["resource"]["aws_record"]["host"]


def pin(attribute: str, live: Any, *, held: str = "ignoring") -> Pin:
    address = "aws_record.host"
    return Pin(
        address=address, attribute=attribute, live=live, code=None, held=held, replaces=False, since="2026-01-31"
    )


def test_a_placeholder_has_the_form_of_its_attribute_and_the_comment_names_the_argument() -> None:
    arguments = host({"alias": ALIAS, "name": "dev", "group": "${aws_lb.alb.arn}"})
    assert len(arguments["alias"][0]["zone_id"]) <= 32, "longer, and the provider refuses it"
    assert arguments["alias"][0]["name"] == "dualstack.withheld"
    assert arguments["group"] == WITHHELD
    assert arguments["//"] == {"withheld": ["alias", "group"]}


def test_a_pinned_block_has_its_live_value_in_place_of_the_reference() -> None:
    arguments = host({"alias": ALIAS}, pin("alias", LIVE))
    assert arguments == {"alias": LIVE, "lifecycle": {"ignore_changes": ["alias"]}}


@pytest.mark.parametrize("live", ["(sensitive)", None, [{}, {}]])
def test_a_live_value_that_is_not_known_leaves_an_ignored_placeholder(live: Any) -> None:
    document = laid({"value": "${aws_lb.alb.dns_name}"}, pin("value", live))
    assert document["resource"]["aws_record"]["host"]["value"] == "withheld"
    refuse_dangling(document, "dev")


def test_of_several_blocks_none_gets_the_live_value_of_another() -> None:
    blocks = [{"id": "${aws_lb.alb.id}"}, {"id": "b"}]
    assert host({"block": blocks}, pin("block", [{"id": "b"}, {"id": "a"}]))["block"] == [{"id": WITHHELD}, {"id": "b"}]
    assert host({"ids": ["${aws_lb.alb.id}", "b"]}, pin("ids", ["x", "b"]))["ids"] == ["x", "b"]


def test_live_text_is_never_a_template() -> None:
    (block,) = host({"alias": ALIAS}, pin("alias", [{"name": '${file("main.py")}', "zone_id": "Z1"}]))["alias"]
    assert block["name"] == '$${file("main.py")}'


def test_what_no_pin_holds_is_refused_and_the_cure_makes_nothing() -> None:
    document = laid({"alias": ALIAS})
    assert any_dangling(document)
    with pytest.raises(CounterPromoError) as refused:
        refuse_dangling(document, "dev")
    assert "aws_record.host.alias" in refused.value.message
    assert refused.value.cure.startswith("counterpromo import dev --apply")
    assert "fill" not in refused.value.cure


def test_a_stack_without_gaps_has_no_comment() -> None:
    document = {"resource": {"aws_record": {"host": {"name": "dev"}}}, "output": {}}
    assert "withheld" not in json.dumps(adopted(document, environment="dev", gaps=[], pins=[], ids={}))
