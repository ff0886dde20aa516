"""How an answer leaves: head and body together, as they do from AWS. A part of werkzeug's request handlers.

Werkzeug sends two pieces and says that it closes the connection. Of these Go's client loses the second, now and then,
where the machine is busy (some 6 of 1,000 state locks), and asks again for what was done already: a lock is then held
by the very run that asks for it.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

BUFFER_BYTES = 1 << 20


class InOnePiece(BaseHTTPRequestHandler):
    """To be named before the handler it mends: what is written is kept until the answer is whole, or this long."""

    wbufsize = BUFFER_BYTES

    def handle_expect_100(self) -> bool:
        answered = super().handle_expect_100()
        self.wfile.flush()
        return answered
