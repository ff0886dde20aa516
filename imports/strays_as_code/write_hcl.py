"""Formats the code of strays as HCL or as Terraform's JSON. Pure.

https://developer.hashicorp.com/terraform/language/style, https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from imports.strays_as_code.generated_config import Body, Written, arguments, is_block
from terraform.literal import escaped, literal
from terraform.stack import Address

_INDENT = "  "
_WIDE = 100
_JSON = re.compile(r"\$\{jsonencode\((.*)\)\}", re.DOTALL)
_ESCAPE = re.compile(r"\\.")
_LACKING = {r"\b": r"\u0008", r"\f": r"\u000c"}
_NAMES = "ignore_changes"  # lists names of arguments, not strings


def as_hcl(written: Sequence[Written], *, notes: Sequence[str] = ()) -> str:
    """Returns HCL: the notes as comments, then for each stray its reason, import block and resource block."""
    head = "".join(f"# {' '.join(note.splitlines())}".rstrip() + "\n" for note in notes)
    return "\n".join(filter(None, [head, *map(_one, written)]))


def as_json(written: Sequence[Written], *, notes: Sequence[str] = ()) -> str:
    """Returns the same as Terraform's JSON, in which `//` is a comment."""
    resources: dict[str, dict[str, Any]] = {}
    for one in written:
        type_, name = Address.parse(one.adoptable.address)
        resources.setdefault(type_, {})[name] = {"//": _reason(one), **_plain(one.body)}
    imports = [{"to": one.adoptable.address, "id": literal(one.adoptable.stray.id)} for one in written]
    document = {"//": list(notes), "import": imports, "resource": resources}
    return json.dumps({key: value for key, value in document.items() if value}, indent=2, ensure_ascii=False) + "\n"


def _one(written: Written) -> str:
    address, stray = written.adoptable.address, written.adoptable.stray
    type_, name = Address.parse(address)
    lines = [
        f"# {_reason(written)}",
        "import {",
        f"  to = {address}",
        f"  id = {_value(escaped(stray.id), 1)}",
        "}",
        "",
        f'resource "{type_}" "{name}" {{',
        *_body(written.body, 1),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _reason(written: Written) -> str:
    """Returns one line, whatever the name in AWS holds: a line break would end the comment."""
    return " ".join(f"{written.adoptable.stray.name}: {written.adoptable.stray.why}".split())


def _body(body: Body, depth: int) -> Iterator[str]:
    """Yields the lines of a block: arguments first, then nested blocks."""
    pad = _INDENT * depth
    said = arguments(body)
    lines = {key: _argument(key, value, depth) for key, value in said.items() if not is_block(value)}
    yield from _aligned(lines, pad)
    blocks = [(key, block) for key, value in said.items() if is_block(value) for block in value]
    for number, (key, block) in enumerate(blocks):
        yield from [""] if lines or number else []
        yield from (f"{pad}{key} {{", *_body(block, depth + 1), f"{pad}}}")


def _aligned(values: Mapping[str, str], pad: str) -> Iterator[str]:
    """Aligns neighbouring arguments of one line each, as `terraform fmt` does."""
    for one_line, some in groupby(values.items(), key=lambda item: "\n" not in item[1]):
        group = list(some)
        width = max(len(key) for key, _ in group) if one_line else 0
        yield from (f"{pad}{key:{width}} = {value}" for key, value in group)


def _argument(key: str, value: Any, depth: int) -> str:
    return f"[{', '.join(value)}]" if key == _NAMES else _value(value, depth)


def _value(value: Any, depth: int) -> str:
    pad = _INDENT * depth
    match value:
        case str() if encoded := _JSON.fullmatch(value):
            return f"jsonencode({_encoded(encoded[1], depth)})"
        case list() if (
            len(line := f"[{', '.join(_value(item, depth) for item in value)}]") < _WIDE and "\n" not in line
        ):
            return line
        case list():
            lines = "".join(f"{pad}{_INDENT}{_value(item, depth + 1)},\n" for item in value)
            return f"[\n{lines}{pad}]"
        case dict() if value:
            items = {_key(key): _value(item, depth + 1) for key, item in value.items()}
            return "\n".join(["{", *_aligned(items, pad + _INDENT), f"{pad}}}"])
        case _:
            return _quoted(value)


def _encoded(argument: str, depth: int) -> str:
    """Formats the argument of jsonencode, which python-hcl2 returns as JSON in most cases."""
    try:
        return _value(json.loads(argument), depth)
    except ValueError:
        return argument


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else _quoted(key)


def _quoted(value: Any) -> str:
    """Returns a value as HCL spells it: of JSON's escapes HCL lacks two."""
    return _ESCAPE.sub(lambda match: _LACKING.get(match.group(), match.group()), json.dumps(value, ensure_ascii=False))


def _plain(value: Any) -> Any:
    """Returns a value without the marks of blocks, at every depth, and with text as Terraform's JSON escapes it."""
    match value:
        case str() if not _JSON.fullmatch(value):
            return literal(value.replace("$${", "${").replace("%%{", "%{"))
        case dict():
            return {_plain(key): _plain(item) for key, item in arguments(value).items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value
