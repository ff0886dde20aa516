"""The result of a task as lines of a log: JSON, compressed, in parts, because a log event has a limited length.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

PART_CHARACTERS = 8000
_LINE = re.compile(r"counterpromo-result (?P<number>\d+)/(?P<parts>\d+) (?P<text>[A-Za-z0-9+/=]+)")


def lines_of(result: object) -> Iterator[str]:
    """Yields the lines of a result."""
    packed = base64.b64encode(zlib.compress(json.dumps(result).encode())).decode()
    parts = [packed[at : at + PART_CHARACTERS] for at in range(0, len(packed), PART_CHARACTERS)]
    for number, part in enumerate(parts, start=1):
        yield f"counterpromo-result {number}/{len(parts)} {part}"


def result_in(lines: Iterable[str]) -> Any:
    """Returns the result in the lines of a log; None if a part is missing."""
    found = [match for line in lines if (match := _LINE.fullmatch(line.strip()))]
    parts = {int(match["number"]): match["text"] for match in found}
    if not found or len(parts) != int(found[0]["parts"]):
        return None
    packed = "".join(parts[number] for number in sorted(parts))
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def is_result(line: str) -> bool:
    """Returns true for a line that carries a part of the result."""
    return _LINE.fullmatch(line.strip()) is not None
