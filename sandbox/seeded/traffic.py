"""Fills in the forms of load balancer and DNS."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.handmade.dns import HOST, DnsForm
from sandbox.handmade.load_balancer import HealthForm, LoadBalancerForm
from sandbox.seeded.tags import more_tags

HEALTH = {
    "defaults": (HealthForm(), HealthForm()),
    "eager": (
        HealthForm(interval=10, timeout=2, healthy=2, unhealthy=3, matcher="200-399", deregistration_delay=30),
        HealthForm(interval=15, timeout=5, healthy=2, unhealthy=2, deregistration_delay=0),
    ),
    "patient": (
        HealthForm(interval=60, timeout=30, healthy=10, unhealthy=10, matcher="200,301"),
        HealthForm(interval=120, timeout=60, healthy=3, unhealthy=5, matcher="200-299", deregistration_delay=900),
    ),
}


def fill_load_balancer(choices: Mapping[str, str]) -> LoadBalancerForm:
    """Fills in the load balancer: `/api/*` comes before `/webhooks/*`, whatever their priorities."""
    first, second = (int(priority) for priority in choices["balancer.priorities"].split())
    api = ("/api", "/api/*") if choices["balancer.paths"] == "/api and /api/*" else ("/api/*",)
    web_health, api_health = HEALTH[choices["balancer.health"]]
    return LoadBalancerForm(
        name=choices["balancer.name"],
        ssl_policy=choices["balancer.tls"],
        paths=((first, api), (second, ("/webhooks/*",))),
        long_forward=choices["balancer.forward"] == "console's",
        attributes={
            "idle_timeout.timeout_seconds": choices["balancer.idle_seconds"],
            "deletion_protection.enabled": _truth(choices["balancer.deletion_protection"] == "on"),
            "routing.http.drop_invalid_header_fields.enabled": _truth(choices["balancer.invalid_headers"] == "dropped"),
        },
        web_health=web_health,
        api_health=api_health,
        tags=more_tags(choices["balancer.tags"]),
    )


def fill_dns(choices: Mapping[str, str]) -> DnsForm:
    """Fills in zone, certificate and alias."""
    return DnsForm(
        comment="Counter Promo, delegated from Hover" if choices["dns.comment"] == "a sentence" else "",
        certificate_names=(f"www.{HOST}",) if choices["dns.certificate"] == "the host and www" else (),
        validation_ttl=int(choices["dns.validation_ttl"]),
        alias_prefix="dualstack." if choices["dns.alias"] == "dualstack" else "",
        evaluate_target_health=choices["dns.target_health"] == "on",
    )


def _truth(value: bool) -> str:
    return "true" if value else "false"
