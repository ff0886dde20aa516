"""The arguments of the provider's schema, as `modules/provider_arguments.json` records them: settable ones with their
types, and computed ones.

To write the file after an upgrade of the provider: COUNTERPROMO_RECORD=1, and
`.venv/bin/pytest tests/coverage/test_provider_arguments.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Block = Mapping[str, Any]


def arguments(block: Block) -> dict[str, Any]:
    """Returns `settable` (path -> type) and `computed` (paths) of a type's block. `timeouts` are Terraform's own."""
    every = dict(_attributes(block))
    settable = {path: each["type"] for path, each in every.items() if each.get("optional") or each.get("required")}
    return {
        "settable": {path: type_ for path, type_ in sorted(settable.items()) if not path.startswith("timeouts.")},
        "computed": sorted(set(every) - set(settable)),
    }


def _attributes(block: Block, prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, attribute in block.get("attributes", {}).items():
        yield f"{prefix}{name}", attribute
    for name, nested in block.get("block_types", {}).items():
        if not repeats(name, prefix):
            yield from _attributes(nested["block"], f"{prefix}{name}.")


def repeats(name: str, prefix: str) -> bool:
    """Returns True for a statement of AWS WAF inside another one: the provider repeats each kind within each."""
    return name.endswith("statement") and prefix.count("statement.") >= 2
