"""Settings of a new environment, copied from another. In: its file and settings, a name. Out: the text of a file.

The new name replaces the old one everywhere; a name that AWS gives once and that lacks the old name gets the new one
added. Network, host and zone are chosen anew. Settings that are marked `NotCopied` are left open: prices,
subscriptions, the choices of an import.
"""

import ipaddress
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, get_args

from errors import CounterPromoError
from modules.settings import Settings
from settings.copying import not_copied
from settings.edit_toml import edited
from settings.types import Cidr
from settings.unique_names import Unique, names_of
from settings.walk import walk

# A target group's name has at most 32 letters: `counterpromo-NAME-tg-api`.
NAME = re.compile(r"[a-z][a-z0-9]{1,11}")
_IS_CIDR = get_args(Cidr)[1]  # the mark of every setting that holds an address range
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def copied(text: str, source: Settings, *, name: str, host: str | None, taken: Collection[str]) -> str:
    """Returns the file of environment `name`, with comments and order kept; `taken` are CIDRs of other environments.

    Raises CounterPromoError if no network of that size is free.
    """
    host = host or f"{name}.{source.dns.host.partition('.')[2]}"
    changes = {**added_names(source, name), **_network(source, taken), **_dns(host), **dict(not_copied(source))}
    text = _without_suffixes(text, names_of(source, "secret"))
    old = source.environment  # keys hold it as well: `queues.devlocal_jobs`
    return edited(_renamed(text, old, name), {_renamed(key, old, name): value for key, value in changes.items()})


def added_names(source: Settings, name: str) -> dict[str, str]:
    """Returns key -> new value of each name that AWS gives once and that does not hold the environment's name.

    `alb` becomes `alb-NAME`, and the path `/ecs/tasks` becomes `/NAME/ecs/tasks`: prefixes of names stay prefixes.
    Zone and hosts are not among them: they are chosen with the host.
    """
    found: dict[str, str] = {}
    for field in walk(source, type(source)):
        unique = next((mark for mark in field.marks if isinstance(mark, Unique)), None)
        if unique is None or field.key.startswith("dns.") or not isinstance(field.value, str):
            continue
        if unique.spelled(field.holder, field.value) is None:
            continue
        if _renamed(field.value, source.environment, name) == field.value:
            found[field.key] = f"/{name}{field.value}" if field.value.startswith("/") else f"{field.value}-{name}"
    return found


def _without_suffixes(text: str, secrets: Iterable[str]) -> str:
    """Returns the text with `-??????` in place of the six characters that Secrets Manager adds to the ARN of a secret.

    They stand in policies that an import kept as they were, and the new secret gets others.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
    """
    for secret in secrets:
        text = re.sub(rf"(:secret:{re.escape(secret)})-[A-Za-z0-9]{{6}}(?![A-Za-z0-9])", r"\1-??????", text)
    return text


def _renamed(text: str, old: str, name: str) -> str:
    """Returns the text with the new name in place of the old one, in small and in capital letters."""
    text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(old)}(local)?(?![A-Za-z0-9])", rf"{name}\1", text)
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(old.upper())}(?![A-Za-z0-9])", name.upper(), text)


def _network(source: Settings, taken: Collection[str]) -> dict[str, Any]:
    """Returns the next free network of the same size, and the ranges inside it at the same offset."""
    old = ipaddress.IPv4Network(source.network.cidr)
    new = _free(old, [ipaddress.IPv4Network(each) for each in taken])
    shift = int(new.network_address) - int(old.network_address)
    inside = {
        field.key: _shifted(field.value, shift)
        for field in walk(source, type(source))
        if _IS_CIDR in field.marks and ipaddress.IPv4Network(field.value).subnet_of(old)
    }
    return {**inside, "network.cidr": str(new)}


def _free(old: ipaddress.IPv4Network, taken: Collection[ipaddress.IPv4Network]) -> ipaddress.IPv4Network:
    within = next((each for each in _PRIVATE if old.subnet_of(each)), _PRIVATE[0])
    size = max(old.prefixlen, within.prefixlen)
    for block in _after(old, within, size):
        if not any(block.overlaps(each) for each in taken):
            return block
    raise CounterPromoError(f"no /{size} of {within} is free", cure="copy an environment with a smaller network.cidr")


def _after(old: ipaddress.IPv4Network, within: ipaddress.IPv4Network, size: int) -> Iterator[ipaddress.IPv4Network]:
    """Yields the networks above the old one, then those below."""
    yield from (block for block in within.subnets(new_prefix=size) if block > old)
    yield from (block for block in within.subnets(new_prefix=size) if block < old)


def _shifted(cidr: str, by: int) -> str:
    block = ipaddress.IPv4Network(cidr)
    return f"{block.network_address + by}/{block.prefixlen}"


def _dns(host: str) -> dict[str, Any]:
    """Returns a zone of its own for the host, so that no other zone changes, and a certificate to wait for."""
    return {
        "dns.zone": host,
        "dns.zone_ownership": "managed",
        "dns.host": host,
        "dns.certificate_names": [],
        "dns.wait_for_certificate": True,
    }
