"""The credentials of this process, resolved once by boto3: what is checked with them is what terraform gets, too.

In: the environment and the AWS config files. Out: one botocore session with its credentials, kept for this process,
so that a code of MFA is asked for once and no second chain of credentials is ever consulted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws.credentials import aws_login, config_files, mfa, profile_settings, sources, waiting, well_formed
from aws.credentials.sources import Place, explained
from aws.failure_causes import LOGIN
from errors import CounterPromoError
from machine import masking

if TYPE_CHECKING:
    from boto3 import Session

_EXPIRATION = "AWS_CREDENTIAL_EXPIRATION"


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Credentials as boto3 found them. `botocore` is its session, which holds them and refreshes them."""

    botocore: Any
    credentials: Any
    method: str
    place: Place

    @property
    def profile(self) -> str:
        """Returns the name of the profile in use; `default` where none is named."""
        return self.place.profile

    @property
    def source(self) -> str:
        """Returns the source of the credentials, in words."""
        return self.place.words(self.method)

    @property
    def login(self) -> str:
        """Returns the command to type when AWS no longer accepts the credentials."""
        return self.place.cure(self.method)

    @property
    def expires(self) -> bool:
        """Returns True if boto3 refreshes the credentials; static credentials cannot be refreshed."""
        return hasattr(self.credentials, "refresh_needed")

    def session(self, region: str) -> Session:
        """Returns a session of its own for a region, which shares these credentials."""
        import boto3
        import botocore.session

        own: Any = botocore.session.get_session()
        own._credentials = self.credentials  # the only way to hand over credentials that refresh
        return boto3.Session(botocore_session=own, region_name=region)


_resolved: dict[tuple[tuple[str, str], ...], Resolved] = {}


def resolve(region: str) -> Resolved:
    """Returns the credentials of this process, looked for once.

    Raises CounterPromoError where there are none, or where their source gives none that AWS could accept.
    """
    key = _environment(os.environ)
    if key not in _resolved:
        _resolved[key] = _look(region)
    return _resolved[key]


def already_resolved(environ: Mapping[str, str]) -> Resolved | None:
    """Returns the credentials that `resolve` found for this environment; None where no account was checked yet."""
    return _resolved.get(_environment(environ))


def _environment(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns the variables that decide; one that is set to nothing counts as not set."""
    return tuple(
        sorted((name, value) for name, value in environ.items() if value and name.startswith(("AWS_", "HOME")))
    )


def _look(region: str) -> Resolved:
    import botocore.session

    session = botocore.session.get_session()
    session.set_config_variable("region", region)
    profile = session.get_config_variable("profile") or "default"
    config_files.check(session, profile)
    place = _place(session, profile)
    profile_settings.check(session.get_scoped_config(), place=place)
    if aws_login.is_used([settings for _, settings in config_files.chain(session, profile)]):
        method, credentials = "aws-login", aws_login.load(profile)
    else:
        method, credentials = _from_the_first_source(session, place)
    _explain_refreshing(credentials, method=method, place=place)
    with explained(method, place):
        frozen = credentials.get_frozen_credentials()
    masking.remember(*(part for part in (frozen.secret_key, frozen.token) if isinstance(part, str)))
    if wrong := well_formed.fault(frozen):
        raise CounterPromoError(
            f"the credentials from {place.words(method)} cannot be used: {wrong}", cure=place.cure(method)
        )
    return Resolved(botocore=session, credentials=credentials, method=method, place=place)


def _place(session: Any, profile: str) -> Place:
    chain = config_files.chain(session, profile)
    until = os.environ.get(_EXPIRATION, "")
    return Place(
        profile=profile,
        file=config_files.Files.of(session).config,
        uses_process=next((name for name, settings in chain if "credential_process" in settings), ""),
        expires=f"{_EXPIRATION}={until}" if until else "",
    )


def _from_the_first_source(session: Any, place: Place) -> tuple[str, Any]:
    """Returns the first source of botocore's chain that has credentials, by its METHOD, with them."""
    with explained("config-file", place):
        resolver = session.get_component("credential_provider")
    resolver.get_provider("assume-role")._prompter = mfa.prompter(place.profile)
    for provider in resolver.providers:
        with explained(provider.METHOD, place), waiting.told(provider.METHOD, place):
            found = provider.load()
        if found is not None:
            return provider.METHOD, found
    if {"sso_session", "sso_start_url"} & set(session.get_scoped_config()):  # botocore passes over such a profile
        raise CounterPromoError(
            f"the profile {place.profile} has neither sso_account_id nor sso_role_name",
            cure=f"add both to [profile {place.profile}] in {place.file}, or: aws configure sso",
        )
    raise CounterPromoError("no credentials for aws: Unable to locate credentials", cure=LOGIN)


def _explain_refreshing(credentials: Any, *, method: str, place: Place) -> None:
    """Gives every later refresh the same words: an apply may outlive the session that its credentials come from."""
    refresh = getattr(credentials, "_refresh_using", None)
    if refresh is None:
        return

    def refreshed() -> Any:
        with sources.explained(method, place):
            return refresh()

    credentials._refresh_using = refreshed
