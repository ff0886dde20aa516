"""Parts that the emulator cannot make, as AWS answers with them: amendments of its answers, by type."""

from __future__ import annotations

from sandbox.overlay.amendment import Amendment
from tests.adoption.account import ACCOUNT, REGION, Account
from tests.adoption.cases.every_part import BUCKET, DATABASE, LOGS, NAME, OTHER_BUCKET, vpc_of
from tests.coverage.live.reads import answer, item

_ARCHIVE = {"AccessTier": "ARCHIVE_ACCESS", "Days": 125}


def amended(account: Account) -> tuple[list[Amendment], set[str]]:
    """Returns parts that the emulator cannot make, as AWS answers with them, and their types."""
    answers = {**_of_s3(), **_of_others(account)}
    return [each for amendments in answers.values() for each in amendments], set(answers)


def _of_s3() -> dict[str, list[Amendment]]:
    whole, daily = {"Bucket": BUCKET}, {"Bucket": BUCKET, "Id": "daily"}
    metrics, tiers = {"Id": "daily"}, {"Id": "daily", "Status": "Enabled", "Tierings": [_ARCHIVE]}
    exported = {"S3BucketDestination": {"Format": "CSV", "Bucket": OTHER_BUCKET}}
    analysis = {"DataExport": {"OutputSchemaVersion": "V_1", "Destination": exported}}
    analytics = {"Id": "daily", "StorageClassAnalysis": analysis}
    logging = {"TargetBucket": f"{NAME}-assets-{ACCOUNT}", "TargetPrefix": "logs/"}
    retention = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}}
    locked = {"ObjectLockEnabled": "Enabled", "Rule": retention}
    return {
        "aws_s3_bucket_request_payment_configuration": [answer("s3.GetBucketRequestPayment", whole, Payer="Requester")],
        # Told to EventBridge: the member is empty, and the emulator does not keep it.
        "aws_s3_bucket_notification": [
            answer("s3.GetBucketNotificationConfiguration", whole, EventBridgeConfiguration={})
        ],
        "aws_s3_bucket_logging": [answer("s3.GetBucketLogging", whole, LoggingEnabled=logging)],
        "aws_s3_bucket_object_lock_configuration": [
            answer("s3.GetObjectLockConfiguration", whole, ObjectLockConfiguration=locked)
        ],
        "aws_s3_bucket_metric": [
            answer("s3.ListBucketMetricsConfigurations", whole, MetricsConfigurationList=[metrics]),
            answer("s3.GetBucketMetricsConfiguration", daily, MetricsConfiguration=metrics),
        ],
        "aws_s3_bucket_analytics_configuration": [
            answer("s3.ListBucketAnalyticsConfigurations", whole, AnalyticsConfigurationList=[analytics]),
            answer("s3.GetBucketAnalyticsConfiguration", daily, AnalyticsConfiguration=analytics),
        ],
        "aws_s3_bucket_intelligent_tiering_configuration": [
            answer("s3.ListBucketIntelligentTieringConfigurations", whole, IntelligentTieringConfigurationList=[tiers]),
            answer("s3.GetBucketIntelligentTieringConfiguration", daily, IntelligentTieringConfiguration=tiers),
        ],
    }


def _of_others(account: Account) -> dict[str, list[Amendment]]:
    secret = f"{NAME.replace('-', '/')}/db/postgres"
    arn = account.client("secretsmanager").describe_secret(SecretId=secret)["ARN"]
    rotated = {
        "RotationEnabled": True,
        "RotationLambdaARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rotate",
        "RotationRules": {"AutomaticallyAfterDays": 30},
    }
    filter_ = {
        "filterName": "errors",
        "logGroupName": LOGS,
        "filterPattern": "ERROR",
        "destinationArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:tell",
        "distribution": "ByLogStream",
    }
    role = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/exports", "FeatureName": "s3Export", "Status": "ACTIVE"}
    rule = {
        "Id": "rslvr-rrassoc-0a1b2c3d4e5f60718",
        "ResolverRuleId": "rslvr-rr-0a1b2c3d4e5f60718",
        "Name": "office",
        "VPCId": vpc_of(account.client("ec2")),
        "Status": "COMPLETE",
    }
    firewall = {
        "Name": "shop",
        "Id": "a1b2c3d4-5678-90ab-cdef-0123456789ab",
        "ARN": f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/shop/a1b2c3d4-5678-90ab-cdef-0123456789ab",
    }
    zone = next(
        one["Id"].rpartition("/")[2]
        for one in account.client("route53").list_hosted_zones()["HostedZones"]
        if one["Name"] == "counterpromo.com."
    )
    key = {
        "Name": "counterpromo",
        "KmsArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/5f0c1f0e-6e2a-4c0e-9a53-2b3c4d5e6f70",
        "Status": "ACTIVE",
    }
    signed = [answer("route53.GetDNSSEC", {}, Status={"ServeSignature": "SIGNING"}, KeySigningKeys=[key])]
    ec2 = account.client("ec2")
    (gateway,) = [one["VpnGatewayId"] for one in ec2.describe_vpn_gateways()["VpnGateways"]]
    numbered = item("ec2.DescribeVpnGateways", "VpnGateways", {"VpnGatewayId": gateway}, AmazonSideAsn=64512)
    return {
        "aws_vpn_gateway": [numbered],
        "aws_secretsmanager_secret_rotation": [
            item("secretsmanager.ListSecrets", "SecretList", {"ARN": arn}, **rotated),
            answer("secretsmanager.DescribeSecret", {"SecretId": arn}, **rotated),
        ],
        "aws_cloudwatch_log_subscription_filter": [
            answer("logs.DescribeSubscriptionFilters", {"logGroupName": LOGS}, subscriptionFilters=[filter_])
        ],
        "aws_db_instance_role_association": [
            item("rds.DescribeDBInstances", "DBInstances", {"DBInstanceIdentifier": DATABASE}, AssociatedRoles=[role])
        ],
        "aws_route53_resolver_rule_association": [
            answer("route53resolver.ListResolverRuleAssociations", {}, ResolverRuleAssociations=[rule]),
            answer("route53resolver.GetResolverRuleAssociation", {}, ResolverRuleAssociation=rule),
        ],
        "aws_wafv2_web_acl_association": [answer("wafv2.GetWebACLForResource", {}, WebACL=firewall)],
        "aws_route53_hosted_zone_dnssec": signed if zone else [],
        "aws_route53_key_signing_key": [],
    }
