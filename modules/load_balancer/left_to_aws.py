"""Arguments of load balancer, listener and target group that the code leaves to AWS, with the values AWS gives.

A block is written without its empty arguments.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Given = Mapping[str, tuple[Any, ...]]
BALANCER: Given = {
    "ip_address_type": ("ipv4",),
    "access_logs": (),
    "connection_logs": (),
    "minimum_load_balancer_capacity": (),
    "ipam_pools": (),
}
_REQUEST, _RESPONSE = "routing_http_request", "routing_http_response"
_HEADERS = (
    "access_control_allow_credentials",
    "access_control_allow_headers",
    "access_control_allow_methods",
    "access_control_allow_origin",
    "access_control_expose_headers",
    "access_control_max_age",
    "content_security_policy",
    "strict_transport_security",
    "x_content_type_options",
    "x_frame_options",
)
_PASSED_ON = (
    "x_amzn_mtls_clientcert",
    "x_amzn_mtls_clientcert_issuer",
    "x_amzn_mtls_clientcert_leaf",
    "x_amzn_mtls_clientcert_serial_number",
    "x_amzn_mtls_clientcert_subject",
    "x_amzn_mtls_clientcert_validity",
    "x_amzn_tls_cipher_suite",
    "x_amzn_tls_version",
)
LISTENER: Given = {
    "mutual_authentication": ({"mode": "off"},),
    f"{_RESPONSE}_server_enabled": (True,),
    **{f"{_RESPONSE}_{name}_header_value": () for name in _HEADERS},
    **{f"{_REQUEST}_{name}_header_name": (name.replace("_", "-"),) for name in _PASSED_ON},
}
_STICKINESS = ({"type": "lb_cookie"}, {"type": "lb_cookie", "cookie_duration": 86400})
_ROUTING = {"minimum_healthy_targets_percentage": "off"}
TARGET_GROUP: Given = {
    "ip_address_type": ("ipv4",),
    "load_balancing_algorithm_type": ("round_robin",),
    "load_balancing_anomaly_mitigation": ("off",),
    "load_balancing_cross_zone_enabled": ("use_load_balancer_configuration",),
    "protocol_version": ("HTTP1",),
    "stickiness": _STICKINESS,
    "target_group_health": (
        {
            "dns_failover": [{"minimum_healthy_targets_count": "1", **_ROUTING}],
            "unhealthy_state_routing": [{"minimum_healthy_targets_count": 1, **_ROUTING}],
        },
    ),
}
