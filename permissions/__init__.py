"""Least privilege for this tool itself: the IAM policy that finding, planning or applying needs, and no more. Pure.

    stack (its types) + settings (names) -> needed: {action: ARNs} -> document: statements, split where IAM wants it

    policy("plan", types={"aws_vpc", ...}, settings=settings)            one policy document
    documents("apply", types=..., settings=...)                          the same in parts of at most 6,144 characters
    policy("apply", types=known_types(), settings=settings)              whatever this code can declare

What is called is recorded, never guessed: `python -m tests.permissions.record` writes `recorded.json` while the real
provider works, and `resources.json` from AWS's own reference of what an action can be confined to. What the record
cannot show, since only AWS asks for it or no emulator plays along, is in `additions.json`, each entry with its source.
"""

from permissions.document import documents, policy
from permissions.grants import COMMANDS, Command
from permissions.recorded import types as known_types

__all__ = ["COMMANDS", "Command", "documents", "known_types", "policy"]
