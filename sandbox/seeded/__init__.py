"""Makes environments of any plausible hand-made shape, one for each seed, with an answer sheet.

Input: the environment variables of an AWS client, and a seed. Output: the answer sheet, with Terraform's ids. Seeds 0
to 7 together show every option of the table in `choices.py`, and so do each further eight seeds.
Order: choose, fill in the forms of `sandbox.handmade`, make the environment; then strays, lookalikes, noise, doubles.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.answer_sheet import AnswerSheet
from sandbox.handmade import make_environment
from sandbox.handmade.console import sign_in
from sandbox.handmade.unrelated import make_unrelated
from sandbox.seeded.ambiguous import BENT, make_double
from sandbox.seeded.choices import choose
from sandbox.seeded.fill_forms import fill_in
from sandbox.seeded.lookalikes import make_lookalikes
from sandbox.seeded.noise import make_noise
from sandbox.seeded.strays import make_strays


def make_any(environment: Mapping[str, str], *, seed: int, noise: int = 0, double: str | None = None) -> AnswerSheet:
    """Makes the environment of a seed in an empty account, and `noise` unrelated resources.

    The same seed gives the same shape; ids differ. `double`, one of `ambiguous.DOUBLES`, is made twice.
    """
    console, choices = sign_in(environment), {**choose(seed), **BENT.get(double or "", {})}
    form = fill_in(choices)
    make_unrelated(console)
    made = make_environment(console, form)
    make_strays(console, choices, made=made)
    make_lookalikes(console, choices, form, made=made)
    make_noise(console, size=noise)
    doubles = (make_double(console, double, form, made=made),) if double else ()
    notes = console.notes
    return AnswerSheet(
        seed=seed,
        choices=choices,
        documented=tuple(notes.documented),
        either=tuple(notes.either),
        strays=tuple(notes.strays),
        gaps=tuple(notes.gaps),
        doubles=doubles,
    )
