"""The picture: each thing once, arrows between them, marks of the inventory, names of strangers as text."""

import copy
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.formats import FORMATS
from audit.inventory.items import Item, Standing
from audit.inventory.sections import arrange
from audit.picture.draw import draw
from audit.picture.drawing import Arrow, Drawing, Place, Row, SubnetLabel, Tier
from audit.picture.layout import layout
from audit.picture.mermaid import mermaid
from audit.picture.svg import svg, svg_file
from audit.report import Report
from reach.hops import State
from tests.reach.cutting import RULE_IN
from tests.reach.sound import in_containers, report, without
from tests.stack import Stack

HOSTILE = [
    '"><script>alert(1)</script>',
    "</svg>",
    "]] --> x",
    "end",
    "`a` | b",
    "%% x",
    "\x1b[2J",
    "&amp;",
    "click n0 x",
]


@pytest.fixture(scope="module")
def sound(prod: Stack) -> Report:
    return report(prod.document)


def test_services_stand_between_load_balancer_and_endpoints(sound: Report) -> None:
    drawing = draw(sound)
    assert {place.key for place in drawing.of(Tier.PRIVATE)} == {"api", "web", "worker"}
    assert [place.kind for place in drawing.of(Tier.PUBLIC)] == ["load balancer"]
    assert {place.name for place in drawing.of(Tier.BEHIND)} == {"VPC endpoints", "counterpromo-prod-postgres"}
    labels = {(one.source, one.target): one.label for one in drawing.arrows}
    assert labels["internet", "load balancer counterpromo-prod-alb"] == "tcp 80, 443"
    assert labels["load balancer counterpromo-prod-alb", "api"] == "tcp 3000"
    assert labels["worker", "database counterpromo-prod-postgres"] == "tcp 5432"
    assert len([one for one in drawing.subnets if one.public]) == 2
    assert {one.zone for one in drawing.subnets} == {"eu-west-2a", "eu-west-2b"}


def test_a_nat_gateway_is_the_way_of_what_no_endpoint_serves(prod: Stack) -> None:
    """With a gateway endpoint for S3 alone, all else leads through the NAT gateway, that to a public registry too."""
    document: dict[str, Any] = copy.deepcopy(prod.document)
    resources = document["resource"]
    resources["aws_nat_gateway"] = {"nat": {"subnet_id": "${aws_subnet.network_public_a.id}", "tags": {"Name": "nat"}}}
    resources["aws_route"]["nat"] = {
        "route_table_id": "${aws_route_table.network_private.id}",
        "destination_cidr_block": "0.0.0.0/0",
        "nat_gateway_id": "${aws_nat_gateway.nat.id}",
    }
    endpoints = resources["aws_vpc_endpoint"]
    resources["aws_vpc_endpoint"] = {"gateway_endpoints_s3": endpoints["gateway_endpoints_s3"]}
    in_containers("web", lambda one: one.update(image="nginx:1"))(document)
    drawing = draw(report(document))
    (nat,) = [place.key for place in drawing.places if place.kind == "NAT gateway"]
    ways = {(one.source, one.target) for one in drawing.arrows}
    assert {("api", nat), ("web", nat), ("worker", nat), (nat, "internet"), (nat, "registry docker.io")} <= ways
    assert ("api", "VPC endpoints") in ways
    assert not {target for source, target in ways if source == "api"} & {"Queues", "Secrets"}


def test_a_cut_rule_is_a_stopped_arrow_and_a_stopped_row(prod: Stack) -> None:
    document: dict[str, Any] = copy.deepcopy(prod.document)
    without(f"{RULE_IN}database_from_worker")(document)
    drawing = draw(report(document))
    (arrow,) = [one for one in drawing.arrows if one.source == "worker" and one.target.startswith("database")]
    assert arrow.state is State.STOPS
    (worker,) = [place for place in drawing.places if place.key == "worker"]
    assert [row.text for row in worker.rows if row.state is State.STOPS] == ["use the database, tcp 5432"]
    assert "✗" in svg(drawing)
    assert "✗ use the database" in mermaid(drawing)


@pytest.mark.parametrize("standing", [Standing.STRAY, Standing.GAP, Standing.NEW, Standing.PINNED])
@pytest.mark.parametrize("type_", ["aws_sqs_queue", "aws_vpc_endpoint", "aws_db_instance", "aws_ecs_service", "aws_lb"])
def test_what_the_inventory_says_is_marked(sound: Report, type_: str, standing: Standing) -> None:
    item = Item(type=type_, name="the-odd-one", standing=standing, address=f"{type_}.odd")
    drawing = draw(replace(sound, inventory=arrange([item])))
    marked = [(place.name, place.mark) for place in drawing.places]
    marked += [(row.text, row.mark) for place in drawing.places for row in place.rows]
    pinned_alone = standing is Standing.PINNED and type_ != "aws_sqs_queue"  # nothing that is there has the name
    assert (("the-odd-one", standing.value) in marked) is not pinned_alone


NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=40))
ROWS = st.builds(Row, text=NAMES, state=st.sampled_from([None, *State]), mark=st.sampled_from(["", "stray"]))


@st.composite
def drawings(draw_: Any) -> Drawing:
    places = [
        Place(
            key=str(number),
            kind=draw_(st.sampled_from(["", "service"])),
            name=draw_(NAMES),
            tier=draw_(st.sampled_from(Tier)),
            rows=tuple(draw_(st.lists(ROWS, max_size=4))),
        )
        for number in range(draw_(st.integers(1, 6)))
    ]
    keys = st.sampled_from([place.key for place in places])
    arrows = st.builds(Arrow, source=keys, target=keys, state=st.sampled_from(State), label=NAMES, row=NAMES)
    subnets = st.builds(SubnetLabel, name=NAMES, zone=NAMES, cidr=NAMES, way_out=NAMES, public=st.booleans())
    return Drawing(
        title=draw_(NAMES),
        subnets=tuple(draw_(st.lists(subnets, max_size=4))),
        places=tuple(places),
        arrows=tuple(draw_(st.lists(arrows, max_size=6))),
    )


@settings(max_examples=150)
@given(drawings())
def test_any_picture_is_well_formed_whatever_the_names_are(drawing: Drawing) -> None:
    """SVG is XML without a script; every line of the Mermaid text is one that this code writes."""
    for drawn in (svg(drawing), svg_file(drawing)):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawn).iter()}
        assert tags <= {"svg", "style", "defs", "marker", "path", "rect", "text", "title"}
    lines = mermaid(drawing).splitlines()
    allowed = re.compile(
        r'flowchart LR| +subgraph \w+\["[^"<>`]*(<br/>[^"<>`]*)*"\]| +end'
        r'| +(?:n\d+|\w+_subnets)\["[^"<>`]*(<br/>[^"<>`]*)*"\]'
        r'| +n\d+ (-->|-\.-x|-\.->)(\|"[^"<>`]*"\|)? n\d+| +linkStyle \d+ stroke:[#\w]+(,stroke-width:2px)?'
    )
    assert all(allowed.fullmatch(line) for line in lines), [one for one in lines if not allowed.fullmatch(one)]


@settings(max_examples=60)
@given(drawings())
def test_no_two_places_overlap_and_all_lie_within_the_picture(drawing: Drawing) -> None:
    placed = layout(drawing)
    boxes = list(placed.boxes.values())
    assert len(boxes) == len(drawing.places)
    for number, box in enumerate(boxes):
        assert 0 <= box.x <= box.right <= placed.width
        assert 0 <= box.y <= box.y + box.height <= placed.height
        for other in boxes[number + 1 :]:
            assert box.x != other.x or box.y + box.height <= other.y or other.y + other.height <= box.y


def test_every_format_keeps_hostile_names_as_text(sound: Report) -> None:
    items = [Item(type="aws_sqs_queue", name=name, id=name, standing=Standing.STRAY, detail=name) for name in HOSTILE]
    shown = replace(sound, inventory=arrange(items))
    assert "<script>alert" not in FORMATS["html"](shown)
    assert "\x1b" not in FORMATS["html"](shown) + FORMATS["markdown"](shown) + FORMATS["text"](shown)
    for line in FORMATS["markdown"](shown).splitlines():
        assert "<script" not in re.sub(r"`[^`]*`", "", line)
    listed = json.loads(FORMATS["json"](shown))["inventory"]["undocumented"]
    assert {one["name"] for one in listed} == set(HOSTILE)
