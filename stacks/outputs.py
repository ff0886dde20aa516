"""Outputs: what others read from a stack. A secret's value is never one of them."""

from collections.abc import Mapping, Sequence

from cdktf import TerraformOutput, TerraformStack
from constructs import Construct


class Outputs(Construct):
    """The outputs of one stack, apart from its resources so that both may bear the plain name."""

    def __init__(self, scope: TerraformStack) -> None:
        super().__init__(scope, "outputs")

    def tell(self, name: str, value: str | Sequence[str] | Mapping[str, str], *, says: str) -> None:
        """Adds one output, with a line that says what it is good for."""
        TerraformOutput(self, name, value=value, description=says).override_logical_id(name)
