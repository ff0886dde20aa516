"""Buckets: a lifecycle rule in the old form, and a bucket under another name than its parameter's source has."""

from tests.adoption.account import ACCOUNT, REGION, Account


def old_lifecycle_rule(account: Account) -> None:
    """The prefix stands in the rule, not in a filter: S3 still accepts and returns this form.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
    """
    rule = {"ID": "expire-tmp", "Prefix": "tmp/", "Status": "Enabled", "Expiration": {"Days": 3}}
    account.client("s3").put_bucket_lifecycle_configuration(
        Bucket=f"counterpromo-dev-exports-{ACCOUNT}", LifecycleConfiguration={"Rules": [rule]}
    )


def bucket_of_another_name(account: Account) -> None:
    """The assets are in a bucket with a name of its own, and the parameter names it."""
    s3 = account.client("s3")
    s3.delete_bucket(Bucket=f"counterpromo-dev-assets-{ACCOUNT}")
    s3.create_bucket(Bucket="orchard-assets-dev", CreateBucketConfiguration={"LocationConstraint": REGION})
    account.client("ssm").put_parameter(
        Name="/counterpromo/dev/s3/assets_bucket", Value="orchard-assets-dev", Overwrite=True
    )
