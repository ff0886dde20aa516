"""Refuses to go on where a match is not certain."""

from __future__ import annotations

from errors import Refused
from imports.model import Ambiguous, Outcome

ROOTS = ("aws_vpc", "aws_ecs_cluster")


def refuse_ambiguous(outcome: Outcome) -> None:
    """Raises Refused if an address has several candidates."""
    if not outcome.ambiguous:
        return
    first, number = outcome.ambiguous[0], len(outcome.ambiguous)
    _refuse_shared(first, outcome)
    ids = ", ".join(candidate.id for candidate in first.candidates)
    have = "1 address has" if number == 1 else f"{number} addresses have"
    raise Refused(
        f"{have} several candidates, and the import guesses none",
        cure=f'choose in the settings: [import.choose] "{first.address}" = "ID", where ID is {ids} or none',
    )


def _refuse_shared(first: Ambiguous, outcome: Outcome) -> None:
    """Raises Refused if several addresses have one and the same candidate: Terraform holds it at one of them."""
    sharing = [one.address for one in outcome.ambiguous if one.candidates == first.candidates]
    if len(first.candidates) != 1 or len(sharing) < 2:
        return
    (only,) = first.candidates
    others = ", ".join(f'"{address}" = "none"' for address in sharing if address != first.address)
    raise Refused(
        f"{only.id} is the only candidate for {' and '.join(sharing)}, and Terraform holds it at one address",
        cure=f'choose the address in the settings: [import.choose] "{first.address}" = "{only.id}", {others}',
    )


def refuse_uncertain(outcome: Outcome, *, environment: str) -> None:
    """Raises Refused if an address has several candidates, or if neither VPC nor ECS cluster were found.

    Almost all other resources are found through the VPC or the cluster.
    """
    refuse_ambiguous(outcome)
    if not any(match.type in ROOTS for match in outcome.matched):
        raise Refused(
            f"found neither the VPC nor the ECS cluster of {environment} in this account,"
            " so no other resource can be matched",
            cure=f"check account, region and names in the settings: counterpromo doctor {environment}",
        )
