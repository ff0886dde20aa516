"""Which setting feeds which argument, said once: read forwards by constructs, and backwards by the capture.

A table stands beside the construct that uses it. The synth leaves it in each resource's comment
(`"//": {"fed_by": {"network.cidr": "cidr_block"}}`), so that what is live can be written back into settings.
"""

from collections.abc import Mapping
from typing import Any

from envs.strict import Strict


class Feed:
    """Argument -> key of a settings part. `at` is the block the arguments stand in, such as `health_check.0`.

    A path may step into JSON text with `>`, and gather a list of pairs with `name:value`, as in
    `container_definitions>0.environment.name:value`.
    """

    def __init__(self, arguments: Mapping[str, str], *, at: str = "") -> None:
        self._arguments = dict(arguments)
        self._at = f"{at}." if at else ""

    def of(self, settings: Strict) -> dict[str, Any]:
        """The arguments with the values of these settings, for a construct to be made with."""
        return {argument: literal(getattr(settings, key)) for argument, key in self._arguments.items()}

    def by(self, settings: Strict) -> dict[str, str]:
        """Place of the setting in the file -> path of the argument, for the capture."""
        return {f"{settings.where}.{key}": f"{self._at}{argument}" for argument, key in self._arguments.items()}


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


def tagged_by(settings: Strict, *, named: bool = False) -> dict[str, str]:
    """What `tags_of` says, for the capture; `named` where the part's name is nothing but its Name tag."""
    return {f"{settings.where}.tags": "tags"} | ({f"{settings.where}.name": "tags.Name"} if named else {})
