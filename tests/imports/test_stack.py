"""The stack on both ways: read as Declared, references and all, and written back with import blocks."""

import json
from pathlib import Path
from typing import Any

import pytest

from errors import CounterPromoError
from imports import declared
from terraform import import_blocks
from terraform.expressions import Unresolved, canonical, references, resolve, value_at
from terraform.stack import Stack

DOCUMENT = {
    "//": {"metadata": {}},
    "data": {"aws_route53_zone": {"zone": {"name": "example.com"}}},
    "resource": {
        "aws_vpc": {"vpc": {"//": {}, "lifecycle": {}, "cidr_block": "10.0.0.0/16"}},
        "aws_subnet": {"a": {"vpc_id": "${aws_vpc.vpc.id}"}},
    },
}


def test_declared_resources_have_no_meta_arguments() -> None:
    read = {one.address: one for one in declared.of_stack(Stack(document=DOCUMENT))}
    assert list(read) == ["aws_subnet.a", "aws_vpc.vpc", "data.aws_route53_zone.zone"]
    assert read["aws_vpc.vpc"].arguments == {"cidr_block": "10.0.0.0/16"}
    assert read["data.aws_route53_zone.zone"].type == "data.aws_route53_zone"


@pytest.mark.parametrize(("text", "said"), [(None, "no synthesized stack"), ("{", "not JSON"), ("[]", "not a stack")])
def test_unreadable_stack_is_an_error_with_a_cure(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "cdk.tf.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CounterPromoError, match=said) as error:
        declared.read(path)
    assert error.value.cure == "cdktf synth"


def test_import_blocks_are_sorted_and_replace_earlier_ones() -> None:
    first = import_blocks.with_imports(DOCUMENT, {"aws_vpc.vpc": "vpc-0", "aws_subnet.a": "subnet-0"})
    again = import_blocks.with_imports(first, {"aws_vpc.vpc": "vpc-1"})
    assert [block["to"] for block in first["import"]] == ["aws_subnet.a", "aws_vpc.vpc"]
    assert again["import"] == [{"to": "aws_vpc.vpc", "id": "vpc-1"}]
    assert import_blocks.with_imports(again, {}) == DOCUMENT


def test_written_stack_equals_the_file_of_cdktf(stacks: Path, tmp_path: Path) -> None:
    original = stacks / "dev" / "cdk.tf.json"
    import_blocks.write(json.loads(original.read_text(encoding="utf-8")), tmp_path / "cdk.tf.json")
    assert (tmp_path / "cdk.tf.json").read_text(encoding="utf-8") == original.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["cdk.tf.json"]


def test_references_are_found_in_templates_only() -> None:
    value = {"a": ["${aws_vpc.vpc.id}", "aws_lb.alb"], "b": '{"arn":"${aws_sqs_queue.jobs.arn}/${data.aws_x.y.id}"}'}
    assert references(value) == {"aws_vpc.vpc", "aws_sqs_queue.jobs", "data.aws_x.y"}


FACTS = {("aws_vpc.vpc", "id"): "vpc-1", ("aws_td.api", "family"): "api", ("aws_td.api", "revision"): 7}


def look_up(address: str, attribute: str) -> Any:
    if (address, attribute) not in FACTS:
        raise Unresolved(address)
    return FACTS[address, attribute]


def test_references_resolve_to_facts() -> None:
    assert resolve({"ids": ["${aws_vpc.vpc.id}"]}, look_up) == {"ids": ["vpc-1"]}
    assert resolve("${aws_td.api.revision}", look_up) == 7
    assert resolve("${aws_td.api.family}:${aws_td.api.revision}", look_up) == "api:7"
    assert resolve([80, True, None, "plain"], look_up) == [80, True, None, "plain"]


@pytest.mark.parametrize(
    "value", ["${aws_vpc.other.id}", "${one(aws_vpc.vpc.id)}", "a-${aws_vpc.other.id}", "${local.x}"]
)
def test_unresolved_reference_raises(value: str) -> None:
    with pytest.raises(Unresolved):
        resolve(value, look_up)


def test_block_as_object_equals_block_as_list() -> None:
    for block in ({"groups": ["sg-1"]}, [{"groups": ["sg-1"]}]):
        assert value_at({"network": block}, "network.groups") == ["sg-1"]
    assert value_at({"secret": [{"arn": "a"}]}, "secret[0].arn") == "a"
    assert value_at({"action": [{"arn": "a"}, {"arn": "b"}]}, "action.arn") == ["a", "b"]
    assert value_at({"tags": {}}, "tags.Name") is None


def test_canonical_form_ignores_order_and_type_of_numbers() -> None:
    assert canonical([80, "b"]) == canonical(["b", "80"])
    assert canonical({"a": 1, "b": None}) == canonical({"a": "1"})
    assert canonical(True) != canonical(None)
