"""Sections 4 and 6 of the reference: load balancer, listeners, target groups, DNS and certificate."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Change
from tests.stack import Stack


def test_load_balancer_is_public_in_public_subnets(dev: Stack) -> None:
    (alb,) = dev.of_type("aws_lb")
    assert alb["name"] == "counterpromo-dev-alb"
    assert alb["internal"] is False
    assert alb.refers_to("subnets") == {"aws_subnet.network_public_a", "aws_subnet.network_public_b"}
    assert alb.refers_to("security_groups") == {"aws_security_group.groups_load_balancer"}


def test_http_is_redirected_to_https(dev: Stack) -> None:
    http = dev.at("aws_lb_listener.balancer_http")
    (action,) = http["default_action"]
    assert (http["port"], action["type"]) == (80, "redirect")
    assert action["redirect"] == {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}


def test_https_listener_uses_the_certificate_and_forwards_to_web(dev: Stack) -> None:
    https = dev.at("aws_lb_listener.balancer_https")
    assert (https["port"], https["protocol"]) == (443, "HTTPS")
    assert https.refers_to("certificate_arn") == {"aws_acm_certificate.dns_certificate"}
    assert https.refers_to("default_action") == {"aws_lb_target_group.balancer_web"}


def test_https_rules_have_the_documented_order(dev: Stack) -> None:
    rules = sorted(dev.of_type("aws_lb_listener_rule"), key=lambda rule: rule["priority"])
    assert [rule["condition"] for rule in rules] == [
        [{"path_pattern": {"values": ["/api/*"]}}],
        [{"path_pattern": {"values": ["/webhooks/*"]}}],
    ]
    for rule in rules:
        assert rule.refers_to("listener_arn") == {"aws_lb_listener.balancer_https"}
        assert rule.refers_to("action") == {"aws_lb_target_group.balancer_api"}


def test_target_groups_equal_the_reference(dev: Stack) -> None:
    said = {
        group["name"]: (group["target_type"], group["protocol"], group["port"], group["health_check"]["path"])
        for group in dev.of_type("aws_lb_target_group")
    }
    assert said == {
        "counterpromo-dev-tg-web": ("ip", "HTTP", 80, "/"),
        "counterpromo-dev-tg-api": ("ip", "HTTP", 3000, "/health"),
    }


def test_the_certificate_is_validated_through_the_zone(dev: Stack) -> None:
    (certificate,) = dev.of_type("aws_acm_certificate")
    assert (certificate["domain_name"], certificate["validation_method"]) == ("dev.counterpromo.com", "DNS")
    record = dev.at("aws_route53_record.dns_validation")
    for part in ("name", "type", "records"):
        assert record.refers_to(part) == {"aws_acm_certificate.dns_certificate"}, part
    assert record.refers_to("zone_id") == {"aws_route53_zone.dns_zone"}


def test_the_host_is_an_alias_of_the_load_balancer(dev: Stack) -> None:
    host = dev.at("aws_route53_record.alias_host")
    assert (host["name"], host["type"]) == ("dev.counterpromo.com", "A")
    assert host.refers_to("alias") == {"aws_lb.balancer_alb"}


def test_records_do_not_overwrite_existing_ones(dev: Stack) -> None:
    for record in dev.of_type("aws_route53_record"):
        assert "allow_overwrite" not in record.arguments, record.address


def test_zone_may_be_a_data_source(changed: Callable[[Change], Stack]) -> None:
    def look_up(settings: Any) -> None:
        settings["dns"]["zone_ownership"] = "looked_up"

    stack = changed(look_up)
    assert stack.of_type("aws_route53_zone") == []
    assert stack.document["data"]["aws_route53_zone"]["dns_zone"]["private_zone"] is False


def test_new_environment_waits_for_its_certificate(changed: Callable[[Change], Stack]) -> None:
    def wait(settings: Any) -> None:
        settings["dns"]["wait_for_certificate"] = True
        settings["dns"]["certificate_names"] = ["*.dev.counterpromo.com", "www.counterpromo.com"]

    stack = changed(wait)
    https = stack.at("aws_lb_listener.balancer_https")
    assert https.refers_to("certificate_arn") == {"aws_acm_certificate_validation.dns_certificate_validated"}
    validation = stack.at("aws_acm_certificate_validation.dns_certificate_validated")
    assert len(validation["validation_record_fqdns"]) == 2, "a wildcard shares the record of the name below it"


def test_name_servers_are_an_output(dev: Stack) -> None:
    assert dev.document["output"]["name_servers"]["value"] == "${aws_route53_zone.dns_zone.name_servers}"
    assert dev.document["output"]["stripe_webhook_url"]["value"] == "https://dev.counterpromo.com/webhooks/stripe"


def test_rule_with_hosts_asks_for_host_and_path(changed: Callable[[Change], Stack]) -> None:
    def edit(document: Any) -> None:
        rules = document["load_balancer"]["rules"]
        rules["api"]["hosts"] = ["api.dev.counterpromo.com"]
        rules["beta"] = {"priority": 9, "hosts": ["beta.*", "*.beta.com"], "service": "web"}

    stack = changed(edit)
    of_hosts = {"host_header": {"values": ["api.dev.counterpromo.com"]}}
    assert stack.at("aws_lb_listener_rule.balancer_api_paths")["condition"] == [
        of_hosts,
        {"path_pattern": {"values": ["/api/*"]}},
    ]
    assert stack.at("aws_lb_listener_rule.balancer_beta_paths")["condition"] == [
        {"host_header": {"values": ["beta.*", "*.beta.com"]}}
    ]
