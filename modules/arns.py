"""ARNs that follow from account, region and name, so that a plan knows them before the resource exists.

A reference such as `${aws_sqs_queue.jobs.arn}` is known after apply, and a policy with one in it cannot be judged.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from settings.account import AwsSettings
from terraform.literal import literal


def regional(service: str, resource: str, *, aws: AwsSettings) -> str:
    """Returns the ARN of a regional resource, for example of `sqs` and `counterpromo-dev-jobs`."""
    return f"arn:aws:{service}:{aws.region}:{aws.account_id}:{literal(resource)}"


def role(name: str, *, aws: AwsSettings, path: str = "/") -> str:
    """Returns the ARN of an IAM role. `path` begins and ends with a slash."""
    return f"arn:aws:iam::{aws.account_id}:role{literal(path)}{literal(name)}"


def bucket(name: str) -> str:
    """Returns the ARN of an S3 bucket."""
    return f"arn:aws:s3:::{literal(name)}"


def parameter(name: str, *, aws: AwsSettings) -> str:
    """Returns the ARN of an SSM parameter. The slash that a name may begin with is written once.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    """
    return regional("ssm", f"parameter/{name.removeprefix('/')}", aws=aws)
