"""Environment variables whose values boto3, terraform or Node cannot use: each variable, what is wrong, the cure.

In: an environment and a reader, `aws`, `terraform` or `node`. Out: errors. No value of a credential is ever shown.
https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
https://developer.hashicorp.com/terraform/cli/config/environment-variables
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from errors import CounterPromoError, Refused
from machine import package_cache

Reader = Literal["aws", "terraform", "node"]
# What is wrong with a value; None where it is fine.
Check = Callable[[str], str | None]
_INVISIBLE = {
    "\r": "a carriage return (a file with CRLF line ends)",
    "\ufeff": "a byte order mark",
    "\n": "a line break",
}
# The longest path of a socket, without its last byte: https://man7.org/linux/man-pages/man7/unix.7.html
SOCKET_PATH = 107 if sys.platform == "linux" else 103
_PRIVATE = re.compile(r"KEY|SECRET|TOKEN|PASSWORD")


def _one_of(*allowed: str) -> Check:
    return lambda value: None if value.lower() in allowed else f"must be {' or '.join(allowed)}"


def _whole_number(least: int) -> Check:
    def check(value: str) -> str | None:
        fine = value.isascii() and value.isdigit() and int(value) >= least
        return None if fine else f"must be a whole number from {least}"

    return check


def _url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        fine = False
    return None if fine else "must be an address such as http://127.0.0.1:4566"


def _proxy(value: str) -> str | None:
    return _url(value if "://" in value else f"http://{value}") and "must be an address such as http://proxy:3128"


def _readable_file(value: str) -> str | None:
    path = os.path.expanduser(value)
    if not os.path.exists(path):
        return "there is no such file, or this user may not look into its folder"
    if os.path.isdir(path) and not os.listdir(path):
        return "must be a file"
    return None if os.access(path, os.R_OK) else "this user may not read that file"


def _certificates(value: str) -> str | None:
    if wrong := _readable_file(value):
        return wrong
    if os.path.isdir(value):
        return None
    with open(value, "rb") as file:
        return None if b"-----BEGIN" in file.read() else "holds no certificate in PEM form"


def _configuration_file(value: str) -> str | None:
    if not os.path.lexists(value):  # terraform would only warn, and is not given the variable
        return None
    return "must be a file" if os.path.isdir(value) else _readable_file(value)


def _folder(value: str) -> str | None:
    return None if os.path.isdir(os.path.expanduser(value)) else "there is no such folder"


def _temporary_folder(value: str) -> str | None:
    """Python would quietly take another folder; Node and terraform fail there, the latter with a socket in it."""
    path = os.path.expanduser(value)
    if wrong := _folder(value):
        return wrong
    if not os.access(path, os.W_OK | os.X_OK):
        return "this user may not write there"
    longest = SOCKET_PATH - len("/plugin") - len("4294967295")
    return None if len(os.fsencode(path)) <= longest else f"must be {longest} bytes or shorter: sockets are made there"


def _cache_folder(value: str) -> str | None:
    return None if package_cache.is_writable(Path(value)) else "this user may not write there"


def _program(value: str) -> str | None:
    return None if shutil.which(value) else "there is no such program, or this user may not run it"


def _memory(value: str) -> str | None:
    """https://pkg.go.dev/runtime#hdr-Environment_Variables"""
    fine = re.fullmatch(r"off|\d+(?:B|[KMGT]iB)?", value)
    return None if fine else "must be a number of bytes such as 512MiB, or off"


def _no_reattaching(value: str) -> str | None:
    try:
        json.loads(value)
    except ValueError:
        return "is not JSON, and terraform stops at it"
    return "terraform would use a provider that runs already instead of the locked one"


_YES_NO = _one_of("true", "false")
_CHECKSUMS = _one_of("when_supported", "when_required")
CHECKS: dict[Reader, dict[str, Check]] = {
    "aws": {
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": _one_of("preferred", "disabled", "required"),
        "AWS_CA_BUNDLE": _certificates,
        "AWS_DEFAULTS_MODE": _one_of("legacy", "standard", "in-region", "cross-region", "mobile", "auto"),
        "AWS_DISABLE_REQUEST_COMPRESSION": _YES_NO,
        "AWS_EC2_METADATA_DISABLED": _YES_NO,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": _url,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": _one_of("ipv4", "ipv6"),
        "AWS_EC2_METADATA_V1_DISABLED": _YES_NO,
        "AWS_ENDPOINT_DISCOVERY_ENABLED": _one_of("true", "false", "auto"),
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": _YES_NO,
        "AWS_MAX_ATTEMPTS": _whole_number(1),
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS": _whole_number(0),
        "AWS_METADATA_SERVICE_TIMEOUT": _whole_number(1),
        "AWS_REQUEST_CHECKSUM_CALCULATION": _CHECKSUMS,
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": _whole_number(0),
        "AWS_RESPONSE_CHECKSUM_VALIDATION": _CHECKSUMS,
        "AWS_RETRY_MODE": _one_of("standard", "adaptive"),  # `legacy` is boto3's own, and the AWS provider refuses it
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": _one_of("legacy", "regional"),
        "AWS_STS_REGIONAL_ENDPOINTS": _one_of("legacy", "regional"),
        "AWS_USE_DUALSTACK_ENDPOINT": _YES_NO,
        "AWS_USE_FIPS_ENDPOINT": _YES_NO,
        "AWS_WEB_IDENTITY_TOKEN_FILE": _readable_file,
        "HTTPS_PROXY": _proxy,
        "HTTP_PROXY": _proxy,
        "https_proxy": _proxy,
        "http_proxy": _proxy,
    },
    "terraform": {
        "GOMEMLIMIT": _memory,
        "TF_CLI_CONFIG_FILE": _configuration_file,
        "TF_PLUGIN_CACHE_DIR": _folder,
        "TF_REATTACH_PROVIDERS": _no_reattaching,
        "TMPDIR": _temporary_folder,
    },
    "node": {
        "JSII_NODE": _program,
        "JSII_RUNTIME": _readable_file,
        package_cache.ROOT: _cache_folder,
        package_cache.SWITCH: _one_of("enabled", "disabled"),
        "NODE_EXTRA_CA_CERTS": _readable_file,
    },
}
_PREFIXES: dict[Reader, tuple[str, ...]] = {"aws": ("AWS_",), "terraform": ("TF_",), "node": ("NODE_", "JSII_")}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A variable that cannot be used, without its value where that may be a credential."""

    variable: str
    what: str
    cure: str


def problems(environ: Mapping[str, str], *, reader: Reader) -> tuple[Problem, ...]:
    """Every variable of this reader whose value cannot be used, by name."""
    return tuple(_problems(environ, reader=reader))


def refuse(environ: Mapping[str, str], *, reader: Reader) -> None:
    """Raises Refused with all of them, a line each after the first."""
    if found := problems(environ, reader=reader):
        raise as_error(found)


def as_error(found: tuple[Problem, ...]) -> CounterPromoError:
    """One error for all of them: the command that takes the variables away is its cure."""
    cures = dict.fromkeys(problem.cure for problem in found)
    return Refused("\n  ".join(problem.what for problem in found), cure="; ".join(cures))


def _problems(environ: Mapping[str, str], *, reader: Reader) -> Iterator[Problem]:
    if reader == "aws":
        yield from _two_profiles(environ)
    for name, value in sorted(environ.items()):
        if not value or not name.startswith((*_PREFIXES[reader], *CHECKS[reader])):
            continue
        check = _url if name.startswith("AWS_ENDPOINT_URL") else CHECKS[reader].get(name)
        wrong = _invisible(value) if reader == "aws" else None
        wrong = wrong or (check(value) if check else None)
        if wrong:
            shown = "" if _PRIVATE.search(name) and not name.endswith("_FILE") else f"={value.strip()}"
            yield Problem(variable=name, what=f"{name}{shown}: {wrong}", cure=_cure(name, value, check))


def _cure(name: str, value: str, check: Check | None) -> str:
    """Setting the value anew where only its ends are wrong, else taking the variable away."""
    plain = value.strip(" \r\n\t\ufeff")
    if plain != value and not _invisible(plain) and not (check and check(plain)):
        return (
            f'export {name}="$(printf %s "${name}" | tr -d \'\\r\\n\\t \')"'
            if "\ufeff" not in value
            else (f"set {name} again without the byte order mark")
        )
    return f"correct {name}, or: unset {name}"


def _invisible(value: str) -> str | None:
    for character, named in _INVISIBLE.items():
        if character in value:
            return f"holds {named}"
    if value != value.strip():
        return "begins or ends with a blank"
    if not value.isprintable():
        return "holds a character that cannot be seen"
    return None


def _two_profiles(environ: Mapping[str, str]) -> Iterator[Problem]:
    """boto3 takes the first, the AWS CLI and terraform the second: https://github.com/boto/botocore/issues/1725"""
    first, second = environ.get("AWS_DEFAULT_PROFILE", ""), environ.get("AWS_PROFILE", "")
    if first and second and first != second:
        yield Problem(
            variable="AWS_DEFAULT_PROFILE",
            what=f"AWS_DEFAULT_PROFILE={first} and AWS_PROFILE={second} name two identities",
            cure="unset AWS_DEFAULT_PROFILE",
        )
