"""Terraform's errors, by the resource and the argument they are about: as the real terraform prints them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from terraform import import_blocks
from terraform.diagnostics import by_argument
from terraform.diagnostics.by_argument import Diagnostic
from terraform.runner import Terraform, TerraformFailed, private_plan_file


def errors(document: dict[str, Any], folder: Path) -> tuple[Diagnostic, ...]:
    import_blocks.write(document, folder / "cdk.tf.json")
    terraform = Terraform(stack_dir=folder, environ=os.environ)
    with private_plan_file() as saved, pytest.raises(TerraformFailed) as failed:
        terraform.plan(saved)
    return failed.value.diagnostics


def test_an_error_names_its_argument_wherever_in_it_the_value_stands(tmp_path: Path) -> None:
    arguments = {"input": {"a": ["x", {"b": "${aws_nothing}"}]}, "triggers_replace": "y"}
    (error,) = errors({"resource": {"terraform_data": {"one": arguments, "two": {}}}}, tmp_path)
    assert (error.address, error.argument) == ("terraform_data.one", "input")
    assert "Invalid reference" in error.text


def test_an_error_about_the_whole_resource_names_no_argument(tmp_path: Path) -> None:
    arguments = {"input": "x", "lifecycle": {"precondition": [{"condition": "${1 == 2}", "error_message": "never"}]}}
    (error,) = errors({"resource": {"terraform_data": {"one": arguments}}}, tmp_path)
    assert (error.address, error.argument) == ("terraform_data.one", "lifecycle")
    (error,) = errors({"resource": {"terraform_data": {"one": {"output": "x"}}}}, tmp_path)
    assert (error.address, error.argument) == ("", ""), "terraform itself names neither here"


def test_the_provider_names_a_resource_without_a_place() -> None:
    said = {"severity": "error", "summary": "reading it", "detail": "no\nanswer", "address": "aws_thing.one"}
    stack = '{\n  "resource": {\n    "aws_thing": {\n      "one": {\n        "a": 1\n      }\n    }\n  }\n}'
    lines = [json.dumps({"diagnostic": each}) for each in (said, {"severity": "warning", "summary": "old"})]
    assert by_argument.read("\n".join(["no JSON", *lines]), stack=stack) == (
        Diagnostic(address="aws_thing.one", argument="", text="reading it: no answer"),
    )
    at = {"range": {"filename": "cdk.tf.json", "start": {"line": 4}}}
    (error,) = by_argument.read(json.dumps({"diagnostic": said | at}), stack=stack)
    assert error.argument == "", "the line of the resource itself"
