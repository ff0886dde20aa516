"""`python -m sandbox`: an emulated AWS account in this terminal until Ctrl-C, with DEV made by hand unless --empty.

Out: the lines that point another terminal at it.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys

from sandbox.environment import UNANSWERABLE
from sandbox.handmade import make_dev
from sandbox.handmade.console import REFERENCE_ACCOUNT, REFERENCE_REGION
from sandbox.server import Sandbox, SandboxError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--empty", action="store_true", help="an account with nothing in it")
    parser.add_argument("--port", type=int, default=0, help="of 127.0.0.1; a free one if left out")
    parser.add_argument("--account", default=REFERENCE_ACCOUNT, help="account id, default %(default)s")
    parser.add_argument("--region", default=REFERENCE_REGION, help="default %(default)s")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Sandbox.start(account_id=given.account, region=given.region, port=given.port) as sandbox:
            if not given.empty:
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


def _show(sandbox: Sandbox) -> None:
    print(f"unset {' '.join(UNANSWERABLE)}")
    for name, value in sandbox.environment().items():
        print(f"export {name}={shlex.quote(value)}")
    print(f"# an emulated account answers at {sandbox.endpoint}; Ctrl-C ends it", flush=True)


if __name__ == "__main__":
    sys.exit(main())
