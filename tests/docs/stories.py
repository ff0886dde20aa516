"""Stories: pages that are typed one after the other in one account. Each page with a block to type is in a story.

Quick stories run in `make test`, the others in `make soak`, as importing an environment takes a minute.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Story:
    """Pages that one person types one after the other. `handmade`: the account holds a hand-made DEV."""

    name: str
    pages: tuple[str, ...]
    handmade: bool = False
    account: str = "437064342167"
    region: str = "eu-west-2"


STORIES = (
    Story(name="policies", pages=("docs/permissions.md",)),
    Story(
        name="a life of DEV",
        handmade=True,
        pages=(
            "docs/runbooks/first-day.md",
            "docs/runbooks/roll-back.md",
            "docs/runbooks/rotate-stripe-keys.md",
            "docs/runbooks/add-a-service.md",
            "docs/runbooks/recover.md",
            "docs/runbooks/promote.md",
            "docs/deploys.md",
        ),
    ),
    Story(
        name="elsewhere",
        pages=("docs/runbooks/recreate-elsewhere.md",),
        account="210987654321",
        region="eu-west-1",
    ),
)
