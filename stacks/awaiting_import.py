"""Stops every plan of an environment that was made by hand and is not imported yet: Terraform would build it again.

The stack itself holds the condition, so it also stops `cdktf deploy` and plain Terraform, before anything is made.
https://developer.hashicorp.com/terraform/language/expressions/custom-conditions#preconditions-and-postconditions
"""

from cdktf import TerraformStack

from modules.bindings import vpc

VARIABLE = "build_second_copy"


def stop_until_imported(stack: TerraformStack, *, network: vpc.Vpc, environment: str) -> None:
    """Adds a precondition to the VPC that fails the plan, unless a variable asks for a second copy on purpose."""
    name = environment.upper()
    stack.add_override(
        f"variable.{VARIABLE}",
        {
            "type": "bool",
            "default": False,
            "description": f"Build a second {name} beside the one that was made by hand, and do not import that one.",
        },
    )
    message = (
        f"{name} exists and is not imported: counterpromo import {environment} --apply. "
        f"To build a second {name} beside it on purpose: export TF_VAR_{VARIABLE}=true"
    )
    network.add_override("lifecycle.precondition", [{"condition": f"${{var.{VARIABLE}}}", "error_message": message}])
