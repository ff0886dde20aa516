"""Reads a synthesized stack (`cdk.tf.json`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from errors import CounterPromoError


def read_document(path: Path) -> dict[str, Any]:
    """The stack at `path` as it stands, for `blocks` to add to."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CounterPromoError(f"no synthesized stack at {path}", cure="cdktf synth") from None
    except ValueError as fault:
        raise CounterPromoError(f"{path} is not JSON: {fault}", cure="cdktf synth") from fault
    if not isinstance(document, dict):
        raise CounterPromoError(f"{path} holds a {type(document).__name__}, not a stack", cure="cdktf synth")
    return document
