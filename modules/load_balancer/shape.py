"""The services behind the live load balancer, as settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imports.live_by_address import Changes, LiveResources, differing
from imports.model import Found
from imports.new_keys import fits
from modules.load_balancer.listener_conditions import conditions
from modules.load_balancer.settings import LoadBalancerSettings
from modules.network.shape import Layout
from modules.services.discovery_clusters import target_groups
from modules.services.settings import ServiceSettings
from modules.settings import Settings
from settings.types import HostPattern, Name, Path, PathPattern

_WORDS: Mapping[str, Any] = {"path_pattern": PathPattern, "host_header": HostPattern}
_GROUP = "aws_lb_target_group.balancer_"


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the subnets of the load balancer, its rules, and the target groups of the services."""
    balancer, live = settings.load_balancer, live_resources.at("aws_lb.balancer_alb")
    subnets = layout.subnets_of(live.facts["subnets"] if live else (), now=balancer.subnets, tier="public")
    added = _added_groups(live_resources, settings)
    changes = differing(balancer, {"subnets": subnets})
    for key, group in added.items():
        changes |= _behind_it(live_resources, settings.services[key], key, group)
    for key, service in settings.services.items():
        changes |= differing(service, {"target_group": None}) if _has_none(live_resources, settings, key) else {}
    https = live_resources.at("aws_lb_listener.balancer_https")
    served = {group.facts["arn"]: key for key, group in {**live_resources.keyed(_GROUP), **added}.items()}
    return changes | (_routing(live_resources, balancer, https, served) if https else {})


def _added_groups(live_resources: LiveResources, settings: Settings) -> dict[str, Found]:
    """Returns service -> the one target group it uses, if the settings have none and no other service uses it."""
    taken = {group.id for group in live_resources.keyed(_GROUP).values()}
    free = {
        group.facts["arn"]: group for group in live_resources.of_type("aws_lb_target_group") if group.id not in taken
    }
    added = dict[str, Found]()
    for key, service in settings.services.items():
        live = live_resources.at(f"aws_ecs_service.services_{key}_service")
        arns = target_groups(live) if live and service.target_group is None else []
        group = free.get(arns[0]) if len(arns) == 1 else None
        if group and group not in added.values() and _has_words(group):
            added[key] = group
    return added


def _has_words(group: Found) -> bool:
    return fits(Name, group.name) and fits(Path, group.facts["health_check"]["path"])


def _behind_it(live_resources: LiveResources, service: ServiceSettings, key: str, group: Found) -> Changes:
    live = live_resources.by_address[f"aws_ecs_service.services_{key}_service"]
    words = {"name": group.name, "health_check_path": group.facts["health_check"]["path"]}
    port = service.port or live.facts["load_balancer"][0]["container_port"]
    return {f"{service.where}.target_group": words, **differing(service, {"port": port})}


def _has_none(live_resources: LiveResources, settings: Settings, key: str) -> bool:
    """Returns True if neither the service nor a listener uses a target group."""
    balancer, live = settings.load_balancer, live_resources.at(f"aws_ecs_service.services_{key}_service")
    led_to = {balancer.default_service, *(rule.service for rule in balancer.rules.values())}
    return (
        live is not None
        and not target_groups(live)
        and key not in led_to
        and live_resources.at(f"{_GROUP}{key}") is None
    )


def _routing(
    live_resources: LiveResources, balancer: LoadBalancerSettings, https: Found, served: Mapping[str, str]
) -> Changes:
    """Returns the default service, and the rules with their paths and services. A rule without our paths is a stray."""
    default = _service_behind(https.facts["default_action"], served) or balancer.default_service
    changes = differing(balancer, {"default_service": default})
    claims = _live_rules(live_resources, balancer, https)
    for key, rule in claims.items():
        part = balancer.rules[key]
        changes |= differing(part, {"service": _service_behind(rule.facts["action"], served) or part.service})
        for name, patterns, now in (("paths", _paths(rule), part.paths), ("hosts", _hosts(rule), part.hosts)):
            changes |= differing(part, {name: patterns}) if {*patterns} != {*now} else {}
    merged = {path for rule in claims.values() for path in _paths(rule)}
    unmatched = [
        key for key in balancer.rules if live_resources.at(f"aws_lb_listener_rule.balancer_{key}_paths") is None
    ]
    free = {key: balancer.rules[key] for key in unmatched if key not in claims}
    gone = [key for key, part in free.items() if part.paths and not part.hosts and merged >= {*part.paths}]
    return changes | {f"{balancer.where}.rules.{key}": None for key in gone}


def _live_rules(live_resources: LiveResources, balancer: LoadBalancerSettings, https: Found) -> dict[str, Found]:
    """Returns rule of the settings -> matched live rule, or the only live rule with one of its paths for every host."""
    matched = {rule.id: key for key, rule in live_resources.keyed("aws_lb_listener_rule.balancer_", "_paths").items()}
    claims = dict[str, list[Found]]()
    for rule in live_resources.of_type("aws_lb_listener_rule"):
        if rule.facts["listener_arn"] == https.facts["arn"] and ((paths := _paths(rule)) or _hosts(rule)):
            sharing = [key for key, part in balancer.rules.items() if {*part.paths} & {*paths}]
            free = [key for key in sharing if key not in matched.values()]
            for key in [matched[rule.id]] if rule.id in matched else [] if _hosts(rule) else free[:1]:
                claims.setdefault(key, []).append(rule)
    return {key: rules[0] for key, rules in claims.items() if len(rules) == 1 and key in balancer.rules}


def _paths(rule: Found) -> list[str]:
    """Returns the paths of a rule; none if it has a condition that the settings cannot express."""
    return list(_patterns(rule).get("path_pattern", ()))


def _hosts(rule: Found) -> list[str]:
    """Returns the hosts of a rule; none if it has a condition that the settings cannot express."""
    return list(_patterns(rule).get("host_header", ()))


def _patterns(rule: Found) -> dict[str, tuple[str, ...]]:
    """Returns field -> patterns; nothing if a setting lacks words for one of them."""
    looked_at = conditions(rule.facts["condition"])
    fields = dict(looked_at)
    fit = all(fits(_WORDS[field], value) for field, values in looked_at if field in _WORDS for value in values)
    return fields if fit and len(fields) == len(looked_at) and fields.keys() <= _WORDS.keys() else {}


def _service_behind(action: Mapping[str, Any], served: Mapping[str, str]) -> str | None:
    """Returns the service behind the one target group of an action."""
    (arn, *others) = action["target_group_arn"] or [""]
    return None if others else served.get(arn)
