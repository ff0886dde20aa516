r"""Strings of the HCL that Terraform generates, read exactly: python-hcl2 decodes some escapes, and in keys none.

`shielded` replaces each escape sequence by one character that HCL and JSON leave alone, `unshielded` puts back what the
sequence means. `$${` and `%%{` stay as they are: the result is template text, as `cdk.tf.json` holds it, too.
https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
"""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|\$\$\{|%%\{", re.DOTALL)
_FIRST = 0xF0000  # plane 15 of Unicode, which is for private use
_SHIELD = re.compile("[\U000f0000-\U000fffff]")
_PAIR = re.compile(r"\\udb[89ab][0-9a-f]\\ud[cdef][0-9a-f]{2}")  # how python-hcl2 writes them in a jsonencode
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t"}
_TEMPLATES = {"$${": 0xFFFFE, "%%{": 0xFFFFF}
_ENCODED = re.compile(r"\$\{jsonencode\(.*\)\}", re.DOTALL)


def shielded(text: str) -> str:
    """Returns HCL without an escape sequence."""
    return _ESCAPE.sub(lambda match: _shield(match.group()), text)


def unshielded(value: Any) -> Any:
    """Returns a parsed value, keys included, with the characters that the escape sequences stand for.

    The text of a `jsonencode(...)` stays JSON: there a quotation mark is escaped again.
    """
    match value:
        case str() if _ENCODED.fullmatch(value):
            spelt_out = _PAIR.sub(lambda match: json.loads(f'"{match.group()}"'), value)
            return _SHIELD.sub(lambda match: json.dumps(_meant(match.group()))[1:-1], spelt_out)
        case str():
            return _SHIELD.sub(lambda match: _meant(match.group()), value)
        case dict():
            return {unshielded(key): unshielded(item) for key, item in value.items()}
        case list():
            return [unshielded(item) for item in value]
        case _:
            return value


def _shield(sequence: str) -> str:
    if sequence in _TEMPLATES:
        return chr(_TEMPLATES[sequence])
    letter = sequence[1]
    meant = chr(int(sequence[2:], 16)) if letter in "uU" else _SIMPLE.get(letter, letter)
    return chr(_FIRST + ord(meant)) if ord(meant) < 0xFFFE else meant


def _meant(character: str) -> str:
    for template, shield in _TEMPLATES.items():
        if character == chr(shield):
            return template
    return chr(ord(character) - _FIRST)
