"""The child process: moto's server on a socket it was given, put right, for as long as its parent lives.

In: the listening socket, the parent's process id and the account, as arguments. Out: an AWS over HTTP, a log on stderr.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import sys
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Any

WATCH_SECONDS = 0.5
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="sandbox.moto_process")
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--as-it-comes", action="store_true")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    Thread(target=_die_with_parent, args=(given.parent,), daemon=True).start()
    serve(descriptor=given.socket, account_id=given.account, corrected=not given.as_it_comes)


def serve(*, descriptor: int, account_id: str, corrected: bool) -> None:
    """Answer until the process ends. moto is imported here: the watch over the parent must already stand."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    from sandbox import moto_fixes
    from sandbox.authorization import authorized
    from sandbox.http_answer import InOnePiece
    from sandbox.overlay.application import Overlay

    moto_fixes.apply(account_id=account_id, corrected=corrected)
    emulator: Application = DomainDispatcherApplication(create_backend_app)
    guarded = authorized(emulator, account_id=account_id) if corrected else emulator
    application = one_at_a_time(Overlay(application=guarded))

    class Handler(InOnePiece, MotoRequestHandler):  # type: ignore[misc]
        """moto's own, whose answers leave in one piece."""

    make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler, fd=descriptor).serve_forever()


def one_at_a_time(application: Application) -> Application:
    """What AWS does in one step stays one step: a conditional write, such as a state lock, cannot be won by two.

    moto looks and writes without a lock of its own. A receiver that waits for messages must not hold up the sender it
    waits for, so that one call stays outside.
    """
    turn = Lock()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_X_AMZ_TARGET") == "AmazonSQS.ReceiveMessage":
            return application(environ, start_response)
        with turn:
            return list(application(environ, start_response))

    return answer


def _die_with_parent(parent: int) -> None:
    """The parent holds the other end of our stdin, which ends with it, however it ended. Its id is the second look."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], WATCH_SECONDS)
        if readable and not os.read(sys.stdin.fileno(), 1):
            break
    os._exit(0)


if __name__ == "__main__":
    main()
