"""The code of a multi-factor device, which a role with `mfa_serial` needs. It is asked for on the terminal, once."""

from __future__ import annotations

import os
from collections.abc import Callable

from errors import CounterPromoError


def prompter(profile: str) -> Callable[[str], str]:
    """Returns what botocore calls with its question. It raises CounterPromoError where nobody answers."""

    def ask(prompt: str) -> str:
        import getpass

        if not _has_terminal():
            raise CounterPromoError(
                f"an MFA code is needed, and there is no terminal to ask on ({prompt.strip().rstrip(':')})",
                cure="run in a terminal, or export the session: "
                f'eval "$(aws configure export-credentials --profile {profile} --format env)"',
            )
        try:
            code = getpass.getpass(prompt).strip()
        except EOFError:
            code = ""
        if not code:
            raise CounterPromoError(
                f"an MFA code is needed for the profile {profile}, and none was typed",
                cure="run the same command again, and type the code that the device shows",
            )
        return code

    return ask


def _has_terminal() -> bool:
    """Returns True if the process has a terminal: `getpass` opens it, even if stdin is something else."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
