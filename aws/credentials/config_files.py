"""The AWS config files of a person: faults that boto3 passes over in silence, or names without their line.

In: a botocore session and the name of a profile. Out: nothing, or one error with file, line and cure. No value of a
file is ever shown: a broken line may hold a key.
https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
"""

from __future__ import annotations

import configparser
import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from errors import CounterPromoError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Files:
    """Both files, by the paths that boto3 opens."""

    config: str
    credentials: str

    @classmethod
    def of(cls, session: Any) -> Files:
        """Returns the paths of a botocore session."""
        paths = (session.get_config_variable(name) or "" for name in ("config_file", "credentials_file"))
        config, credentials = (os.path.expanduser(os.path.expandvars(path)) for path in paths)
        return cls(config=config, credentials=credentials)


def check(session: Any, profile: str) -> None:
    """Raises CounterPromoError for a file that cannot be parsed, and for a profile that is in none of them.

    A file that cannot be read counts only where the environment holds no keys: they need no file.
    """
    from botocore.exceptions import ConfigParseError

    files = Files.of(session)
    _refuse_pipes(files)
    if not os.environ.get("AWS_ACCESS_KEY_ID"):
        _check_readable(files)
    try:
        profiles = session.full_config["profiles"]
    except ConfigParseError as error:
        said: Mapping[str, Any] = error.kwargs
        raise _parse_error(str(said["path"]), said["error"]) from error
    if profile not in profiles and profile != "default":
        raise _not_found(profile, sorted(profiles), files=files)


def chain(session: Any, profile: str) -> list[tuple[str, dict[str, Any]]]:
    """Returns the profile and those that its role is assumed with, in the order of `source_profile`."""
    found: list[tuple[str, dict[str, Any]]] = []
    profiles, name = session.full_config["profiles"], profile
    while name in profiles and name not in [each for each, _ in found]:
        found.append((name, profiles[name]))
        name = profiles[name].get("source_profile", "")
    return found


def _refuse_pipes(files: Files) -> None:
    """Raises CounterPromoError for `AWS_CONFIG_FILE=<(...)`: profiles are read more than once."""
    for variable, path in (("AWS_CONFIG_FILE", files.config), ("AWS_SHARED_CREDENTIALS_FILE", files.credentials)):
        if os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode):
            raise CounterPromoError(
                f"{variable}={path} is a pipe, which can be read only once",
                cure=f"write the profiles to a file of this user (chmod 600), and set {variable} to it",
            )


def _check_readable(files: Files) -> None:
    for variable, path in (("AWS_CONFIG_FILE", files.config), ("AWS_SHARED_CREDENTIALS_FILE", files.credentials)):
        if os.path.isdir(path):
            raise CounterPromoError(
                f"{path} must be a file of AWS profiles, but is a folder",
                cure=f"correct {variable}, or move the folder",
            )
        if os.path.exists(path) and not os.access(path, os.R_OK):
            raise CounterPromoError(
                f"this user may not read the AWS profiles in {path}",
                cure=f"chmod 600 {shlex.quote(path)} as its owner, or set {variable} to a file of this user",
            )


def _parse_error(path: str, error: Exception) -> CounterPromoError:
    return CounterPromoError(
        f"the AWS config file {path} cannot be used: {_fault(path, error)}", cure=f"correct {shlex.quote(path)}"
    )


def _fault(path: str, error: Exception) -> str:
    """Returns the fault by its line, without a word of that line."""
    if isinstance(error, UnicodeDecodeError):
        with open(path, "rb") as file:
            begins = file.read(2)
        return "it is UTF-16, and must be UTF-8" if begins in UTF_16 else f"it is not UTF-8 at byte {error.start}"
    if isinstance(error, configparser.MissingSectionHeaderError):
        if str(error.line).startswith("\ufeff"):
            return "it begins with a byte order mark; save it as UTF-8 without one"
        return f"line {error.lineno} stands before any [profile NAME]"
    if isinstance(error, configparser.DuplicateSectionError):
        return f"line {error.lineno}: the section [{error.section}] is there already"
    if isinstance(error, configparser.DuplicateOptionError):
        return f"line {error.lineno}: {error.option} is in [{error.section}] already"
    if isinstance(error, configparser.ParsingError) and error.errors:
        return f"line {error.errors[0][0]} is neither [profile NAME] nor NAME = VALUE"
    return "an indented line is not NAME = VALUE"


def _not_found(profile: str, known: list[str], *, files: Files) -> CounterPromoError:
    for hint in _near(profile, known, files=files):
        return CounterPromoError(f"no credentials for aws: the profile {profile} could not be found", cure=hint)
    there = f"({', '.join(known[:SHOWN])}{', …' if len(known) > SHOWN else ''})" if known else ""
    return CounterPromoError(
        f"no credentials for aws: the profile {profile} could not be found",
        cure=f"correct AWS_PROFILE; aws configure list-profiles shows the profiles there are {there}".rstrip(),
    )


def _near(profile: str, known: list[str], *, files: Files) -> Iterator[str]:
    """Yields each change that may help: a section in the other file's form, without quotes, or in other letters."""
    in_config, in_credentials = _sections(files.config), _sections(files.credentials)
    header = f'[profile "{profile}"]' if " " in profile else f"[profile {profile}]"
    if profile in in_config:
        yield f"write {header} in place of [{profile}] in {files.config}"
    if f"profile {profile}" in in_config:
        yield f"write {header} in place of [profile {profile}] in {files.config}"
    if f"profile {profile}" in in_credentials:
        yield f"write [{profile}] in place of [profile {profile}] in {files.credentials}"
    for name in known:
        if name.strip().casefold() == profile.strip().casefold():
            yield f"export AWS_PROFILE={shlex.quote(name)}"


def _sections(path: str) -> list[str]:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.read([path], encoding="utf-8")
    return parsed.sections()
