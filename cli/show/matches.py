"""Prints the result of matching on one screen: matched resources by area, then gaps, ambiguous addresses and strays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cli.terminal import say
from imports.model import Ambiguous, Outcome
from modules.registry import AREA_OF_TYPE

STRAYS = 15
OTHER = "other"


def print_outcome(outcome: Outcome, *, title: str) -> None:
    """Prints an outcome: matched resources as counts, everything else one by one."""
    matched, unmatched = len(outcome.matched), len(outcome.missing) + len(outcome.ambiguous)
    say(f"{title}: {matched} of {matched + unmatched} declared resources found", style="bold")
    for line in counts_by_area(match.type for match in outcome.matched):
        say(f"  {line}", style="green")
    for missing in outcome.missing:
        say(f"  gap        {missing.address}: {missing.why}", style="yellow")
    for ambiguous in outcome.ambiguous:
        say(f"  ambiguous  {ambiguous.address}: {ambiguous.why}", style="red")
        for line in _candidates(ambiguous):
            say(f"               {line}")
    for stray in outcome.strays[:STRAYS]:
        say(f"  stray      {stray.type} {stray.name or stray.id}: {stray.why}; left alone", style="yellow")
    if len(outcome.strays) > STRAYS:
        say(f"  … and {len(outcome.strays) - STRAYS} more strays, in the report")


def counts_by_area(types: Iterable[str]) -> list[str]:
    """Returns a line for each area: `network            6  4 subnet, 1 internet gateway, 1 vpc`."""
    counts_of = dict[str, Counter[str]]()
    for type_ in types:
        counts_of.setdefault(AREA_OF_TYPE.get(type_, OTHER), Counter())[_short_name(type_)] += 1
    lines = []
    for area, counts in sorted(counts_of.items()):
        parts = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
        lines.append(f"{area:16} {counts.total():3}  {parts}")
    return lines


def _candidates(ambiguous: Ambiguous) -> list[str]:
    """Returns a line for each candidate: id, name if it is another, and the facts in which it differs."""
    lines = []
    for one in ambiguous.candidates:
        named = one.id if one.name in (one.id, "") else f"{one.id} {one.name}"
        differing = ", ".join(f"{key} {value}" for key, value in one.differs.items())
        lines.append(f"{named}: {differing}" if differing else named)
    return lines


def _short_name(type_: str) -> str:
    """Returns the type without the words that its area repeats: `aws_s3_bucket_versioning` -> `versioning`."""
    words = type_.removeprefix("aws_").replace("_", " ").removesuffix(" configuration")
    return words.removeprefix("vpc security group ").removeprefix("s3 bucket ").removeprefix("lb ")
