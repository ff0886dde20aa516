"""The one base of every error a person is meant to read; only the command line catches it.

A message is lower case, without a final stop, and holds what was wrong, what we got, what is
allowed; `cure` is the next command to type or the next thing to do.
"""


class CounterPromoError(Exception):
    """What stopped us, in one line, and how to go on.

    `exit_code` follows the command line's contract: 1 broken, 3 refused.
    """

    exit_code = 1

    def __init__(self, message: str, *, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


class Refused(CounterPromoError):
    """We could go on, but it would not be safe; nothing was written."""

    exit_code = 3
