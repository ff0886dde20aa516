"""`python -m sandbox`: runs an emulated AWS account with a hand-made DEV in this terminal until Ctrl-C.

`--empty` leaves the account empty. `--seed` makes an environment of another shape and prints its answer sheet to
stderr. `--database` starts a real PostgreSQL server, to which the account's database leads. Stdout gets the lines that
lead another terminal to the account.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
from contextlib import ExitStack

from sandbox.answer_sheet import AnswerSheet
from sandbox.env_vars import UNANSWERABLE
from sandbox.handmade import make_dev
from sandbox.handmade.console import REFERENCE_ACCOUNT, REFERENCE_REGION
from sandbox.handmade.database import DEV_DATABASE
from sandbox.postgres.dev import make_dev_database, start_dev_server
from sandbox.postgres.server import PostgresError, PostgresServer
from sandbox.seeded import make_any
from sandbox.seeded.ambiguous import DOUBLES
from sandbox.server import Sandbox, SandboxError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    inside = parser.add_mutually_exclusive_group()
    inside.add_argument("--empty", action="store_true", help="leave the account empty")
    inside.add_argument(
        "--seed", type=int, help="make an environment of another shape; the same number gives the same shape"
    )
    parser.add_argument(
        "--double", choices=DOUBLES, help="with --seed: make this resource twice, so that a person has to choose"
    )
    parser.add_argument("--noise", type=int, default=0, help="with --seed: number of unrelated resources to make")
    parser.add_argument("--database", action="store_true", help="start a PostgreSQL server with DEV's tables (Linux)")
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1; a free one by default")
    parser.add_argument("--account", default=REFERENCE_ACCOUNT, help="account id; default: %(default)s")
    parser.add_argument("--region", default=REFERENCE_REGION, help="region; default: %(default)s")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # the first is ignored where a script started it with `&`
        signal.signal(number, signal.default_int_handler)
    try:
        with ExitStack() as started:
            server = started.enter_context(start_dev_server()) if given.database else None
            sandbox = started.enter_context(
                Sandbox.start(
                    account_id=given.account,
                    region=given.region,
                    port=given.port,
                    database_host=server.host if server else "",
                    database_authority=server.authority if server else None,
                )
            )
            if server:
                make_dev_database(server, seed=given.seed)
            if given.seed is not None:
                _print_answer_sheet(
                    make_any(sandbox.environment(), seed=given.seed, noise=given.noise, double=given.double)
                )
            elif not given.empty:
                make_dev(sandbox.environment())
            _show(sandbox, server)
            sandbox.process.wait()
            print(f"the sandbox ended without being stopped\n{sandbox.log_tail()}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    except (SandboxError, PostgresError) as error:
        print(error, file=sys.stderr)
        return 1
    return 1


def _print_answer_sheet(sheet: AnswerSheet) -> None:
    """Prints the choices of the seed, and the strays, gaps and doubles that an import should report."""
    lines = [f"{name}: {choice}" for name, choice in sheet.choices.items()]
    lines += [f"stray {stray.type} {stray.id}: {stray.why}" for stray in sheet.strays]
    lines += [f"gap {gap.type}: {gap.about}" for gap in sheet.gaps]
    lines += [f"twice {double.type}: {' and '.join(double.ids)}" for double in sheet.doubles]
    print("\n".join(lines), file=sys.stderr)


def _show(sandbox: Sandbox, server: PostgresServer | None) -> None:
    print(f"unset {' '.join(UNANSWERABLE)}")
    for name, value in sandbox.environment().items():
        print(f"export {name}={shlex.quote(value)}")
    if server:
        url = server.url(DEV_DATABASE.name, user=DEV_DATABASE.username)
        print(f"# its database: counterpromo schema capture dev --url {url}")
    print(f"# an emulated account answers at {sandbox.endpoint}; Ctrl-C ends it", flush=True)


if __name__ == "__main__":
    sys.exit(main())
