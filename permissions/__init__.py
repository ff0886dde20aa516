"""IAM policies with the least permissions that this tool needs to audit, discover, plan or apply. Pure.

    stack (its types) + settings (names) -> needed: {action: ARNs} -> document: statements, split to IAM's size limit

    policy("plan", types={"aws_vpc", ...}, settings=settings)            one policy document
    documents("apply", types=..., settings=...)                          the same in parts of at most 6,144 characters
    policy("apply", types=known_types(), settings=settings)              for everything that this code can declare

The calls are recorded: `python -m tests.permissions.record` writes `recorded.json` while the real provider works,
and `resources.json` from AWS's reference of what an action can be confined to. `additions.json` holds what a record
cannot show, because only AWS checks it or no emulator supports it; each entry has its source.
"""

from permissions.document import documents, policy
from permissions.grants import COMMANDS, Command
from permissions.recorded import types as known_types

__all__ = ["COMMANDS", "Command", "documents", "known_types", "policy"]
