"""Any content of a file that we read is accepted, or refused by a CounterPromoError that names the file."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from errors import CounterPromoError
from tests.machine.test_merge_conflict import READ

KEYS = st.sampled_from(["ids", "account", "region", "strays", "addresses", "set_aside", "x"])
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5), lambda one: st.lists(one) | st.dictionaries(KEYS, one)
)


@pytest.mark.parametrize(("name", "read"), READ, ids=[name for name, _ in READ])
@given(content=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
@example(content=b"")
@example(content=b"[" * 100_000)
@example(content=b'{"ids": ' + b"9" * 5_000 + b"}")
@example(content='{"ids": {}}'.encode("utf-16"))
def test_any_content_is_accepted_or_refused_by_name(name: str, read: Callable[[Path], object], content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        assert name in (_refusal(read, Path(folder)) or name)


def _refusal(read: Callable[[Path], object], folder: Path) -> str:
    try:
        read(folder)
    except CounterPromoError as refused:
        return refused.message
    return ""
