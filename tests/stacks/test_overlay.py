"""The overlay on a synthesized stack: omitted gaps, pins, import blocks, and what is refused."""

import json
from typing import Any

import pytest

from errors import CounterPromoError
from imports.files.pins_file import Pin
from imports.overlay import adopted, refuse_dangling
from imports.placeholders import WITHHELD

DOCUMENT: dict[str, Any] = {
    "terraform": {"backend": {}},
    "resource": {
        "aws_service": {"web": {"name": "web"}, "worker": {"name": "worker"}},
        "aws_policy": {"deploy": {"policy": '{"Resource":["${aws_service.web.id}","${aws_service.worker.id}"]}'}},
        "aws_alarm": {"tasks": {"name": "${aws_service.worker_2.name}", "depends_on": ["aws_service.worker"]}},
    },
    "output": {
        "services": {"value": {"web": "${aws_service.web.name}", "worker": "${aws_service.worker.name}"}},
        "ids": {"value": ["${aws_service.web.id}", "${aws_service.worker.id}"]},
        "worker": {"value": "${aws_service.worker.name}"},
    },
}
GAP = "aws_service.worker"


def pin(address: str, attribute: str, live: Any, *, held: str = "value") -> Pin:
    return Pin(
        address=address, attribute=attribute, live=live, code=None, held=held, replaces=False, since="2026-01-31"
    )


def laid(**over: Any) -> dict[str, Any]:
    return adopted(DOCUMENT, **{"environment": "dev", "gaps": (), "pins": (), "ids": {}, **over})


def test_overlay_without_files_is_the_stack() -> None:
    assert laid() == DOCUMENT


def test_gap_is_omitted_with_all_references() -> None:
    document = laid(gaps=[GAP])
    assert "worker" not in document["resource"]["aws_service"]
    assert "${aws_service.worker." not in json.dumps(document)
    assert "depends_on" not in document["resource"]["aws_alarm"]["tasks"]
    assert document["resource"]["aws_alarm"]["tasks"]["name"] == "${aws_service.worker_2.name}", (
        "another of a like name"
    )
    assert json.loads(document["resource"]["aws_policy"]["deploy"]["policy"])["Resource"][1] == WITHHELD
    with pytest.raises(
        CounterPromoError, match=r"aws_policy\.deploy\.policy refers to a resource that dev.gaps.json withholds"
    ):
        refuse_dangling(document, "dev")
    assert set(document["output"]) == {"services", "ids"}
    assert set(document["output"]["services"]["value"]) == {"web"}
    assert document["output"]["ids"]["value"] == ["${aws_service.web.id}"]


def test_pin_replaces_the_argument_literally() -> None:
    live = '{"Resource":"arn:aws:s3:::x/${aws:username}"}'
    document = laid(gaps=[GAP], pins=[pin("aws_policy.deploy", "policy", live)])
    assert document["resource"]["aws_policy"]["deploy"]["policy"] == live.replace("${", "$${")
    refuse_dangling(document, "dev")


def test_pin_to_null_removes_the_argument() -> None:
    assert laid(pins=[pin("aws_service.web", "name", None)])["resource"]["aws_service"]["web"] == {}


def test_block_is_pinned_by_ignore_changes() -> None:
    web = laid(pins=[pin("aws_service.web", "rule", [], held="ignoring")])["resource"]["aws_service"]["web"]
    assert web["lifecycle"] == {"ignore_changes": ["rule"]}


def test_ids_become_import_blocks_except_for_gaps() -> None:
    ids = {"aws_service.web": "cluster/web", GAP: "cluster/worker"}
    assert laid(gaps=[GAP], ids=ids)["import"] == [{"to": "aws_service.web", "id": "cluster/web"}]


@pytest.mark.parametrize(
    "over", [{"gaps": ["aws_a.b"]}, {"ids": {"aws_a.b": "1"}}, {"pins": [pin("aws_a.b", "name", "x")]}]
)
def test_lines_about_a_dropped_resource_have_no_effect(over: dict[str, Any]) -> None:
    assert laid(**over) == DOCUMENT


@pytest.mark.parametrize(
    ("over", "file"),
    [
        ({"gaps": ["aws_service.api"]}, "gaps"),
        ({"ids": {"aws_service.api": "1"}}, "imports"),
        ({"pins": [pin("aws_service.api", "name", "x")]}, "pins"),
    ],
)
def test_renamed_address_is_refused(over: dict[str, Any], file: str) -> None:
    with pytest.raises(CounterPromoError) as refused:
        laid(**over)
    assert refused.value.message.startswith(
        f"dev.{file}.json names aws_service.api, which the settings no longer declare, while of the same "
        "type these are new: aws_service.web, aws_service.worker; "
    )


def test_dropped_resource_beside_known_ones_is_no_rename() -> None:
    known = {"aws_service.web": "1", "aws_service.worker": "2"}
    assert laid(ids={"aws_service.api": "3", **known}) == laid(ids=known)
