"""Text from AWS is data: Terraform evaluates none of it, and reads every character back as AWS holds it.

The real terraform is the judge: its own provider `terraform.io/builtin/terraform` needs no AWS.
"""

import json
import os
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.files.pins_file import Pin
from imports.model import Stray
from imports.overlay import adopted
from imports.strays_as_code.generated_config import Written, parse
from imports.strays_as_code.strays_to_write import Adoptable
from imports.strays_as_code.write_hcl import as_hcl, as_json
from settings.edit_toml import edited
from settings.types import Tags
from terraform.import_blocks import with_imports
from terraform.literal import escaped, literal
from terraform.runner import Terraform, private_plan_file

# Terraform compares text in Unicode's normal form C; lone surrogates are no text.
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEMPLATES = ["${", "$${", "$$${", "%{", "%%{", "~}", '${file("main.py")}', "%{if true}x%{endif}", "${jsonencode({})}"]
SPECIAL = [
    '"',
    "'",
    "'''",
    "\\",
    "\\u0041",
    "\n",
    "\r\n",
    "\t",
    "\b",
    "\f",
    "\x00",
    "\x7f",
    "\u2028",
    "é",
    "\U0001f600",
]
PIECES = st.sampled_from([*TEMPLATES, *SPECIAL, "$", "%", "{", "}"])
TEXT = (
    st.lists(st.one_of(PIECES, st.text(CHARACTERS, max_size=4)), max_size=6)
    .map("".join)
    .map(lambda text: unicodedata.normalize("NFC", text))
)
TEXTS = st.dictionaries(TEXT, TEXT, min_size=12, max_size=12)
WORST = {
    '${file("main.py")}': "x",
    "50%{off}": "y",
    "$${a}": "$$${a}",
    "%%{b}": "%%%{b}",
    "$%{": "%${",
    'a"b\\c': "d\n\te\r\n",
    "\\u0041": "\\n",
    "'''": "\n'''\n'",
    "\r$${c}": '\r${d}\n"\\',
    "\ufeff${e}": "x\r\r%%{f}\r\n",
    "": "",
}


def _evaluated(document: dict[str, Any], folder: Path) -> Any:
    """Returns what the real terraform makes of the output `it`."""
    folder.mkdir(exist_ok=True)
    (folder / "cdk.tf.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    with private_plan_file() as saved:
        terraform = Terraform(stack_dir=folder, environ=os.environ)
        terraform.plan(saved)
        return terraform.show(saved)["output_changes"]["it"]["after"]


def _judge(texts: dict[str, str], folder: Path) -> None:
    value = {"tags": texts, "said": list(texts.values()), "json": json.dumps(texts)}
    assert _evaluated({"output": {"it": {"value": literal(value)}}}, folder) == value


def test_terraform_reads_every_text_as_it_is(tmp_path: Path) -> None:
    _judge(WORST, tmp_path / "one")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_terraform_reads_any_text_as_it_is(texts: dict[str, str], tmp_path: Path) -> None:
    _judge(texts, tmp_path / "any")


@settings(deadline=None)
@given(tags=TEXTS, text=TEXT)
def test_a_settings_file_keeps_every_text(tags: Tags, text: str) -> None:
    changes = {"queue.tags": tags, "queue.text": text, "queues.jobs.one": {"tags": tags, "text": text}}
    for before in ("[queue]\nname = 'x'\n", "[queue]\ntags = { a = 'b' }\n\n# next\n[other]\ny = 2\n"):
        read = tomllib.loads(edited(before, changes))
        assert (read["queue"]["tags"], read["queue"]["text"]) == (tags, text)
        assert read["queues"]["jobs"]["one"] == {"tags": tags, "text": text}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_a_pin_holds_every_text(texts: dict[str, str], tmp_path: Path) -> None:
    """A pin of a resource that terraform has built in; its plan says what the argument came to."""
    document = {"resource": {"terraform_data": {"one": {"input": "code"}}}, "output": {}}
    pin = Pin(
        address="terraform_data.one",
        attribute="input",
        live=texts,
        code="code",
        held="value",
        replaces=False,
        since="2026-01-31",
    )
    laid = adopted(document, environment="dev", gaps=(), pins=[pin], ids={})
    laid["output"]["it"] = {"value": "${terraform_data.one.input}"}
    assert _evaluated(laid, tmp_path / "pin") == texts


@pytest.mark.parametrize("id_", ['${file("main.py")}', "a%{b}", "plain"])
def test_an_import_id_is_not_evaluated(id_: str, tmp_path: Path) -> None:
    document: dict[str, Any] = {"resource": {"terraform_data": {"one": {}}}, "output": {}}
    laid = adopted(document, environment="dev", gaps=(), pins=(), ids={"terraform_data.one": id_})
    assert laid["import"] == with_imports(document, {"terraform_data.one": id_})["import"]
    laid["output"]["it"] = {"value": laid["import"][0]["id"]}
    assert _evaluated(laid, tmp_path / "id") == id_


def _hcl(text: str) -> str:
    """Returns a string as Terraform's generated configuration spells it, in ASCII only."""
    quoted = json.dumps(text).replace("\\b", "\\u0008").replace("\\f", "\\u000c")
    return quoted.replace("${", "$${").replace("%{", "%%{")


@pytest.mark.parametrize(("key", "value"), WORST.items())
def test_a_stray_is_written_with_the_text_it_has(key: str, value: str, tmp_path: Path) -> None:
    generated = f'resource "aws_vpc" "it" {{\n  tags = {{\n    {_hcl(key)} = {_hcl(value)}\n  }}\n}}\n'
    body = parse(generated)["aws_vpc.it"]
    assert body["tags"] == {escaped(key): escaped(value)}
    stray = Stray(type="aws_vpc", id=value, name=f"{key}\n}}", why="in the account")
    written = Written(adoptable=Adoptable(address="aws_vpc.it", stray=stray), body=body)
    text = as_hcl([written])
    (comment, *_rest) = text.splitlines()
    assert comment.startswith("# ")
    again = parse(text.partition("\n}\n")[2])["aws_vpc.it"]
    assert again["tags"] == body["tags"]
    document = json.loads(as_json([written]))
    assert document["resource"]["aws_vpc"]["it"]["tags"] == {literal(key): literal(value)}
    assert document["import"] == [{"to": "aws_vpc.it", "id": literal(value)}]
