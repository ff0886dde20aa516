"""Terraform addresses. The state refers to resources by them, so this code sets them instead of cdktf.

An element at `dev/network/private_a` of type aws_subnet becomes `aws_subnet.network_private_a`.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

from cdktf import TerraformElement

# A resource of the bindings, which are too large to be read for types; they check arguments when called.
Resource: TypeAlias = Any
_Element = TypeVar("_Element", bound=TerraformElement)


def addressed(element: _Element, *, fed_by: Mapping[str, str] | None = None) -> _Element:
    """Sets the address of an element from its path, and returns the element. Call it before anything refers to it.

    `fed_by` maps the key of a setting to the argument that it sets (see modules/setting_map.py); it is kept in the
    comment of the element. Without this call cdktf appends a hash of the path to the address:
    https://developer.hashicorp.com/terraform/cdktf/concepts/constructs#scope
    """
    _, *path = element.to_string().split("/")  # its path, in one call to Node
    element.override_logical_id("_".join(path))
    if fed_by:
        element.add_override("//.fed_by", dict(fed_by))
    return element
