"""Escapes text so that Terraform reads it literally."""

from collections.abc import Mapping
from typing import Any


def literal(value: Any) -> Any:
    """A setting as text that Terraform takes as it stands: `${` and `%{` would begin a template.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    """
    match value:
        case str():
            return value.replace("${", "$${").replace("%{", "%%{")
        case Mapping():
            return {key: literal(item) for key, item in value.items()}
        case list():
            return [literal(item) for item in value]
        case _:
            return value
