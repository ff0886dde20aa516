"""`python -m sandbox.ageing NAME`: makes one event in the emulated account that AWS_ENDPOINT_URL names."""

from __future__ import annotations

import argparse
import os
import sys

from sandbox.ageing import EVENTS
from sandbox.ageing.event import Account

LOOPBACK = "http://127.0.0.1:"


def main() -> int:
    """Makes the event. Refuses an account that is not emulated on this machine."""
    listed = "\n".join(f"  {event.name:16} {event.says} ({event.owner.value})" for event in EVENTS)
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.ageing",
        description=__doc__,
        epilog=f"events:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=[event.name for event in EVENTS], metavar="NAME")
    given = parser.parse_args()
    if not os.environ.get("AWS_ENDPOINT_URL", "").startswith(LOOPBACK):
        print("AWS_ENDPOINT_URL does not name a sandbox; start one with: python -m sandbox", file=sys.stderr)
        return 1
    (event,) = [event for event in EVENTS if event.name == given.name]
    event.make(Account(environment=os.environ))
    print(event.says)
    return 0


if __name__ == "__main__":
    sys.exit(main())
