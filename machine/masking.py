"""Masks credentials in every text a person may read: output, logs, reports, details of errors.

Two sources decide what is masked: the values this process has seen (`remember`), whole or cut short, as they are or
escaped; and patterns of credentials nobody has named. Masking is the last step before a text leaves the process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO, cast
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

MASK = "****"
SHORTEST = 8  # a shorter value is part of too many ordinary words
CUT = 16  # so many characters of a longer value are masked even where the rest is missing
_NAMES = re.compile(r"SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|PRIVATE_KEY|ACCESS_KEY", re.IGNORECASE)
_PLACES = re.compile(r"(_FILE|_PATH|_URI|_URL|_DIR)$", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")
_NAMED = r"(?:aws_)?(?:secret_?access_?key|session_?token|security_?token)|x-amz-security-token"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}",  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
        r"\b(?:IQoJ|FwoG|FQoG)[A-Za-z0-9+/=%_-]{8,}",  # session tokens of AWS STS
        rf"(?i)(?<=[\W_])(?:{_NAMED})[\"']?\s*(?:[:=>]|\s)\s*[\"']?(?P<keep>)(?!AWS_|aws_)[A-Za-z0-9+/=_.~%-]{{12,}}",
        r"(?i)\bx-amz-(?:signature|credential)=[^&\s\"']+",
        r"\bAWS4-HMAC-SHA256\b[^\r\n\"]*",
        r"\b(?:Signature|Credential)=[^,&\s\"']+",
        r"(?i)\b(?:bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}",
        r"\bgh[pousr]_[A-Za-z0-9]{8,}|\bgithub_pat_\w{8,}",
        r"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{8,}",
        r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",
        r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{4,}|\bwhsec_[A-Za-z0-9+/=]{4,}|\bxox[abp]-[A-Za-z0-9-]{8,}",
        r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
        r"(?<=://)[^/\s:@\"']+:[^/\s@\"']+(?=@)",
    )
)
# The form of AWS's secret access keys: 40 characters of base 64.
_SECRET_KEY = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])")
_seen: set[str] = set()


def remember(*secrets: str | None) -> None:
    """Masks these values from now on, in every form `mask` knows."""
    for secret in secrets:
        if secret:
            _seen.update(form for form in _forms(secret) if len(form) >= SHORTEST)


def remember_environment(environ: Mapping[str, str]) -> None:
    """Masks the values of all variables whose name says that they hold a secret."""
    remember(*(value for name, value in environ.items() if _NAMES.search(name) and not _PLACES.search(name)))


def mask(text: str) -> str:
    """The text without credentials; each is replaced by `MASK`."""
    for secret in sorted(_seen, key=len, reverse=True):
        text = _without(text, secret)
    for pattern in _PATTERNS:
        text = pattern.sub(_masked, text)
    return _SECRET_KEY.sub(_masked_secret_key, text)


def masking(stream: TextIO) -> TextIO:
    """The stream, which masks all that is written to it."""
    return cast(TextIO, _MaskingStream(stream))


class _MaskingStream:
    """A text stream that masks; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(mask(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        self._stream.writelines(mask(line) for line in lines)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _forms(secret: str) -> Iterator[str]:
    """The value as programs print it: whole, in one line, in pieces, each of them also escaped."""
    one_line = " ".join(secret.split())
    printable = _UNPRINTABLE.sub("", secret)
    for form in {secret, secret.strip(), one_line, printable, *_UNPRINTABLE.sub(" ", secret).split()}:
        yield from (form, quote(form, safe=""), quote(form), quote_plus(form), escape(form))
        yield from (json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1], repr(form)[1:-1])


def _without(text: str, secret: str) -> str:
    """The text with each occurrence masked, and each that is cut short after at least CUT characters."""
    begin, parts, at = secret[:CUT], [], 0
    while (found := text.find(begin, at)) >= 0:
        end = found + len(begin)
        while end < len(text) and end - found < len(secret) and text[end] == secret[end - found]:
            end += 1
        parts += [text[at:found], MASK]
        at = end
    return "".join([*parts, text[at:]])


def _masked(found: re.Match[str]) -> str:
    """The name before a value stays, so that a person sees what was masked."""
    if "keep" in found.re.groupindex:
        return found.string[found.start() : found.start("keep")] + MASK
    name, equals, _ = found[0].partition("=")
    return f"{name}={MASK}" if equals and "-----" not in name and len(name) < 2 * CUT else MASK


def _masked_secret_key(found: re.Match[str]) -> str:
    text = found[0]
    mixed = any(c.isupper() for c in text) and any(c.islower() for c in text) and any(c.isdigit() for c in text)
    return MASK if mixed else text
