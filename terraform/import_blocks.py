"""Adds `import` blocks to a synthesized stack, and writes the stack as cdktf does.

cdktf's own import_from does the same, but runs `terraform version` for every resource.
https://developer.hashicorp.com/terraform/language/import
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from machine import regular_file
from terraform.literal import literal


def with_imports(document: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Returns the stack with one block an address, sorted, in place of any it had; without ids it has none."""
    bare = {key: value for key, value in document.items() if key != "import"}
    blocks = [{"to": address, "id": literal(ids[address])} for address in sorted(ids)]
    return {**bare, "import": blocks} if blocks else bare


def write(document: Mapping[str, Any], path: Path) -> None:
    """Writes a stack as cdktf does: keys sorted, two spaces, no final line end. The file is whole or untouched."""
    regular_file.write(path, json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False))
