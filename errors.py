"""The errors that a person reads, and the exit codes of the command line.

A message is lower case, without a final stop: it says what is wrong, what was found, and what is allowed. `cure` is the
next command to type or the next thing to do. Only the command line catches these errors.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of a command, for a shell or a workflow to read."""

    DONE = 0  # all is done, or nothing is to do
    BROKEN = 1  # something failed
    CHANGES = 2  # a plan has changes
    REFUSED = 3  # going on would not be safe
    INCOMPLETE = 4  # an import adopted all but what it set aside
    INTERRUPTED = 130  # Ctrl-C, SIGTERM or SIGHUP


class CounterPromoError(Exception):
    """An error in one line, with the next step."""

    exit_code = ExitCode.BROKEN

    def __init__(self, message: str, *, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


class Refused(CounterPromoError):
    """The program could go on, but that would not be safe. Nothing was written."""

    exit_code = ExitCode.REFUSED
