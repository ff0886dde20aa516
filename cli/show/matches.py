"""What matching came to, on one screen: what was found in each area, then what is missing, ambiguous or stray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cli.terminal import say
from errors import Refused
from imports.model import Ambiguous, Outcome
from modules.registry import AREA_OF_TYPE
from operations.adopt.record import Record
from terraform.plan.differences import CONTAINERS, HIDDEN

STRAYS = 15
ROOTS = ("aws_vpc", "aws_ecs_cluster")
OTHER = "other"


def show(outcome: Outcome, *, title: str) -> None:
    """One screen for an environment in order; what is not, is listed whole."""
    matched, open_ = len(outcome.matched), len(outcome.missing) + len(outcome.ambiguous)
    say(f"{title}: {matched} of {matched + open_} declared resources found", style="bold")
    for line in picture(match.type for match in outcome.matched):
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
        say(f"  … and {len(outcome.strays) - STRAYS} strays more, in the report")


def picture(types: Iterable[str]) -> list[str]:
    """A line an area: `network            6  4 subnet, 1 internet gateway, 1 vpc`."""
    areas_of = dict[str, Counter[str]]()
    for type_ in types:
        areas_of.setdefault(AREA_OF_TYPE.get(type_, OTHER), Counter())[_spoken(type_)] += 1
    lines = []
    for area, counts in sorted(areas_of.items()):
        parts = ", ".join(f"{number} {spoken}" for spoken, number in sorted(counts.items()))
        lines.append(f"{area:16} {counts.total():3}  {parts}")
    return lines


def refuse_unless_sure(outcome: Outcome) -> None:
    """Raises Refused where adopting what was found would take a guess, or where nothing of it is there."""
    if outcome.ambiguous:
        first, number = outcome.ambiguous[0], len(outcome.ambiguous)
        of = "1 address has" if number == 1 else f"{number} addresses have"
        raise Refused(
            f"{of} several candidates, and nothing is guessed",
            cure=f'choose in the settings: [import.choose] "{first.address}" = "{first.candidates[0].id}"',
        )
    if not any(match.type in ROOTS for match in outcome.matched):
        raise Refused(
            "neither the VPC nor the cluster of this environment is in the account, so nothing else can be told",
            cure="look at account, region and the names in the settings: counterpromo doctor ENV",
        )


def show_changes(record: Record, diffs: Mapping[str, str]) -> None:
    """What the import would write: settings as a diff, gaps and pins as lists. The ids are in the report."""
    for name, diff in diffs.items():
        if name.endswith(".toml"):
            say(f"{name}: what is live, as settings", style="bold")
            for line in diff.splitlines()[2:]:
                say(f"  {line}", style={"+": "green", "-": "red"}.get(line[:1], "dim"))
    if record.withheld:
        say(
            f"{len(record.withheld)} gaps: documented, not there, and withheld so that nothing is created", style="bold"
        )
        for address in record.withheld:
            say(f"  {address}", style="yellow")
    if record.pinned:
        say(f"{len(record.pinned)} pins: kept as they are, until the code is made to say so", style="bold")
        for pin in record.pinned:
            say(f"  {pin.address}.{pin.attribute}", style="yellow")
    for pin in record.pinned:
        if pin.attribute == CONTAINERS and pin.live == HIDDEN:
            say(f"{pin.address}: a plain variable looks like a secret, and is written nowhere", style="yellow")
            say("  try: keep it in Secrets Manager, and name it in the service's secrets")


def _candidates(ambiguous: Ambiguous) -> list[str]:
    return [
        f"{each.id} {each.name}: {', '.join(f'{key} {value}' for key, value in each.differs.items())}"
        for each in ambiguous.candidates
    ]


def _spoken(type_: str) -> str:
    """`aws_s3_bucket_versioning` -> `versioning`: what the area says already is left out."""
    words = type_.removeprefix("aws_").replace("_", " ").removesuffix(" configuration")
    return words.removeprefix("vpc security group ").removeprefix("s3 bucket ").removeprefix("lb ")
