"""One fault as a row: what happens, what a person then reads, what is kept, how to go on.

The rows are the page `docs/faults.md` (`python -m tests.faults.page`), and the tests hold each against the real output:
an ellipsis in a row stands for what differs from run to run.
"""

import re
from dataclasses import dataclass

import pytest

from cli.terminal import print_error
from errors import CounterPromoError

NOTHING = "nothing: the command takes longer"
GONE = "nothing: counterpromo has ended"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`sees` is the error on stderr, its lines joined by semicolons, `cure` what stands after `try:`.

    Where `sees` is no error there must be none, and unless it is nothing, it stands there as a line.
    """

    name: str
    sees: str
    kept: str
    cure: str

    def check(self, said: str) -> None:
        """Holds what was said on stderr against this row."""
        assert "Traceback" not in said, said
        errors = re.findall(r"(?ms)^((?:error|refused): .*?)(?:^try: ([^\n]*)$|\Z)", said)
        if not self.sees.startswith(("error: ", "refused: ")):
            assert errors == [], said
            shown = any(re.fullmatch(_pattern(self.sees), line) for line in said.splitlines())
            assert self.sees.startswith("nothing") or shown, said
            return
        assert len(errors) == 1, said
        error, cure = "; ".join(line.strip() for line in errors[0][0].strip().splitlines()), errors[0][1]
        assert re.fullmatch(_pattern(self.sees), error), f"{error}\nis not\n{self.sees}"
        assert re.fullmatch(_pattern(self.cure), cure), f"{cure}\nis not\n{self.cure}"

    def check_error(self, error: CounterPromoError, capsys: pytest.CaptureFixture[str]) -> None:
        """The same, of an error that the command line would tell."""
        capsys.readouterr()
        print_error(error)
        self.check(capsys.readouterr().err)


def _pattern(row: str) -> str:
    return ".*".join(re.escape(part) for part in row.split("…"))
