"""Settings of the hosted zone, the certificate and the alias record."""

from typing import Annotated, Literal

from settings.types import Domain, Positive, Strict, Tags
from settings.unique_names import Unique


def _if_managed(dns: "DnsSettings", zone: str) -> str | None:
    """Returns None for a zone that is looked up: several environments may share it."""
    return zone if dns.zone_ownership == "managed" else None


class DnsSettings(Strict):
    """The zone, the host in it, and the certificate of the host.

    The console points an alias at `dualstack.NAME`, other tools at the plain name: the same balancer, but
    other text. `wait_for_certificate` waits until ACM has validated it; that step cannot be imported, so it is
    for environments made from nothing.
    """

    zone: Annotated[Domain, Unique("zone", "everywhere", _if_managed)]
    zone_ownership: Literal["managed", "looked_up"]
    zone_comment: str = ""
    host: Annotated[Domain, Unique("host", "everywhere")]
    certificate_names: list[Annotated[Domain, Unique("host", "everywhere")]] = []
    wait_for_certificate: bool
    validation_ttl_seconds: Positive = 300
    alias_prefix: Literal["", "dualstack."] = "dualstack."
    evaluate_target_health: bool = True
    tags: Tags = {}
