"""Keys for what is live and has none in the settings yet: readable, never a position in a list.

They become part of Terraform addresses, so one that is taken is never given again, nor one that would spell the same.
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
    """Id -> key: the kept ones, and for the others what is wanted, `public_a_2` where `public_a` is taken.

    `beside` is what another resource of the same key ends with, as the association `public_a_routes` of `public_a`.
    """
    keys = {id_: kept[id_] for id_ in live if id_ in kept}
    used = {*taken, *spelled(keys.values(), beside)}
    for id_, one in live.items():
        if id_ not in keys:
            keys[id_] = _free(wanted(one), used, beside)
            used |= spelled([keys[id_]], beside)
    return keys


def spelled(keys: Iterable[str], beside: str) -> set[str]:
    """What these keys take up: themselves, and what stands beside them."""
    return {word for key in keys for word in (key, f"{key}{beside}")}


def slug(name: str, *, without: str, kind: str) -> str:
    """A name as a key: `counterpromo-dev-rtb-private` without `counterpromo-dev` is `rtb_private`.

    A key begins with a letter: where the name does not, it begins with what `kind` of thing it is.
    """
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    key = words.removeprefix(f"{re.sub('[^a-z0-9]+', '_', without)}_")
    return key if re.match(r"[a-z]", key) else f"{kind}_{key}".rstrip("_")


def fits(annotation: Any, value: Any) -> bool:
    """Whether a live value is one that a setting of this type may have."""
    try:
        TypeAdapter(annotation).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _free(wanted: str, used: Collection[str], beside: str) -> str:
    keys = chain([wanted], (f"{wanted}_{number}" for number in count(2)))
    return next(key for key in keys if not spelled([key], beside) & set(used))
