"""Escapes text so that Terraform reads it literally."""

from collections.abc import Mapping
from typing import Any


def literal(value: Any) -> Any:
    """Returns a value in which Terraform evaluates nothing: `${` and `%{` begin a template, also in the key of a map.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
    """
    match value:
        case str():
            return value.replace("${", "$${").replace("%{", "%%{")
        case Mapping():
            return {literal(key): literal(item) for key, item in value.items()}
        case list():
            return [literal(item) for item in value]
        case _:
            return value
