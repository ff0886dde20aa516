"""Environments made by hand in any plausible shape, one a seed: what adoption must cope with, and the answers to it.

In: the environment variables of an AWS client, and a seed. Out: what was planted (`sandbox.answer_sheet`), by the ids
Terraform takes. Seeds 0 to 7 together show every option of the table in `choices.py`, and so does every later eight.
The order: choose, fill in the forms of `sandbox.handmade`, make; then strays, twins, and where they are wanted a crowd
and a double.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.answer_sheet import Planted
from sandbox.handmade import make_environment
from sandbox.handmade.console import sign_in
from sandbox.handmade.unrelated import make_unrelated
from sandbox.seeded.ambiguous import BENT, make_double
from sandbox.seeded.choices import choose
from sandbox.seeded.fill_forms import fill_in
from sandbox.seeded.lookalikes import make_twins
from sandbox.seeded.noise import make_crowd
from sandbox.seeded.strays import make_strays


def make_any(environment: Mapping[str, str], *, seed: int, noise: int = 0, double: str | None = None) -> Planted:
    """Make the environment of a seed in an empty account, and `noise` resources that have nothing to do with it.

    The same seed is the same shape; ids are AWS's affair. `double`, one of `doubles.DOUBLES`, is made twice.
    """
    console, choices = sign_in(environment), {**choose(seed), **BENT.get(double or "", {})}
    form = fill_in(choices)
    make_unrelated(console)
    made = make_environment(console, form)
    make_strays(console, choices, made=made)
    make_twins(console, choices, form, made=made)
    make_crowd(console, size=noise)
    doubles = (make_double(console, double, form, made=made),) if double else ()
    notes = console.notes
    return Planted(
        seed=seed,
        choices=choices,
        documented=tuple(notes.documented),
        either=tuple(notes.either),
        strays=tuple(notes.strays),
        gaps=tuple(notes.gaps),
        doubles=doubles,
    )
