"""Services behind the load balancer: target groups, default action, paths of the rules. Unusual cases first."""

from typing import Any

from imports.model import Found
from tests.imports.shape.test_shape_areas import service
from tests.imports.shaped import loaded, shape_of
from tests.imports.small_dev import live

HTTPS = "lsn-443"
API, WEB = "balancer_api", "balancer_web"


def target_group(key: str, **facts: Any) -> Found:
    said = {"arn": f"arn:{key}", "health_check": {"path": f"/{key}-health"}}
    return live("aws_lb_target_group", f"arn:{key}", name=f"tg-{key}", **{**said, **facts})


def balanced(*, default: str = "web", rules: dict[str, str] | None = None) -> dict[str, Found]:
    """The listener with its two target groups, and the rules matched by key: `{"api": "api"}` leads to the API."""
    listener = live("aws_lb_listener", HTTPS, arn=HTTPS, default_action={"target_group_arn": [f"arn:{default}"]})
    groups = {f"aws_lb_target_group.balancer_{key}": target_group(key) for key in ("api", "web")}
    of_rules = {
        f"aws_lb_listener_rule.balancer_{key}_paths": rule(key, f"/{key}/*", to=to) for key, to in (rules or {}).items()
    }
    return {"aws_lb_listener.balancer_https": listener, **groups, **of_rules}


def rule(id_: str, *paths: str, to: str = "api", **condition: Any) -> Found:
    conditions = [{"path_pattern": {"values": list(paths)}}, *({key: value} for key, value in condition.items())]
    action = {"target_group_arn": [f"arn:{to}"] if to else []}
    return live("aws_lb_listener_rule", id_, listener_arn=HTTPS, condition=conditions, action=action, priority="1")


def feeding(key: str, *arns: str) -> dict[str, Found]:
    return service(key, load_balancer=[{"target_group_arn": arn, "container_port": 8080} for arn in arns])


BOTH = {"api": "api", "webhooks": "api"}


def test_unchanged_or_absent_listener_changes_no_setting() -> None:
    assert shape_of({}, rule("x", "/api", "/api/*")) == {}
    assert shape_of(balanced(rules=BOTH)) == {}


def test_rule_with_other_paths_or_conditions_stays_a_stray() -> None:
    strays = [rule("x", "/maintenance"), rule("y", "/api/*", host_header={"values": ["beta.counterpromo.com"]})]
    assert shape_of(balanced(rules=BOTH), *strays) == {}


def test_hosts_of_a_matched_rule_become_settings() -> None:
    both = rule("x", "/api/*", host_header={"values": ["dev.counterpromo.com"]})
    by_address = {**balanced(rules={"webhooks": "api"}), **_matched("api", both)}
    assert shape_of(by_address) == {"load_balancer.rules.api.hosts": ["dev.counterpromo.com"]}
    hosts_only = live(
        "aws_lb_listener_rule",
        "x",
        listener_arn=HTTPS,
        condition=[{"host_header": {"values": ["dev.counterpromo.com"]}}],
        action={"target_group_arn": ["arn:api"]},
        priority="1",
    )
    by_address = {**balanced(rules={"webhooks": "api"}), **_matched("api", hosts_only)}
    assert shape_of(by_address) == {
        "load_balancer.rules.api.paths": [],
        "load_balancer.rules.api.hosts": ["dev.counterpromo.com"],
    }


def test_rule_for_hosts_that_is_not_live_stays_in_the_settings() -> None:
    settings, _ = loaded({"load_balancer.rules.api.hosts": ["dev.counterpromo.com"]})
    assert shape_of(balanced(rules={"webhooks": "api"}), settings=settings) == {}


def test_two_live_rules_for_one_path_are_ambiguous() -> None:
    assert shape_of(balanced(rules={"webhooks": "api"}), rule("x", "/api/*"), rule("y", "/api/*", "/v1/*")) == {}


def test_rule_with_more_paths_adds_them_to_the_settings() -> None:
    by_address = {**balanced(rules={"webhooks": "api"}), **_matched("api", rule("x", "/api", "/api/*"))}
    assert shape_of(by_address) == {"load_balancer.rules.api.paths": ["/api", "/api/*"]}


def test_live_rule_for_the_paths_of_two_rules_merges_them() -> None:
    merged = rule("x", "/api/*", "/webhooks/*")
    changes = shape_of(balanced(), merged)
    assert changes == {
        "load_balancer.rules.api.paths": ["/api/*", "/webhooks/*"],
        "load_balancer.rules.webhooks": None,
    }
    settings, _ = loaded(changes)
    assert shape_of({**balanced(), **_matched("api", merged)}, settings=settings) == {}


def test_unsupported_path_changes_no_setting() -> None:
    assert shape_of({**balanced(rules={"webhooks": "api"}), **_matched("api", rule("x", "/api/*", "*.php"))}) == {}


def test_targets_of_default_and_rules_become_settings() -> None:
    changes = shape_of(balanced(default="api", rules={"api": "web", "webhooks": "api"}))
    assert changes == {"load_balancer.default_service": "api", "load_balancer.rules.api.service": "web"}
    assert shape_of(balanced(default="somebody's", rules={"api": "", "webhooks": "api"})) == {}


def test_service_with_an_unmatched_target_group_gets_a_setting() -> None:
    by_address = {**balanced(default="worker"), **feeding("worker", "arn:worker")}
    changes = shape_of(by_address, target_group("worker"))
    assert changes == {
        "services.worker.target_group": {"name": "tg-worker", "health_check_path": "/worker-health"},
        "services.worker.port": 8080,
        "load_balancer.default_service": "worker",
    }


def test_shared_or_ambiguous_target_group_is_not_added() -> None:
    assert shape_of({**balanced(), **feeding("worker", "arn:api")}) == {}
    assert shape_of({**balanced(), **feeding("worker", "arn:x", "arn:y")}, target_group("x"), target_group("y")) == {}
    tcp = target_group("worker", health_check={"path": None})
    assert shape_of({**balanced(), **feeding("worker", "arn:worker")}, tcp) == {}


def test_absent_target_group_removes_its_setting() -> None:
    behind = {"services.worker.port": 80, "services.worker.target_group": {"name": "w", "health_check_path": "/"}}
    settings, _ = loaded(behind)
    assert shape_of(service("worker"), settings=settings) == {"services.worker.target_group": None}
    group = {"aws_lb_target_group.balancer_worker": target_group("worker")}
    assert shape_of({**service("worker"), **group}, settings=settings) == {}
    assert shape_of(service("web"), settings=settings) == {}, "the load balancer leads to it: a gap"


def _matched(key: str, found: Found) -> dict[str, Found]:
    return {f"aws_lb_listener_rule.balancer_{key}_paths": found}
