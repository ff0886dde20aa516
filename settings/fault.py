"""A fault in a settings file: its key, the value there and the rule it breaks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a settings file: dotted key, the value there, the rule it breaks."""

    key: str
    value: object
    rule: str
