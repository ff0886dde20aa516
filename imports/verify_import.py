"""Checks that the provider imported the resource that was asked for.

The provider answers a wrong database id with the account's only instance, and it imports the versioning of a bucket
that never had any. An id that it repeats proves nothing, so the import id is spelled again from the attributes.
"""

from __future__ import annotations

from imports.resource_type import UNKNOWN_TYPE, Attributes, Types


def not_what_we_asked_for(type_: str, id_: str, attributes: Attributes, *, types: Types) -> str | None:
    """Returns why the imported resource is not the one with this import id; None if it is."""
    row = types.get(type_, UNKNOWN_TYPE)
    spelled = row.import_id(attributes) if row.import_id else None
    if spelled != id_:
        return f"asked for {id_}, but {spelled or 'nothing'} came back"
    reason = row.not_importable(attributes) if row.not_importable else None
    return f"{id_} {reason}" if reason else None
