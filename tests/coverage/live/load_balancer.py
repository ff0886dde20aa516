"""Live values of the load balancer, its target groups, listeners and rules."""

from __future__ import annotations

from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import NAME, Shown
from tests.coverage.live.reads import answer, attributes, item, tags

_LISTENERS, _RULES = ("elbv2.DescribeListeners", "Listeners"), ("elbv2.DescribeRules", "Rules")
_OIDC: dict[str, Any] = {
    "Issuer": "https://login.example.com",
    "AuthorizationEndpoint": "https://login.example.com/authorize",
    "TokenEndpoint": "https://login.example.com/token",
    "UserInfoEndpoint": "https://login.example.com/user",
    "ClientId": "counterpromo",
    "SessionCookieName": "session",
    "Scope": "openid email",
    "SessionTimeout": 3600,
    "AuthenticationRequestExtraParams": {"prompt": "login"},
    "OnUnauthenticatedRequest": "deny",
}
_COGNITO: dict[str, Any] = {
    "UserPoolArn": f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{REGION}_a1b2c3d4e",
    "UserPoolClientId": "1example23456789",
    "UserPoolDomain": "counterpromo",
    "SessionCookieName": "session",
    "Scope": "openid email",
    "SessionTimeout": 7200,
    "AuthenticationRequestExtraParams": {"prompt": "login"},
    "OnUnauthenticatedRequest": "allow",
}
_REDIRECT = {
    "Protocol": "HTTP",
    "Port": "8080",
    "Host": "other.example.com",
    "Path": "/new/#{path}",
    "Query": "from=old",
    "StatusCode": "HTTP_302",
}
_FIXED = {"ContentType": "text/plain", "MessageBody": "closed", "StatusCode": "503"}


def first(account: Shown) -> list[Amendment]:
    """Returns every attribute otherwise, logins by OIDC, redirects, weighted groups with stickiness."""
    return [*_balancer(account), *_groups(account), *_headers(account), *_first_actions(account)]


def second(account: Shown) -> list[Amendment]:
    """Returns what excludes the first: logins by Cognito, fixed responses, client certificates, other conditions."""
    trusted = {
        "Mode": "verify",
        "TrustStoreArn": f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:truststore/clients/a1b2c3d4e5f60718",
        "IgnoreClientCertificateExpiry": True,
        "AdvertiseTrustStoreCaNames": "on",
    }
    login = {"Type": "authenticate-cognito", "Order": 1, "AuthenticateCognitoConfig": _COGNITO}
    fixed = {"Type": "fixed-response", "Order": 2, "FixedResponseConfig": _FIXED}
    rules = {priority: {"RuleArn": arn} for priority, arn in account.rules.items()}
    return [
        item(
            *_LISTENERS,
            {"ListenerArn": account.listeners[443]},
            DefaultActions=[login, fixed],
            MutualAuthentication=trusted,
            SslPolicy="ELBSecurityPolicy-2016-08",
        ),
        item(*_LISTENERS, {"ListenerArn": account.listeners[80]}, DefaultActions=[{**fixed, "Order": 1}]),
        item(*_RULES, rules["1"], Actions=[login, fixed], Conditions=[_host("dev.counterpromo.com"), *_further()]),
        item(*_RULES, rules["2"], Actions=[{**fixed, "Order": 1}], Priority="40"),
    ]


def third(account: Shown) -> list[Amendment]:
    """Returns an internal load balancer on another port, and groups that speak TLS."""
    return [
        item(
            "elbv2.DescribeLoadBalancers",
            "LoadBalancers",
            {"LoadBalancerArn": account.balancer},
            Scheme="internal",
            SecurityGroups=[account.groups[f"{NAME}-{group}"] for group in ("alb-sg", "vpce-sg")],
            AvailabilityZones=[{"SubnetId": account.subnets[f"{NAME}-{place}"]} for place in ("public-a", "private-b")],
        ),
        item(
            *_LISTENERS,
            {"ListenerArn": account.listeners[443]},
            DefaultActions=[{"Type": "forward", "TargetGroupArn": account.target_groups[0]}],
        ),
        item(
            "elbv2.DescribeTargetGroups",
            "TargetGroups",
            {"TargetGroupArn": account.target_groups[0]},
            Protocol="HTTPS",
            Port=8443,
        ),
    ]


def _balancer(account: Shown) -> list[Amendment]:
    asked = {"LoadBalancerArn": account.balancer}
    public = [{"SubnetId": account.subnets[f"{NAME}-public-{zone}"], "ZoneName": f"{REGION}{zone}"} for zone in "ab"]
    return [
        item(
            "elbv2.DescribeLoadBalancers",
            "LoadBalancers",
            asked,
            IpAddressType="dualstack",
            CustomerOwnedIpv4Pool="ipv4pool-coip-0a1b2c3d4e5f60718",
            IpamPools={"Ipv4IpamPoolId": "ipam-pool-0a1b2c3d4e5f60718"},
            AvailabilityZones=public,
        ),
        *attributes(
            "elbv2.DescribeLoadBalancerAttributes",
            asked,
            access_logs__s3__enabled="true",
            access_logs__s3__bucket=f"{NAME}-logs",
            access_logs__s3__prefix="alb",
            connection_logs__s3__enabled="true",
            connection_logs__s3__bucket=f"{NAME}-logs",
            connection_logs__s3__prefix="connections",
            deletion_protection__enabled="true",
            idle_timeout__timeout_seconds="333",
            client_keep_alive__seconds="777",
            routing__http__desync_mitigation_mode="strictest",
            routing__http__drop_invalid_header_fields__enabled="true",
            routing__http__preserve_host_header__enabled="true",
            routing__http__x_amzn_tls_version_and_cipher_suite__enabled="true",
            routing__http__xff_client_port__enabled="true",
            routing__http__xff_header_processing__mode="remove",
            routing__http2__enabled="false",
            waf__fail_open__enabled="true",
            zonal_shift__config__enabled="true",
        ),
        answer("elbv2.DescribeCapacityReservation", asked, MinimumLoadBalancerCapacity={"CapacityUnits": 200}),
        _tagged(account.balancer),
    ]


def _tagged(arn: str) -> Amendment:
    which = {"ResourceArn": arn}
    return item("elbv2.DescribeTags", "TagDescriptions", which, Tags=tags(owner="platform"))


def _groups(account: Shown) -> list[Amendment]:
    arn = account.target_groups[0]
    asked = {"TargetGroupArn": arn}
    return [
        item(
            "elbv2.DescribeTargetGroups",
            "TargetGroups",
            asked,
            ProtocolVersion="HTTP2",
            IpAddressType="ipv6",
            HealthCheckEnabled=True,
            HealthCheckProtocol="HTTPS",
            HealthCheckPort="9000",
            HealthCheckPath="/ready",
            HealthCheckIntervalSeconds=77,
            HealthCheckTimeoutSeconds=11,
            HealthyThresholdCount=9,
            UnhealthyThresholdCount=8,
            Matcher={"HttpCode": "200-299"},
        ),
        *attributes(
            "elbv2.DescribeTargetGroupAttributes",
            asked,
            deregistration_delay__timeout_seconds="7",
            slow_start__duration_seconds="45",
            stickiness__enabled="true",
            stickiness__type="app_cookie",
            stickiness__app_cookie__cookie_name="basket",
            stickiness__app_cookie__duration_seconds="777",
            load_balancing__algorithm__type="weighted_random",
            load_balancing__algorithm__anomaly_mitigation="on",
            load_balancing__cross_zone__enabled="false",
            target_group_health__dns_failover__minimum_healthy_targets__count="2",
            target_group_health__dns_failover__minimum_healthy_targets__percentage="50",
            target_group_health__unhealthy_state_routing__minimum_healthy_targets__count="3",
            target_group_health__unhealthy_state_routing__minimum_healthy_targets__percentage="40",
        ),
        _tagged(arn),
    ]


def _headers(account: Shown) -> list[Amendment]:
    asked = {"ListenerArn": account.listeners[443]}
    request = (
        "x_amzn_tls_version",
        "x_amzn_tls_cipher_suite",
        "x_amzn_mtls_clientcert",
        "x_amzn_mtls_clientcert_issuer",
        "x_amzn_mtls_clientcert_leaf",
        "x_amzn_mtls_clientcert_serial_number",
        "x_amzn_mtls_clientcert_subject",
        "x_amzn_mtls_clientcert_validity",
    )
    response = {
        "access_control_allow_credentials": "true",
        "access_control_allow_headers": "X-Basket",
        "access_control_allow_methods": "GET,POST",
        "access_control_allow_origin": "https://example.com",
        "access_control_expose_headers": "X-Basket",
        "access_control_max_age": "600",
        "content_security_policy": "default-src 'self'",
        "strict_transport_security": "max-age=63072000",
        "x_content_type_options": "nosniff",
        "x_frame_options": "DENY",
    }
    named = {f"routing__http__request__{name}__header_name": name.replace("_", "-") for name in request}
    said = {f"routing__http__response__{name}__header_value": value for name, value in response.items()}
    values = {**named, **said, "routing__http__response__server__enabled": "false"}
    return [*attributes("elbv2.DescribeListenerAttributes", asked, **values), _tagged(account.listeners[443])]


def _first_actions(account: Shown) -> list[Amendment]:
    groups = [
        {"TargetGroupArn": arn, "Weight": weight} for arn, weight in zip(account.target_groups, (90, 10), strict=True)
    ]
    sticky = {"Enabled": True, "DurationSeconds": 600}
    forward = {"TargetGroups": groups, "TargetGroupStickinessConfig": sticky}
    login = {"Type": "authenticate-oidc", "Order": 1, "AuthenticateOidcConfig": _OIDC}
    weighted = {"Type": "forward", "Order": 2, "ForwardConfig": forward}
    redirect = {"Type": "redirect", "Order": 1, "RedirectConfig": _REDIRECT}
    rules = {priority: {"RuleArn": arn} for priority, arn in account.rules.items()}
    return [
        item(*_LISTENERS, {"ListenerArn": account.listeners[443]}, DefaultActions=[login, weighted]),
        item(*_LISTENERS, {"ListenerArn": account.listeners[80]}, DefaultActions=[redirect]),
        item(*_RULES, rules["1"], Actions=[login, weighted]),
        item(*_RULES, rules["2"], Actions=[redirect]),
        _tagged(account.rules["1"]),
    ]


def _host(name: str) -> dict[str, Any]:
    return {"Field": "host-header", "Values": [name], "HostHeaderConfig": {"Values": [name]}}


def _further() -> list[dict[str, Any]]:
    pairs = [{"Key": "version", "Value": "2"}, {"Value": "beta"}]
    return [
        {"Field": "path-pattern", "Values": ["/api/*"], "PathPatternConfig": {"Values": ["/api/*"]}},
        {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Basket", "Values": ["a*"]}},
        {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET", "POST"]}},
        {"Field": "query-string", "QueryStringConfig": {"Values": pairs}},
        {"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}},
    ]
