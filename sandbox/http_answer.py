"""Sends head and body of an answer together, as AWS does: a mixin for werkzeug's request handlers.

Werkzeug sends them in two pieces and announces that it closes the connection. On a busy machine, Go's client sometimes
loses the second piece (some 6 of 1,000 state locks) and repeats a request that already succeeded. The run that asks for
a lock then meets its own lock.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

BUFFER_BYTES = 1 << 20


class BufferedAnswers(BaseHTTPRequestHandler):
    """Buffers an answer until it is complete or the buffer is full. Put this class before the handler."""

    wbufsize = BUFFER_BYTES

    def handle_expect_100(self) -> bool:
        answered = super().handle_expect_100()
        self.wfile.flush()
        return answered
