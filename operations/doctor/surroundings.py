"""The doctor on what surrounds a command: variables, folders, certificates, proxy, endpoints. No AWS is asked.

Values are checked as every command checks them before it begins; the rows say which of them are in use.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from typing import get_args
from urllib.parse import urlsplit

from machine import package_cache, variables
from machine.variables import Reader
from operations.doctor.rows import Health, Row, ok, warn

CERTIFICATES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy")


def rows(environ: Mapping[str, str]) -> Iterator[Row]:
    """Yields a row for each kind of surroundings, and one for each variable that cannot be used."""
    yield from _variables(environ)
    yield _home(environ)
    yield _cache(environ)
    yield ok("temporary", f"files go to {tempfile.gettempdir()}")
    yield ok("ca bundle", _named(CERTIFICATES, environ) or "those of this system, and of boto3 and Node")
    yield ok("proxy", _named(PROXIES, environ) or "none")
    if options := environ.get("NODE_OPTIONS"):
        yield warn("node", f"NODE_OPTIONS={options} changes how Node runs", cure="unset NODE_OPTIONS")
    yield from _logs(environ)


def _variables(environ: Mapping[str, str]) -> Iterator[Row]:
    readers: tuple[Reader, ...] = get_args(Reader)
    found = [problem for reader in readers for problem in variables.problems(environ, reader=reader)]
    for problem in found:
        yield Row(subject="variables", health=Health.FAIL, detail=problem.what, cure=problem.cure)
    if not found:
        yield ok("variables", "no value that boto3, terraform or Node cannot use")


def _home(environ: Mapping[str, str]) -> Row:
    home = environ.get("HOME", "")
    if home and os.path.isdir(home) and os.access(home, os.W_OK | os.X_OK):
        return ok("home", home)
    what = f"HOME={home} cannot be written" if home else "HOME is not set"
    return warn("home", what, cure="export HOME to a folder of this user, if a program needs it; commands work without")


def _cache(environ: Mapping[str, str]) -> Row:
    """Returns the folder in which jsii unpacks its packages."""
    chosen = {**environ, **package_cache.variables(environ)}
    if chosen.get(package_cache.SWITCH) == "disabled":
        cure = f"unset {package_cache.SWITCH}, or export HOME to a folder that can be written"
        return warn("jsii cache", "jsii has no cache, so each synth is slower", cure=cure)
    return ok("jsii cache", chosen.get(package_cache.ROOT) or "in the home folder")


def _named(names: tuple[str, ...], environ: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_without_user(environ[name])}" for name in names if environ.get(name))


def _without_user(value: str) -> str:
    """Returns an address without the name and password in it."""
    user = urlsplit(value).netloc.rpartition("@")[0] if "://" in value else ""
    return value.replace(f"{user}@", "****@", 1) if user else value


def _logs(environ: Mapping[str, str]) -> Iterator[Row]:
    for name in ("TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER"):
        if environ.get(name, "").lower() not in ("", "off"):
            yield warn("logs", f"{name}={environ[name]}: terraform logs what it sends to AWS", cure=f"unset {name}")
