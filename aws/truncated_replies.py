"""Detects truncated replies of AWS, before boto3 parses them.

boto3 treats JSON that it cannot parse as an empty reply, which looks like "there is none".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.parsers import ResponseParserError

_JSON = ("json", "rest-json")
_FINE = range(200, 300)


def check(*, operation_model: Any, response_dict: Mapping[str, Any], **_event: Any) -> None:
    """Handles botocore's event `before-parse`. Raises ResponseParserError for cut JSON, as botocore does for XML."""
    if operation_model.service_model.resolved_protocol not in _JSON or operation_model.has_streaming_output:
        return
    if response_dict["status_code"] in _FINE and operation_model.output_shape is not None:
        try:
            json.loads(response_dict["body"])
        except ValueError as broken:
            size = len(response_dict["body"])
            raise ResponseParserError(f"the reply breaks off after {size} bytes") from broken
