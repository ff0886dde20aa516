"""A person with AWS files and variables of their own."""

from pathlib import Path

import pytest

from tests.aws.credentials.person import Person


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person.make(tmp_path / "home", monkeypatch)
