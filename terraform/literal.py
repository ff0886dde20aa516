"""Escapes text so that Terraform reads it literally."""

import re
from collections.abc import Mapping
from typing import Any

_BEGINS = re.compile(r"\$\{|%\{")
# Terraform 1.11 sees no escape behind a lone carriage return, and drops a byte order mark before it looks for one.
_HIDES_ESCAPES = re.compile(r"\r(?!\n)|\A\ufeff")
_IN_QUOTES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\ufeff": "\\ufeff"}


def literal(value: Any) -> Any:
    """Returns a value in which Terraform evaluates nothing: `${` and `%{` begin a template, also in the key of a map.

    Text in which Terraform would miss an escape becomes a template of one quoted string.
    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
    """
    match value:
        case str() if _BEGINS.search(value) and _HIDES_ESCAPES.search(value):
            quoted = "".join(_IN_QUOTES.get(character, character) for character in escaped(value))
            return f'${{"{quoted}"}}'
        case str():
            return escaped(value)
        case Mapping():
            return {literal(key): literal(item) for key, item in value.items()}
        case list():
            return [literal(item) for item in value]
        case _:
            return value


def escaped(value: Any) -> Any:
    """Returns a value to be put into JSON text: there a carriage return and a quotation mark are escaped anyway."""
    match value:
        case str():
            return value.replace("${", "$${").replace("%{", "%%{")
        case Mapping():
            return {escaped(key): escaped(item) for key, item in value.items()}
        case list():
            return [escaped(item) for item in value]
        case _:
            return value
