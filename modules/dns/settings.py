"""Settings of the hosted zone, the certificate and the alias record."""

from typing import Annotated, Literal

from settings.types import Domain, Positive, Strict, Tags
from settings.unique_names import Unique


def _if_managed(dns: "DnsSettings", zone: str) -> str | None:
    """Returns None for a zone that is looked up: several environments may share it."""
    return zone if dns.zone_ownership == "managed" else None


class DnsSettings(Strict):
    """The hosted zone, the host in it, and the certificate of the host.

    The console points an alias at `dualstack.NAME`, other tools at the plain name: the same load balancer, but another
    text. The wait for the certificate cannot be imported, so it is for new environments.
    """

    zone: Annotated[Domain, Unique("zone", "everywhere", _if_managed)]
    """Hosted zone in Route 53."""
    zone_ownership: Literal["managed", "looked_up"]
    """managed: this environment owns the zone; looked_up: the zone exists elsewhere."""
    zone_comment: str = ""
    """Comment of the zone."""
    host: Annotated[Domain, Unique("host", "everywhere")]
    """Host name of the application."""
    certificate_domain: Domain | None = None
    """Domain name of the certificate, if it is not the host: `counterpromo.com` with `*.counterpromo.com` among the
    further names covers every host of the domain."""
    certificate_names: list[Annotated[Domain, Unique("host", "everywhere")]] = []
    """Further names in the certificate."""
    wait_for_certificate: bool
    """An apply waits until ACM has validated the certificate; false for an imported environment."""
    validation_ttl_seconds: Positive = 300
    """TTL of the validation records."""
    alias_prefix: Literal["", "dualstack."] = "dualstack."
    """Prefix of the load balancer's DNS name in the alias record."""
    evaluate_target_health: bool = True
    """Route 53 checks the health of the load balancer."""
    tags: Tags = {}
