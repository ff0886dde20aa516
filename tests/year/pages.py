"""`python -m tests.year.pages`: writes docs/changes.md and docs/ageing.md from the records of the tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docs.generate.markdown import table
from sandbox.ageing import EVENTS, Event, Owner
from tests.year import record
from tests.year.changes import CHANGES
from tests.year.prod_edits import HOSTILE, ORDINARY

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
CHANGES_PAGE = DOCS / "changes.md"
AGEING_PAGE = DOCS / "ageing.md"
NOTE = "<!-- Written by `python -m tests.year.pages` from the records of the tests; a test compares them. -->"
ABOUT_CHANGES = """Each row is an edit of `envs/dev.toml` of an adopted DEV, planned against the emulated account by
the real terraform and provider (`tests/year/test_changes.py`). Exit code 2: changes that may be applied; 3: refused
without a waiver. A finding that is only reported blocks nothing.

The test applies each change in a copy of the account of its own, and plans again. Before and after the apply it lists
what somebody may use: revisions that are ACTIVE, services and the revision they run, target groups, targets, load
balancers, listeners and rules, endpoints, subnets, security groups and their rules, secret versions, roles, queues,
buckets, parameters, log groups, databases and certificates. The last column counts what is gone."""
ABOUT_PROD = """## Edits of PROD

Each row is an edit of `envs/prod.toml` of a PROD that this tool made (`tests/year/test_prod_edits.py`). One plan holds
all ordinary edits: exit code 2, no waiver. A second plan holds all hostile edits, with these findings."""
ABOUT_AGEING = """Each row is an event that changes an adopted DEV without an edit of its settings. The test causes it
in a copy of the emulated account (`python -m sandbox.ageing NAME`), then runs the plan of the nightly drift check
(`tests/year/test_ageing.py`). Events of AWS, and of application deploys ([deploys](deploys.md)), show no change, and
the check keeps no issue open."""
BY_HAND = """## By a person

For each address below there are two cures: take the change into the settings, or put it back.

<!-- run by: tests/year/test_ageing.py -->
```sh
counterpromo capture dev ADDRESS                # the settings get the live value
counterpromo apply dev --put-back ADDRESS       # AWS gets the value of the settings
```

No state holds a listener rule, a role policy or a DNS record that somebody adds, so no plan shows it. The check asks
AWS for these parts (`counterpromo plan dev --added`) and reports those that are neither in the state nor in
`envs/dev.strays.json`, the list that the import wrote. There are three cures: write the part into the settings and
import it, delete it in AWS, or leave it as it is:

<!-- run by: tests/year/test_ageing.py -->
```sh
counterpromo strays dev --keep                  # the check no longer reports it
```

A newer Terraform changes nothing in the account: `tests/cli/adoption/test_newest_terraform.py` adopts DEV with
Terraform 1.15 and plans it without changes. The provider stays at the version of the lock file."""


def changes_page() -> str:
    """Returns docs/changes.md."""
    rows = record.read(record.CHANGES)
    why = {change.name: change.refused for change in CHANGES}
    cells = [
        (row.name, row.counts, str(row.exit_code), _findings(row), why[row.name], row.afterwards, _gone(row))
        for row in rows.values()
    ]
    columns = ["change", "plan", "exit code", "the guard", "why a waiver is needed", "the plan after the apply", "gone"]
    parts = ["# Ordinary changes", NOTE, ABOUT_CHANGES, table(columns, cells).rstrip(), ABOUT_PROD, _prod()]
    return "\n\n".join(parts)


def _prod() -> str:
    """Returns the table of the edits of PROD."""
    ordinary = [(each.name, "passes", "") for each in ORDINARY]
    hostile = [(each.name, "blocked" if each.blocked else "reported", f"`{each.rule}`") for each in HOSTILE]
    return table(["edit", "verdict", "rule"], [*ordinary, *hostile])


def ageing_page() -> str:
    """Returns docs/ageing.md."""
    by_itself = [event for event in EVENTS if event.owner is not Owner.PERSON]
    by_hand = [event for event in EVENTS if event.owner is Owner.PERSON]
    parts = ["# What changes without an apply", NOTE, ABOUT_AGEING, "## By AWS, and by application deploys"]
    return "\n\n".join([*parts, _nights(by_itself).rstrip(), BY_HAND, _nights(by_hand)])


def _nights(events: list[Event]) -> str:
    rows = record.read(record.NIGHTS)
    cells = [
        (f"{event.says} (`{event.name}`)", event.owner.value, *_night(rows[event.name]))
        for event in events
        if event.name in rows
    ]
    return table(["event", "made by", "plan", "exit code", "reported", "drift issue"], cells)


def _gone(row: record.Row) -> str:
    """Returns the kinds of what can no longer be used, with how many of each."""
    kinds = Counter(each.partition(": ")[0] for each in row.gone)
    return ", ".join(f"{kind} ({number})" for kind, number in kinds.items()) or "nothing"


def _night(row: record.Row) -> tuple[str, str, str, str]:
    return row.counts, str(row.exit_code), _findings(row), "open" if row.issue else "none"


def _findings(row: record.Row) -> str:
    return "; ".join(_short(row)) or "nothing"


def _short(row: record.Row) -> Iterator[str]:
    for finding in row.findings:
        severity, address, rule = finding.split(" ")
        yield f"{severity} `{address}` {rule.strip('[]')}"


if __name__ == "__main__":
    CHANGES_PAGE.write_text(changes_page(), encoding="utf-8")
    AGEING_PAGE.write_text(ageing_page(), encoding="utf-8")
