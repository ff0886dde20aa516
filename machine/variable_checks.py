"""Checks of values: what is wrong with the text of a variable or of a profile's setting; None where it is fine.

No program that reads these values expands `~`: the shell does, and not inside quotes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from machine import package_cache

Check = Callable[[str], str | None]
# The longest path of a socket, without its last byte: https://man7.org/linux/man-pages/man7/unix.7.html
SOCKET_PATH = 107 if sys.platform == "linux" else 103
TILDE = "~"


def one_of(*allowed: str) -> Check:
    return lambda value: None if value.lower() in allowed else f"must be {' or '.join(allowed)}"


LARGEST = 2**31 - 1  # what every reader takes; Python refuses to read a number of some thousand digits


def whole_number(least: int) -> Check:
    def check(value: str) -> str | None:
        written = value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST))
        fine = written and least <= int(value) <= LARGEST
        return None if fine else f"must be a whole number from {least} to {LARGEST}"

    return check


def url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        fine = False
    return None if fine else "must be an address such as http://127.0.0.1:4566"


def proxy(value: str) -> str | None:
    return url(value if "://" in value else f"http://{value}") and "must be an address such as http://proxy:3128"


def readable(value: str) -> str | None:
    """Checks that a file or folder exists and can be read."""
    if wrong := _tilde(value):
        return wrong
    if not os.path.exists(value):
        return "there is no such file, or this user may not look into its folder"
    return None if os.access(value, os.R_OK) else "this user may not read that file"


def readable_file(value: str) -> str | None:
    return "must be a file" if os.path.isdir(value) else readable(value)


def certificates(value: str) -> str | None:
    if wrong := readable_file(value):
        return wrong
    with open(value, "rb") as file:
        return None if b"-----BEGIN" in file.read() else "holds no certificate in PEM form"


def configuration_file(value: str) -> str | None:
    if wrong := _tilde(value):
        return wrong
    if not os.path.lexists(value):  # terraform would only warn, and is not given the variable
        return None
    return "must be a file" if os.path.isdir(value) else readable_file(value)


def folder(value: str) -> str | None:
    return _tilde(value) or (None if os.path.isdir(value) else "there is no such folder")


def temporary_folder(value: str) -> str | None:
    """Checks a temporary folder: Python silently takes another one if this is not usable; Node and terraform fail."""
    if wrong := folder(value):
        return wrong
    if not os.access(value, os.W_OK | os.X_OK):
        return "this user may not write there"
    longest = SOCKET_PATH - len("/plugin") - len("4294967295")
    return None if len(os.fsencode(value)) <= longest else f"must be {longest} bytes or shorter: sockets are made there"


def cache_folder(value: str) -> str | None:
    if wrong := _tilde(value):
        return wrong
    return None if package_cache.is_writable(Path(value)) else "this user may not write there"


def program(value: str) -> str | None:
    return None if shutil.which(value) else "there is no such program, or this user may not run it"


def options_of_node(value: str) -> str | None:
    """Checks NODE_OPTIONS: https://nodejs.org/docs/latest-v22.x/api/cli.html#node_optionsoptions"""
    if not value.lstrip('"').startswith("-"):
        return "must begin with an option of Node, such as --max-old-space-size=4096"
    waits = re.search(r"--inspect-(?:brk|wait)\b", value)
    return f"{waits[0]} lets the synth wait for a debugger" if waits else None


def memory(value: str) -> str | None:
    """Checks a limit of memory of Go: https://pkg.go.dev/runtime#hdr-Environment_Variables"""
    fine = re.fullmatch(r"off|\d+(?:B|[KMGT]iB)?", value)
    return None if fine else "must be a number of bytes such as 512MiB, or off"


def json_object(value: str) -> str | None:
    try:
        fine = isinstance(json.loads(value), dict)
    except ValueError:
        fine = False
    return None if fine else "must be a JSON object"


def no_hcl(value: str) -> str | None:
    """Refuses HCL: https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/app.ts"""
    off = value.lower() in ("false", "0")
    return None if off else "makes the synth write HCL in place of the JSON that every command reads"


def no_reattaching(value: str) -> str | None:
    try:
        json.loads(value)
    except ValueError:
        return "is not JSON, and terraform stops at it"
    return "terraform would use a provider that runs already instead of the locked one"


def _tilde(value: str) -> str | None:
    meant = value.startswith(TILDE) and not os.path.lexists(value)
    return f"begins with {TILDE}, which only the shell expands, and not inside quotes" if meant else None
