"""The refusal where a match is not certain: what it asks for can be typed as it stands."""

import pytest

from errors import Refused
from imports.model import Ambiguous, Candidate, Outcome
from operations.adopt.match_check import refuse_ambiguous

TASK, EXECUTION = "aws_iam_role.roles_task", "aws_iam_role.roles_execution"


def ambiguous(address: str, *ids: str) -> Ambiguous:
    candidates = tuple(Candidate(id=id_, name=id_, differs={}) for id_ in ids)
    return Ambiguous(address=address, type="aws_iam_role", candidates=candidates, why="by name")


def refusal(*unclear: Ambiguous) -> Refused:
    with pytest.raises(Refused) as raised:
        refuse_ambiguous(Outcome(matched=(), missing=(), ambiguous=unclear, strays=()))
    return raised.value


def test_one_resource_for_two_addresses_is_given_to_one_of_them() -> None:
    refused = refusal(ambiguous(EXECUTION, "ecsTaskExecutionRole"), ambiguous(TASK, "ecsTaskExecutionRole"))
    assert "ecsTaskExecutionRole is the only candidate for" in str(refused)
    assert refused.cure == (
        f'choose the address in the settings: [import.choose] "{EXECUTION}" = "ecsTaskExecutionRole", "{TASK}" = "none"'
    )


@pytest.mark.parametrize(
    "unclear",
    [
        (ambiguous(TASK, "one", "two"),),
        (ambiguous(TASK, "one", "two"), ambiguous(EXECUTION, "one", "two")),
        (ambiguous(TASK, "one"), ambiguous(EXECUTION, "one", "two")),
    ],
)
def test_several_candidates_are_listed(unclear: tuple[Ambiguous, ...]) -> None:
    refused = refusal(*unclear)
    assert "several candidates" in str(refused)
    for candidate in unclear[0].candidates:
        assert candidate.id in str(refused.cure)
