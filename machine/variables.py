"""Environment variables whose values boto3, terraform or Node cannot use: each variable, what is wrong, the cure.

In: an environment and a reader, `aws`, `terraform` or `node`. Out: errors. No value of a credential is ever shown.
https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
https://developer.hashicorp.com/terraform/cli/config/environment-variables
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Literal

from errors import CounterPromoError, Refused
from machine import package_cache
from machine import variable_checks as checks
from machine.variable_checks import TILDE, Check

Reader = Literal["aws", "terraform", "node"]
_INVISIBLE = {
    "\r": "a carriage return (a file with CRLF line ends)",
    "\ufeff": "a byte order mark",
    "\n": "a line break",
}
_PRIVATE = re.compile(r"KEY|SECRET|TOKEN|PASSWORD")


_YES_NO = checks.one_of("true", "false")
# At any other level terraform writes all it can: https://developer.hashicorp.com/terraform/internals/debugging
_LOG_LEVELS = checks.one_of("trace", "debug", "info", "warn", "error", "off", "json")
_CHECKSUMS = checks.one_of("when_supported", "when_required")
CHECKS: dict[Reader, dict[str, Check]] = {
    "aws": {
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": checks.one_of("preferred", "disabled", "required"),
        "AWS_CA_BUNDLE": checks.certificates,
        "AWS_CSM_ENABLED": _YES_NO,
        "AWS_CSM_PORT": checks.whole_number(1),
        "AWS_DEFAULTS_MODE": checks.one_of("legacy", "standard", "in-region", "cross-region", "mobile", "auto"),
        "AWS_DISABLE_HOST_PREFIX_INJECTION": _YES_NO,
        "AWS_DISABLE_REQUEST_COMPRESSION": _YES_NO,
        "AWS_EC2_METADATA_DISABLED": _YES_NO,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": checks.url,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": checks.one_of("ipv4", "ipv6"),
        "AWS_EC2_METADATA_V1_DISABLED": _YES_NO,
        "AWS_ENDPOINT_DISCOVERY_ENABLED": checks.one_of("true", "false", "auto"),
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": _YES_NO,
        "AWS_IMDS_USE_IPV6": _YES_NO,
        "AWS_MAX_ATTEMPTS": checks.whole_number(1),
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS": checks.whole_number(0),
        "AWS_METADATA_SERVICE_TIMEOUT": checks.whole_number(1),
        "AWS_REQUEST_CHECKSUM_CALCULATION": _CHECKSUMS,
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": checks.whole_number(0),
        "AWS_RESPONSE_CHECKSUM_VALIDATION": _CHECKSUMS,
        "AWS_RETRY_MODE": checks.one_of(
            "standard", "adaptive"
        ),  # `legacy` is boto3's own, and the AWS provider refuses it
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": checks.one_of("legacy", "regional"),
        "AWS_STS_REGIONAL_ENDPOINTS": checks.one_of("legacy", "regional"),
        "AWS_USE_DUALSTACK_ENDPOINT": _YES_NO,
        "AWS_USE_FIPS_ENDPOINT": _YES_NO,
        "AWS_WEB_IDENTITY_TOKEN_FILE": checks.readable_file,
        "REQUESTS_CA_BUNDLE": checks.certificates,  # boto3's, where AWS_CA_BUNDLE is not set
        "HTTPS_PROXY": checks.proxy,
        "HTTP_PROXY": checks.proxy,
        "https_proxy": checks.proxy,
        "http_proxy": checks.proxy,
    },
    "terraform": {
        "GOMEMLIMIT": checks.memory,
        "SSL_CERT_FILE": checks.certificates,
        "TF_CLI_CONFIG_FILE": checks.configuration_file,
        "TF_LOG": _LOG_LEVELS,
        "TF_LOG_CORE": _LOG_LEVELS,
        "TF_LOG_PROVIDER": _LOG_LEVELS,
        "TF_PLUGIN_CACHE_DIR": checks.folder,
        "TF_REATTACH_PROVIDERS": checks.no_reattaching,
        "TMPDIR": checks.temporary_folder,
    },
    "node": {
        "CDKTF_CONTEXT_JSON": checks.json_object,
        "JSII_NODE": checks.program,
        "JSII_RUNTIME": checks.readable,
        package_cache.ROOT: checks.cache_folder,
        package_cache.SWITCH: checks.one_of("enabled", "disabled"),
        "NODE_EXTRA_CA_CERTS": checks.readable_file,
        "NODE_OPTIONS": checks.options_of_node,
        "SYNTH_HCL_OUTPUT": checks.no_hcl,
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
    """Returns every variable of this reader whose value cannot be used, by name."""
    return tuple(_problems(environ, reader=reader))


def drop_empty(environ: MutableMapping[str, str]) -> None:
    """Takes away AWS variables that are set to nothing, which terraform counts as not set, and boto3 does not.

    To boto3 an empty AWS_PROFILE is a profile without a name, and an empty AWS_CA_BUNDLE means that no certificate is
    checked. A pipeline sets such variables from an input that is missing.
    """
    for name in [name for name, value in environ.items() if name.startswith("AWS_") and not value]:
        del environ[name]


def refuse(environ: Mapping[str, str], *, reader: Reader) -> None:
    """Raises Refused with all of them, a line each after the first."""
    if found := problems(environ, reader=reader):
        raise as_error(found)


def as_error(found: tuple[Problem, ...]) -> CounterPromoError:
    """Returns one error for all of them: the command that unsets the variables is its cure."""
    cures = dict.fromkeys(problem.cure for problem in found)
    return Refused("\n  ".join(problem.what for problem in found), cure="; ".join(cures))


def _problems(environ: Mapping[str, str], *, reader: Reader) -> Iterator[Problem]:
    if reader == "aws":
        yield from _two_profiles(environ)
    for name, value in sorted(environ.items()):
        if not value or not name.startswith((*_PREFIXES[reader], *CHECKS[reader])):
            continue
        check = checks.url if name.startswith("AWS_ENDPOINT_URL") else CHECKS[reader].get(name)
        wrong = _invisible(value) if reader == "aws" else None
        wrong = wrong or (check(value) if check else None)
        if wrong:
            shown = "" if _PRIVATE.search(name) and not name.endswith("_FILE") else f"={value.strip()}"
            yield Problem(variable=name, what=f"{name}{shown}: {wrong}", cure=_cure(name, value, check))


def _cure(name: str, value: str, check: Check | None) -> str:
    """Returns the command that sets the value anew if only its ends are wrong, else one that unsets the variable."""
    if value.startswith(f"{TILDE}/"):
        return f'export {name}="$HOME{value[1:].strip()}"'
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
    """Returns the problem of two profiles: boto3 takes the first, the AWS CLI and terraform the second.

    https://github.com/boto/botocore/issues/1725
    """
    first, second = environ.get("AWS_DEFAULT_PROFILE", ""), environ.get("AWS_PROFILE", "")
    if first and second and first != second:
        yield Problem(
            variable="AWS_DEFAULT_PROFILE",
            what=f"AWS_DEFAULT_PROFILE={first} and AWS_PROFILE={second} name two identities",
            cure="unset AWS_DEFAULT_PROFILE",
        )
