"""The match rule for a documented name that is spelled in another form: the same words in another order.

`counterpromo-dev-sg-ecs-worker` is another form of `counterpromo-dev-ecs-worker-sg`. Words that only say what kind of
resource it is may be missing in either.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from imports.matching.match_rules import Rule, same
from imports.matching.match_state import MatchState, fact
from imports.model import Declared, Found
from terraform.expressions import canonical

_WORD = re.compile(r"[a-z0-9]+")


def spelled_otherwise(path: str, *scope: str, kind: str) -> Rule:
    """Returns a rule: the live name at `path` has the same words, and facts such as `vpc_id` at `scope` are equal.

    `kind` lists the words that say what kind of resource it is, such as "sg security group".
    """
    ignored = frozenset(kind.split())

    def wanted(declared: Declared, match_state: MatchState) -> Hashable | None:
        return _key(match_state.value(declared, path), [match_state.value(declared, one) for one in scope], ignored)

    def key(live: Found) -> Hashable | None:
        return _key(fact(live, path), [fact(live, one) for one in scope], ignored)

    where = "".join(f" and {one.removesuffix('_id').replace('_', ' ')}" for one in scope)
    return same(f"name in another form{where}", wanted=wanted, key=key)


def _key(name: object, scope: list[object], ignored: frozenset[str]) -> Hashable | None:
    words = frozenset(_WORD.findall(str(name or "").lower())) - ignored
    places = tuple(canonical(one) for one in scope)
    return None if not words or None in places else (words, places)
