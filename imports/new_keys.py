"""Chooses settings keys for live resources that have none yet: readable names, never positions in a list.

Keys become part of Terraform addresses, so a key must be new, and must not produce an existing address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain, count
from typing import Any

from pydantic import TypeAdapter, ValidationError

from imports.model import Found


def keyed(
    live: Mapping[str, Found],
    *,
    kept: Mapping[str, str],
    wanted: Callable[[Found], str],
    taken: Collection[str],
    beside: str,
) -> dict[str, str]:
    """Returns id -> key: the kept keys, and new ones for the others, `public_a_2` if `public_a` is taken.

    `beside` is the suffix of another resource with the same key, as in the association `public_a_routes` of `public_a`.
    """
    keys = {id_: kept[id_] for id_ in live if id_ in kept}
    used = {*taken, *spelled(keys.values(), beside)}
    for id_, one in live.items():
        if id_ not in keys:
            keys[id_] = _free(wanted(one), used, beside)
            used |= spelled([keys[id_]], beside)
    return keys


def spelled(keys: Iterable[str], beside: str) -> set[str]:
    """Returns the names that these keys use: the keys, and the keys with the suffix."""
    return {word for key in keys for word in (key, f"{key}{beside}")}


def slug(name: str, *, without: str, kind: str) -> str:
    """Returns a name as a key: `counterpromo-dev-rtb-private` without `counterpromo-dev` is `rtb_private`.

    A key starts with a letter: if the name does not, the key starts with `kind`.
    """
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    key = words.removeprefix(f"{re.sub('[^a-z0-9]+', '_', without)}_")
    return key if re.match(r"[a-z]", key) else f"{kind}_{key}".rstrip("_")


def fits(annotation: Any, value: Any) -> bool:
    """Returns True if a setting of this type accepts the live value."""
    try:
        TypeAdapter(annotation).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _free(wanted: str, used: Collection[str], beside: str) -> str:
    keys = chain([wanted], (f"{wanted}_{number}" for number in count(2)))
    return next(key for key in keys if not spelled([key], beside) & set(used))
