"""Strays as code: under which address, which not at all, what is kept of what Terraform wrote, and how it reads."""

import json
from typing import Any

import pytest

from imports.model import Found, Stray
from imports.strays_as_code.generated_config import Written, clean, parse
from imports.strays_as_code.strays_to_write import Adoptable
from imports.strays_as_code.write_hcl import as_hcl, as_json
from modules.registry import IMPORTED
from modules.stages import sort
from tests.imports.small_dev import live

GROUP = live("aws_security_group", "sg-1", vpc_id="vpc-1", name="dbtest")
IN_IT = live("aws_vpc_security_group_ingress_rule", "sgr-1", security_group_id="sg-1", name="dbtest from 10.0.0.0/8")
IN_OURS = live("aws_vpc_security_group_ingress_rule", "sgr-2", security_group_id="sg-ours", name="ours")


def stray(found: Found, why: str = "in the vpc") -> Stray:
    return Stray(type=found.type, id=found.id, name=found.name, why=why)


def queue(id_: str, name: str) -> Found:
    return Found(type="aws_sqs_queue", id=id_, name=name, facts={"name": name})


def parameter(kind: str | None) -> Found:
    name = "/counterpromo/dev/token"
    return Found(type="aws_ssm_parameter", id=name, name=name, facts={"name": name, "type": kind})


def addresses(*strays: Found) -> list[str]:
    return [one.address for one in sort([stray(one) for one in strays], strays, taken=())[0]]


def cleaned(type_: str, arguments: str) -> dict[str, Any]:
    body = parse(f'resource "{type_}" "it" {{\n{arguments}\n}}\n')[f"{type_}.it"]
    rendered = as_json([_written(type_, clean(body, generated=IMPORTED[type_].generated))])
    return {key: value for key, value in json.loads(rendered)["resource"][type_]["it"].items() if key != "//"}


def _written(type_: str, body: dict[str, Any]) -> Written:
    named = Stray(type=type_, id='i"d', name="It", why="in the vpc")
    return Written(adoptable=Adoptable(address=f"{type_}.it", stray=named), body=body)


def test_stray_address_is_a_valid_terraform_name() -> None:
    assert addresses(queue("https://q/1", "counterpromo-dev-Emails")) == ["aws_sqs_queue.counterpromo_dev_emails"]
    assert addresses(queue("https://q/1", "10 of it")) == ["aws_sqs_queue._10_of_it"]


def test_strays_of_one_name_get_addresses_by_id() -> None:
    one, other = queue("https://q/a", "dev.jobs"), queue("https://q/b", "dev-jobs")
    expected = ["aws_sqs_queue.dev_jobs_a", "aws_sqs_queue.dev_jobs_b"]
    assert addresses(one, other) == addresses(other, one) == expected


def test_parts_of_a_stray_are_written_with_it() -> None:
    wanted, left_out = sort([stray(GROUP)], [GROUP, IN_IT, IN_OURS], taken=())
    assert [(one.stray.id, one.stray.why) for one in wanted] == [("sg-1", "in the vpc"), ("sgr-1", "part of a stray")]
    assert left_out == ()
    (alone,), _ = sort([stray(GROUP)], [GROUP, IN_IT], taken={IN_IT.key})
    assert alone.stray.id == "sg-1"


@pytest.mark.parametrize("kind", ["SecureString", "", None])
def test_parameter_with_a_possible_secret_is_not_imported(kind: str | None) -> None:
    wanted, (left_out,) = sort([stray(parameter(kind))], [parameter(kind)], taken=())
    assert wanted == ()
    assert "SecureString" in left_out.reason


def test_main_route_table_is_left_out() -> None:
    table = live("aws_default_route_table", "vpc-1", vpc_id="vpc-1", id="rtb-1")
    wanted, (left_out,) = sort([stray(table)], [table], taken=())
    assert wanted == ()
    assert left_out.stray.type == "aws_default_route_table"


def test_empty_arguments_are_removed_and_zero_stays() -> None:
    said = cleaned(
        "aws_sqs_queue",
        'name = "q"\n delay_seconds = 0\n fifo_queue = false\n policy = null\n kms_master_key_id = ""\n'
        ' tags = {}\n tags_all = { "a" = "b" }',
    )
    assert said == {"name": "q", "delay_seconds": 0, "fifo_queue": False}


def test_objects_are_unchanged() -> None:
    assert cleaned("aws_vpc", 'tags = { Name = "", Owner = "x" }') == {"tags": {"Name": "", "Owner": "x"}}


def test_inline_rules_of_a_group_are_removed() -> None:
    said = cleaned("aws_security_group", 'name = "g"\n ingress = [{ from_port = 0 }]\n egress = []')
    assert said == {"name": "g"}


def test_empty_arguments_are_removed_from_blocks() -> None:
    action = (
        'action {\n order = 0\n type = "forward"\n forward {\n stickiness {\n duration = 0\n enabled = false\n}\n}\n}'
    )
    assert cleaned("aws_lb_listener_rule", f"priority = 1\n {action}") == {
        "priority": 1,
        "action": [{"type": "forward"}],
    }
    rule = 'rule {\n id = "a"\n filter {\n prefix = null\n}\n}'
    assert cleaned("aws_s3_bucket_lifecycle_configuration", rule) == {"rule": [{"id": "a", "filter": [{}]}]}


def test_sensitive_value_is_not_written() -> None:
    said = cleaned("aws_ssm_parameter", 'name = "/a"\n type = "String"\n value = null # sensitive')
    assert said["lifecycle"] == [{"ignore_changes": ["value"]}]
    assert said["value"] == "kept where it is, not in code"


def test_user_data_is_not_written() -> None:
    said = cleaned("aws_instance", 'ami = "ami-1"\n user_data = "digest"\n user_data_base64 = "c2VjcmV0"')
    assert said == {"ami": "ami-1", "lifecycle": [{"ignore_changes": ["user_data", "user_data_replace_on_change"]}]}


def test_queue_with_larger_messages_keeps_its_live_size() -> None:
    assert cleaned("aws_sqs_queue", "max_message_size = 1048576") == {
        "lifecycle": [{"ignore_changes": ["max_message_size"]}]
    }
    assert cleaned("aws_sqs_queue", "max_message_size = 4096") == {"max_message_size": 4096}


def test_hcl_equals_the_format_of_terraform() -> None:
    text = (
        'resource "aws_iam_policy" "it" {\n  name = "it"\n  path_longer = 1\n'
        '  policy = jsonencode({ Statement = [{ "aws:x" = "a/$${aws:username}", All = true }] })\n'
        '  tags = {\n    "team:owner" = "é"\n  }\n  block {\n    on = true\n  }\n}\n'
    )
    body = parse(text)["aws_iam_policy.it"]
    assert as_hcl([_written("aws_iam_policy", body)], notes=["one", "two"]) == (
        "# one\n# two\n\n"
        "# It: in the vpc\n"
        'import {\n  to = aws_iam_policy.it\n  id = "i\\"d"\n}\n\n'
        'resource "aws_iam_policy" "it" {\n'
        '  name        = "it"\n'
        "  path_longer = 1\n"
        "  policy = jsonencode({\n"
        "    Statement = [\n"
        "      {\n"
        '        "aws:x" = "a/$${aws:username}"\n'
        "        All     = true\n"
        "      },\n"
        "    ]\n"
        "  })\n"
        "  tags = {\n"
        '    "team:owner" = "é"\n'
        "  }\n"
        "\n"
        "  block {\n"
        "    on = true\n"
        "  }\n"
        "}\n"
    )


def test_json_equals_the_syntax_of_terraform() -> None:
    document = json.loads(as_json([_written("aws_vpc", {"cidr_block": "10.0.0.0/16"})], notes=["one"]))
    assert document == {
        "//": ["one"],
        "import": [{"to": "aws_vpc.it", "id": 'i"d'}],
        "resource": {"aws_vpc": {"it": {"//": "It: in the vpc", "cidr_block": "10.0.0.0/16"}}},
    }
