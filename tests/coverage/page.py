"""docs/coverage.md: type by type, how many of the arguments that a person can set were adopted with a live value.

In: the provider's schema, `adopted.json`, the reasons. Out: the page. To write it: COUNTERPROMO_RECORD=1, and
`.venv/bin/pytest tests/coverage/test_page.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.coverage.arguments import Block, settable
from tests.coverage.reasons import COMPUTED, IDENTITY, LEFT_OUT, OF_PROD, OPEN, reason
from tests.coverage.recorded import Recorded

NOT_TRIED = "not tried yet"
NEVER = (COMPUTED, IDENTITY)
MANY = 40
INTRODUCTION = """\
# Live values that were adopted

This page is generated: `tests/coverage/page.py` says how. For each Terraform type of the three stacks it counts the
arguments of the provider's schema, those of nested blocks included, and those that a test adopted with *0 to add, 0 to
change, 0 to destroy* while AWS answered with another value than DEV, made by hand, has. What only names the resource or
follows from it does not count.

The real terraform and provider read these values from the sandbox, in three ways: answers amended in AWS's own shapes
(`sandbox/overlay`; `tests/coverage/test_adopted.py`), environments of another shape, which have other names, CIDRs and
references (`test_seeded_adopted.py`), and an account whose own resources exist before `bootstrap`
(`test_account_adopted.py`). `make soak` compares each with `tests/coverage/adopted.json`. Beside them,
`tests/coverage/test_values.py` captures and pins any value that AWS's model allows, without terraform.
"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A type: its arguments that count, those that were adopted, and the reasons for all others."""

    type: str
    counted: frozenset[str]
    adopted: frozenset[str]
    open: Mapping[str, str]
    left_out: Mapping[str, str]


def rows(schema: Mapping[str, Block], recorded: Recorded) -> list[Row]:
    """Returns a row for each type.

    What was adopted counts, whatever reason it has not to be; but never what only names or follows the resource.
    """
    made = []
    for type_, block in sorted(schema.items()):
        paths = frozenset(settable(block))
        adopted = paths & frozenset(recorded.get(type_, {}))
        reasons = {path: words for path in paths if (words := reason(LEFT_OUT, type_, path))}
        left_out = {path: words for path, words in reasons.items() if words in NEVER or path not in adopted}
        counted = paths - frozenset(left_out)
        adopted &= counted
        open_ = {path: reason(OPEN, type_, path) or NOT_TRIED for path in counted - adopted}
        made.append(Row(type=type_, counted=counted, adopted=adopted, open=open_, left_out=left_out))
    return made


def page(schema: Mapping[str, Block], recorded: Recorded) -> str:
    """Returns the page as Markdown."""
    made = rows(schema, recorded)
    counted, adopted = sum(len(row.counted) for row in made), sum(len(row.adopted) for row in made)
    left_out = sum(len(row.left_out) for row in made)
    of_prod = sum(list(row.open.values()).count(OF_PROD) for row in made)
    of_dev = counted - of_prod
    total = (
        f"**{adopted} of {of_dev}** arguments ({_percent(adopted, of_dev)}) of the types that DEV declares were adopted"
    )
    lines = [INTRODUCTION, f"{total}.\n{of_prod} arguments of types that only PROD declares are not measured."]
    lines += [f"{left_out} more are none that a person sets on these resources.", ""]
    lines += ["| type | adopted | of | | not adopted, and why |", "|---|---:|---:|---:|---|"]
    lines += [_line(row) for row in made]
    lines += ["", "## Not counted", "", "| type | argument | why |", "|---|---|---|"]
    lines += [f"| `{row.type}` | {names} | {words} |" for row in made for words, names in _grouped(row.left_out)]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    why = "; ".join(f"{names}: {words}" for words, names in _grouped(row.open))
    percent = _percent(len(row.adopted), len(row.counted))
    return f"| `{row.type}` | {len(row.adopted)} | {len(row.counted)} | {percent} | {why} |"


def _grouped(reasons: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yields each reason with the arguments it stands for; a block with one reason for more than MANY is one name."""
    sizes = Counter(path.partition(".")[0] for path in reasons)
    for words in sorted(set(reasons.values())):
        paths = [path for path in sorted(reasons) if reasons[path] == words]
        here = Counter(path.partition(".")[0] for path in paths)
        whole = {block for block, size in here.items() if MANY < size == sizes[block]}
        names = [f"{block}.*" if (block := path.partition(".")[0]) in whole else path for path in paths]
        yield words, ", ".join(f"`{name}`" for name in dict.fromkeys(names))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "-"
