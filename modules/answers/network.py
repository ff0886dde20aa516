"""Answers about networks, DNS, certificates, keys and firewalls: the members that the provider has no argument for."""

from __future__ import annotations

from modules.answers.answer import Answer, by, listed, whole

_BLOCKED = {"BlockPublicAccessStates": ({"InternetGatewayBlockMode": "off"},)}

ANSWERS: tuple[Answer, ...] = (
    listed("aws_vpc", "ec2.describe_vpcs", "Vpcs", "VpcId", {**_BLOCKED, "EncryptionControl": ()}),
    listed("aws_subnet", "ec2.describe_subnets", "Subnets", "SubnetId", _BLOCKED),
    listed(
        "aws_vpc_endpoint",
        "ec2.describe_vpc_endpoints",
        "VpcEndpoints",
        "VpcEndpointId",
        {"DnsOptions.PrivateDnsPreference": (), "DnsOptions.PrivateDnsSpecifiedDomains": ()},
    ),
    whole(
        "aws_acm_certificate",
        "acm.describe_certificate",
        "Certificate",
        # https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateOptions.html
        {"Options.Export": ("DISABLED",), "ManagedBy": ()},
        asks=by("CertificateArn"),
    ),
    listed("aws_route53_zone", "route53.list_hosted_zones", "HostedZones", "Id", {"LinkedService": ()}),
    whole(
        "aws_kms_key",
        "kms.describe_key",
        "KeyMetadata",
        {"Origin": ("AWS_KMS",), "XksKeyConfiguration": (), "CloudHsmClusterId": ()},
        asks=by("KeyId"),
    ),
    whole(
        "aws_wafv2_web_acl",
        "wafv2.get_web_acl",
        "WebACL",
        {
            "ApplicationConfig": (),
            "OnSourceDDoSProtectionConfig": (),
            "PreProcessFirewallManagerRuleGroups": (),
            "PostProcessFirewallManagerRuleGroups": (),
        },
        asks=lambda live: {"Name": live.name, "Scope": live.facts["scope"], "Id": live.facts["id"]},
    ),
)
