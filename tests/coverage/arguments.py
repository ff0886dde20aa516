"""Arguments of the adopted types that a person can set, from the provider's own schema.

In: the output of `terraform providers schema -json`. Out: paths such as `health_check.path`, by type. Pure, but for
`read_schema`. https://developer.hashicorp.com/terraform/cli/commands/providers/schema
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from terraform.provider import PROVIDER
from tests.guard.arguments.recorded import repeats

ADDRESSES = Path(__file__).resolve().parent.parent / "addresses"
Block = Mapping[str, Any]


def read_schema(stack_dir: Path) -> dict[str, Block]:
    """Returns the block of each type, from the provider that is initialised in a stack's folder."""
    shown = subprocess.run(
        ["terraform", "providers", "schema", "-json"], cwd=stack_dir, check=True, capture_output=True, timeout=120
    )
    types = json.loads(shown.stdout)["provider_schemas"][PROVIDER]["resource_schemas"]
    return {type_: each["block"] for type_, each in types.items()}


def adopted_types() -> list[str]:
    """Returns every type of the three stacks, sorted."""
    lines = [line for file in ADDRESSES.glob("*.txt") for line in file.read_text(encoding="utf-8").split()]
    return sorted({line.partition(".")[0] for line in lines})


def settable(block: Block, prefix: str = "") -> Iterator[str]:
    """Yields the path of every argument that a configuration may set, blocks in blocks included."""
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("optional") or attribute.get("required"):
            yield f"{prefix}{name}"
    for name, nested in block.get("block_types", {}).items():
        if not repeats(name, prefix):
            yield from settable(nested["block"], f"{prefix}{name}.")


def live_values(block: Block, live: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yields (path, value) of each settable argument as a resource has it; items of a block one by one."""
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("optional") or attribute.get("required"):
            yield f"{prefix}{name}", live.get(name)
    for name, nested in block.get("block_types", {}).items():
        value = live.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from live_values(nested["block"], item, f"{prefix}{name}.")
