"""Terraform addresses: a promise to everything that is in state, so they are spelled by us, not hashed.

An element at `dev/network/private_a` of type aws_subnet becomes `aws_subnet.network_private_a`.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

from cdktf import TerraformElement

# A resource of the bindings, which are too large to be read for types; they check arguments when called.
Resource: TypeAlias = Any
_Element = TypeVar("_Element", bound=TerraformElement)


def addressed(element: _Element, *, fed_by: Mapping[str, str] | None = None) -> _Element:
    """Gives an element the address its path spells. Call it before anything refers to the element.

    `fed_by` says which setting feeds which argument (see modules/feeds.py); it is left in the element's comment.

    cdktf would append a hash of the path to whatever stands below a construct:
    https://developer.hashicorp.com/terraform/cdktf/concepts/constructs#scope
    """
    _, *path = element.to_string().split("/")  # its path, in one call to Node
    element.override_logical_id("_".join(path))
    if fed_by:
        element.add_override("//.fed_by", dict(fed_by))
    return element
