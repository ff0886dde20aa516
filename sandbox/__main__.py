"""`python -m sandbox`: an emulated AWS account in this terminal until Ctrl-C, with DEV made by hand in it.

With --empty there is nothing in it, with --seed another environment made by hand: what it is like goes to stderr.
Out: the lines that point another terminal at it.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys

from sandbox.answer_sheet import Planted
from sandbox.env_vars import UNANSWERABLE
from sandbox.handmade import make_dev
from sandbox.handmade.console import REFERENCE_ACCOUNT, REFERENCE_REGION
from sandbox.seeded import make_any
from sandbox.seeded.ambiguous import DOUBLES
from sandbox.server import Sandbox, SandboxError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    inside = parser.add_mutually_exclusive_group()
    inside.add_argument("--empty", action="store_true", help="an account with nothing in it")
    inside.add_argument("--seed", type=int, help="an environment of another shape, the same for the same number")
    parser.add_argument("--double", choices=DOUBLES, help="what is there twice, so that nobody can tell, with --seed")
    parser.add_argument("--noise", type=int, default=0, help="unrelated resources beside it, with --seed")
    parser.add_argument("--port", type=int, default=0, help="of 127.0.0.1; a free one if left out")
    parser.add_argument("--account", default=REFERENCE_ACCOUNT, help="account id, default %(default)s")
    parser.add_argument("--region", default=REFERENCE_REGION, help="default %(default)s")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # the first is ignored where a script started it with `&`
        signal.signal(number, signal.default_int_handler)
    try:
        with Sandbox.start(account_id=given.account, region=given.region, port=given.port) as sandbox:
            if given.seed is not None:
                _tell(make_any(sandbox.environment(), seed=given.seed, noise=given.noise, double=given.double))
            elif not given.empty:
                make_dev(sandbox.environment())
            _show(sandbox)
            sandbox.process.wait()
            print(f"the sandbox ended by itself\n{sandbox.log_tail()}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    except SandboxError as error:
        print(error, file=sys.stderr)
        return 1
    return 1


def _tell(planted: Planted) -> None:
    """What was chosen, and what an adopter should find missing or in the way."""
    lines = [f"{name}: {choice}" for name, choice in planted.choices.items()]
    lines += [f"stray {stray.type} {stray.id}: {stray.why}" for stray in planted.strays]
    lines += [f"gap {gap.type}: {gap.about}" for gap in planted.gaps]
    lines += [f"twice {double.type}: {' and '.join(double.ids)}" for double in planted.doubles]
    print("\n".join(lines), file=sys.stderr)


def _show(sandbox: Sandbox) -> None:
    print(f"unset {' '.join(UNANSWERABLE)}")
    for name, value in sandbox.environment().items():
        print(f"export {name}={shlex.quote(value)}")
    print(f"# an emulated account answers at {sandbox.endpoint}; Ctrl-C ends it", flush=True)


if __name__ == "__main__":
    sys.exit(main())
