"""Whether a reply arrived whole. In: a reply before boto3 reads it. Raises where JSON breaks off.

boto3 reads JSON that it cannot parse as a reply without content, which looks just like "there is none".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.parsers import ResponseParserError

_JSON = ("json", "rest-json")
_FINE = range(200, 300)


def check(*, operation_model: Any, response_dict: Mapping[str, Any], **_event: Any) -> None:
    """A hook for botocore's `before-parse`. Raises ResponseParserError, as botocore does for XML that breaks off."""
    if operation_model.service_model.resolved_protocol not in _JSON or operation_model.has_streaming_output:
        return
    if response_dict["status_code"] in _FINE and operation_model.output_shape is not None:
        try:
            json.loads(response_dict["body"])
        except ValueError as broken:
            size = len(response_dict["body"])
            raise ResponseParserError(f"the reply breaks off after {size} bytes") from broken
