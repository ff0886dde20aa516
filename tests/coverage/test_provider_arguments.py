"""The recorded arguments are those of the provider's own schema: the guard judges by them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import modules
from modules.registry import TYPES
from tests.coverage.arguments import Block
from tests.guard.arguments.recorded import arguments

FILE = Path(modules.__file__).parent / "provider_arguments.json"


CLASSIFIED = sorted(name for name, row in TYPES.items() if row.guarded.harmless is not None)


def test_the_recorded_arguments_are_those_of_the_provider(provider_types: Mapping[str, Block]) -> None:
    live = {type_: arguments(provider_types[type_]) for type_ in CLASSIFIED}
    if os.environ.get("COUNTERPROMO_RECORD"):
        lines = (f" {json.dumps(type_)}: {json.dumps(each)}" for type_, each in live.items())
        FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert json.loads(FILE.read_text(encoding="utf-8")) == live
