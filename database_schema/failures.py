"""Turns an error of PostgreSQL into one line with its cause and cure.

The codes are those of https://www.postgresql.org/docs/17/errcodes-appendix.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import psycopg

from errors import CounterPromoError

AGAIN = "run the same command again; a migration that had not ended was rolled back"
CA_BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
# SQLSTATE, or its first two characters -> message and cure.
BY_CODE: Mapping[str, tuple[str, str]] = {
    "28P01": ("{database} does not accept the password of {user}", "export the password as PGPASSWORD"),
    "28000": ("{database} does not let {user} in: {text}", "check the user, and that the URL says sslmode=verify-full"),
    "3D000": ("there is no such database: {database}", "correct the name of the database in the URL"),
    "42501": (
        "{user} is not allowed to do this in {database}: {text}",
        "use the master user, or grant what is missing",
    ),
    "55P03": (
        "a lock in {database} was not available in time: {text}",
        "wait for the statement that holds it (select * from pg_stat_activity), then run the same command again",
    ),
    "57014": ("{database} stopped a statement: {text}", "split the migration, or raise its `statement_timeout`"),
    "53100": ("the disk of {database} is full: {text}", "raise database.storage_gib, apply, and run again"),
    "53300": ("{database} takes no more connections: {text}", "wait, or close idle connections, then run again"),
    "57P": ("{database} ended the connection: {text}", AGAIN),
    "08": ("the connection to {database} was lost: {text}", AGAIN),
}
# Errors of libpq before there is a connection; they have no code.
BY_TEXT: tuple[tuple[str, str, str], ...] = (
    (
        r"root certificate file .* does not exist|certificate verify failed",
        "the certificate of {database} could not be verified: {text}",
        f"save {CA_BUNDLE} and add sslrootcert=FILE to the URL",
    ),
    (
        r"server certificate for .* does not match host name",
        "the certificate of {database} is for another host name: {text}",
        "keep the host name of RDS in the URL, and reach it with hostaddr=127.0.0.1 through the tunnel",
    ),
    (
        r"no pg_hba.conf entry .*no encryption",
        "{database} requires TLS: {text}",
        f"add sslmode=verify-full&sslrootcert=FILE to the URL, with FILE from {CA_BUNDLE}",
    ),
    (r"server does not support SSL", "{database} offers no TLS: {text}", "check that the tunnel leads to RDS"),
    (r"no password supplied", "no password for {user} at {database}", "export the password as PGPASSWORD"),
    (r"password authentication failed", *BY_CODE["28P01"]),
    (r"database .* does not exist", *BY_CODE["3D000"]),
    (
        r"Connection refused|timeout expired|could not translate host name|No route to host",
        "{database} cannot be reached: {text}",
        "open the tunnel, and check host and port of the URL",
    ),
    (r"permission denied", *BY_CODE["42501"]),
    (r"canceling statement due to (lock|statement) timeout", *BY_CODE["55P03"]),
    (r"too many clients|remaining connection slots", *BY_CODE["53300"]),
    (r"server closed the connection|consuming input failed|connection is lost|terminating connection", *BY_CODE["08"]),
)


def explain(error: psycopg.Error, *, database: str, user: str) -> CounterPromoError:
    """Returns the error that a person reads; an unknown one is quoted with its code."""
    said = " ".join(str(error.diag.message_primary or error).split())
    return _error(_by_code(error.sqlstate or ""), said, database=database, user=user)


def explain_text(said: str, *, database: str, user: str) -> CounterPromoError:
    """Returns the error that a person reads, from what a program of PostgreSQL printed."""
    return _error(None, " ".join(said.split()), database=database, user=user)


def _error(known: tuple[str, str] | None, said: str, *, database: str, user: str) -> CounterPromoError:
    message, cure = (
        known
        or _by_text(said)
        or ("{database} refused a statement: {text}", "correct the migration, then: counterpromo schema plan ENV")
    )
    named = {"database": database, "user": user or "this user", "text": said}
    return CounterPromoError(message.format(**named), cure=cure.format(**named))


def _by_code(code: str) -> tuple[str, str] | None:
    return next((BY_CODE[start] for start in (code, code[:3], code[:2]) if start and start in BY_CODE), None)


def _by_text(said: str) -> tuple[str, str] | None:
    return next(((message, cure) for pattern, message, cure in BY_TEXT if re.search(pattern, said)), None)
