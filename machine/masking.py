"""Masks credentials in every text a person may read: output, logs, reports, details of errors.

Two sources decide what is masked: the values this process has seen (`remember`), whole or cut short, as they are or
escaped; and patterns of credentials nobody has named. Masking is the last step before a text leaves the process: the
streams of the command line mask by themselves, `write` masks files, and `masked` masks documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

MASK = "****"
SHORTEST = 8  # a shorter value is part of too many ordinary words
CUT = 16  # so many characters of a longer value are masked even where the others are missing
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
# A character that is no letter and no digit, in whatever form a program prints it, left out, or put in place of it.
_ODD = r"(?:%[0-9A-Fa-f]{2}|\\{1,4}(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[abfnrtv0])|&#?\w{1,8};|[^A-Za-z0-9])"
_FORMS_OF_ONE = 4  # a character of Unicode is up to four of `%C3`
_seen: set[str] = set()
_pieces: set[str] = set()  # of CUT characters each: a report folds long values in the middle
_rewritten: dict[str, re.Pattern[str]] = {}
_T = TypeVar("_T")


def remember(*secrets: str | None) -> None:
    """Masks these values from now on, in every form `mask` knows."""
    for secret in secrets:
        if secret:
            forms = {form for form in _forms(secret) if len(form) >= SHORTEST}
            _seen.update(forms)
            _pieces.update(form[at : at + CUT] for form in forms for at in range(len(form) - CUT + 1))
            _rewritten.update(_with_other_characters(secret))


def remember_environment(environ: Mapping[str, str]) -> None:
    """Masks the values of all variables whose name says that they hold a secret."""
    remember(*(value for name, value in environ.items() if _NAMES.search(name) and not _PLACES.search(name)))


def mask(text: str) -> str:
    """Returns the text without credentials; each is replaced by `MASK`."""
    text = _without_pieces(text) if _pieces else text
    for secret in sorted(_seen, key=len, reverse=True):
        text = text.replace(secret, MASK)
    for rewritten in _rewritten.values():
        text = rewritten.sub(MASK, text)
    for pattern in _PATTERNS:
        text = pattern.sub(_masked, text)
    return _SECRET_KEY.sub(_masked_secret_key, text)


def masked(document: _T) -> _T:
    """Returns the document of JSON with each text in it masked."""
    if isinstance(document, str):
        return cast(_T, mask(document))
    if isinstance(document, Mapping):
        return cast(_T, {masked(key): masked(value) for key, value in document.items()})
    return cast(_T, [masked(each) for each in document]) if isinstance(document, list | tuple) else document


def write(path: Path, text: str) -> None:
    """Writes a text that a person reads to a file, masked."""
    path.write_text(mask(text), encoding="utf-8", errors="backslashreplace")


def forget() -> None:
    """Forgets every value that was seen."""
    _seen.clear()
    _pieces.clear()
    _rewritten.clear()


def masking(stream: TextIO) -> TextIO:
    """Returns the stream, which masks all that is written to it."""
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
        if name in ("buffer", "detach"):  # whoever wrote there would pass by the mask
            raise AttributeError(name)
        return getattr(self._stream, name)


def _forms(secret: str) -> Iterator[str]:
    """Returns the value as programs print it: whole, in one line, in pieces, each of them also escaped."""
    one_line = " ".join(secret.split())
    printable = _UNPRINTABLE.sub("", secret)
    for form in {secret, secret.strip(), one_line, printable, *_UNPRINTABLE.sub(" ", secret).split()}:
        quoted = form.encode(errors="surrogateescape")  # the bytes of a variable that is not UTF-8
        yield from (form, quote(quoted, safe=""), quote(quoted), quote_plus(quoted), escape(form))
        yield from (json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1], repr(form)[1:-1])


def _with_other_characters(secret: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Returns a pattern of the value with its odd characters replaced; none if too few letters and digits are left."""
    letters = re.findall(r"[A-Za-z0-9]+", secret)
    if len("".join(letters)) >= CUT and len(letters) > 1:
        gaps = (len(gap) * _FORMS_OF_ONE for gap in re.findall(r"(?<=[A-Za-z0-9])[^A-Za-z0-9]+(?=[A-Za-z0-9])", secret))
        joined = "".join(f"{_ODD}{{0,{gap}}}{part}" for gap, part in zip(gaps, letters[1:], strict=True))
        yield secret, re.compile(letters[0] + joined)


def _without_pieces(text: str) -> str:
    """Returns the text with each run masked that is made of pieces of values that were seen."""
    parts, at, kept = [], 0, 0
    while at <= len(text) - CUT:
        if text[at : at + CUT] not in _pieces:
            at += 1
            continue
        parts += [text[kept:at], MASK]
        while text[at : at + CUT] in _pieces:
            at += 1
        kept = at = at + CUT - 1
    return "".join([*parts, text[kept:]])


def _masked(found: re.Match[str]) -> str:
    """Returns a match masked; the name before the value stays, so that a person sees which value it is."""
    if "keep" in found.re.groupindex:
        return found.string[found.start() : found.start("keep")] + MASK
    name, equals, _ = found[0].partition("=")
    return f"{name}={MASK}" if equals and "-----" not in name and len(name) < 2 * CUT else MASK


def _masked_secret_key(found: re.Match[str]) -> str:
    text = found[0]
    mixed = any(c.isupper() for c in text) and any(c.islower() for c in text) and any(c.isdigit() for c in text)
    return MASK if mixed else text
