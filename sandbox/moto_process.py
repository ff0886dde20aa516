"""The child process: moto's server with our corrections, on a socket of the parent, while the parent lives.

Arguments: the listening socket, the parent's process id, the account. Output: AWS over HTTP, and a log on stderr.
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
    parser.add_argument("--database-host", default="")
    parser.add_argument("--database-authority", default="")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    Thread(target=_end_with_parent, args=(given.parent,), daemon=True).start()
    serve(
        descriptor=given.socket,
        account_id=given.account,
        corrected=not given.as_it_comes,
        database_host=given.database_host,
        database_authority=given.database_authority,
    )


def serve(
    *, descriptor: int, account_id: str, corrected: bool, database_host: str = "", database_authority: str = ""
) -> None:
    """Answers requests until the process ends. moto is imported here, after the watch over the parent has started."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    from sandbox import moto_fixes
    from sandbox.authorization import authorized
    from sandbox.copies import copied_on_request
    from sandbox.http_answer import BufferedAnswers
    from sandbox.inside_aws import events_on_request
    from sandbox.moto_fixes import ecs_tasks
    from sandbox.overlay.application import Overlay

    moto_fixes.apply(account_id=account_id, corrected=corrected)
    if database_host:
        moto_fixes.rds.instances_answer_at(database_host)
    if database_authority:
        ecs_tasks.tasks_of_the_schema_run(database_authority)
    emulator: Application = DomainDispatcherApplication(create_backend_app)
    guarded = authorized(emulator, account_id=account_id) if corrected else emulator
    account = events_on_request(Overlay(application=guarded), account_id=account_id)

    class Handler(BufferedAnswers, MotoRequestHandler):  # type: ignore[misc]
        """moto's handler, which sends each answer in one piece."""

    def listen(descriptor: int) -> None:
        def copy(listener: int) -> None:
            os.close(descriptor)
            Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
            listen(listener)

        application = one_at_a_time(copied_on_request(account, serve_copy=copy))
        make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler, fd=descriptor).serve_forever()

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the processes of copies
    listen(descriptor)


def one_at_a_time(application: Application) -> Application:
    """Returns the application with one request at a time, so that a conditional write, such as a lock, has one winner.

    moto reads and writes without a lock of its own. ReceiveMessage may wait for a message, so it runs outside the lock.
    """
    turn = Lock()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_X_AMZ_TARGET") == "AmazonSQS.ReceiveMessage":
            return application(environ, start_response)
        with turn:
            return list(application(environ, start_response))

    return answer


def _end_with_parent(parent: int) -> None:
    """Ends this process when the parent ends: stdin, held by the parent, closes, or the parent's process id changes."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], WATCH_SECONDS)
        if readable and not os.read(sys.stdin.fileno(), 1):
            break
    os._exit(0)


if __name__ == "__main__":
    main()
