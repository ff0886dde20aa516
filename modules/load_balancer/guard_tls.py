"""Compares security policies of HTTPS listeners by their names: protocols, ciphers, and FIPS 140-3.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from terraform.plan.values import empty, same

# `TLS13-1-2-Res-PQ-2025-09`: TLS 1.3 down to 1.2, ciphers, options, date. `2016-08` has the date only.
_NAME = re.compile(
    r"ELBSecurityPolicy-(?:(?P<family>TLS13|TLS|FS)(?:-1-(?P<oldest>[0-3]))?)?"
    r"(?P<ciphers>-(?:Res|Ext[012]?))?(?P<options>(?:-(?:FIPS|PQ|RFC9151))*)(?:-?(?P<year>\d{4})-\d\d)?"
)
# The weakest cipher, strongest first: ECDHE with GCM, CBC with SHA-2, ECDHE with SHA-1, RSA with SHA-2, RSA with SHA-1.
_RES, _DEFAULT, _FORWARD_SECRECY, _RSA, _ALL = range(5)
_TLS_1_2 = 2
_CIPHERS = {"-Res": _RES, "-Ext0": _FORWARD_SECRECY, "-Ext1": _RSA, "-Ext2": _ALL, "-Ext": _ALL}


@dataclass(frozen=True, kw_only=True)
class _Strength:
    """The protocols and ciphers of a policy. `oldest` and `newest` are versions of TLS 1; low `ciphers` are strong."""

    oldest: int
    newest: int
    ciphers: int
    fips: bool

    @classmethod
    def of(cls, policy: Any) -> _Strength | None:
        found = _NAME.fullmatch(str(policy))
        if not found:
            return None
        family, oldest, fips = found["family"], int(found["oldest"] or 0), "FIPS" in found["options"]
        return cls(oldest=oldest, newest=3 if family == "TLS13" else 2, ciphers=_ciphers(found), fips=fips)


def _ciphers(name: re.Match[str]) -> int:
    """Returns the rank of the weakest cipher that a policy accepts."""
    family, oldest, ciphers = name["family"], int(name["oldest"] or 0), name["ciphers"] or ""
    if family == "FS":
        by_year = {"-Res2020": _RES, "-Res2019": _DEFAULT}
        return by_year.get(f"{ciphers}{name['year']}", _FORWARD_SECRECY)
    if oldest < _TLS_1_2:
        return _ALL
    if oldest > _TLS_1_2 or ("FIPS" in name["options"] and not ciphers):
        return _RES
    return _CIPHERS.get(ciphers, _DEFAULT if family == "TLS13" else _RSA)


def weaker(before: Any, after: Any) -> bool:
    """Returns True if a policy accepts older protocols or ciphers, lacks TLS 1.3 or FIPS, or has an unknown name."""
    if empty(before) or same(before, after):
        return False
    live, planned = _Strength.of(before), _Strength.of(after)
    if live is None or planned is None:
        return planned is None
    return (
        planned.oldest < live.oldest
        or planned.newest < live.newest
        or planned.ciphers > live.ciphers
        or (live.fips and not planned.fips and planned.oldest == live.oldest)
    )
