"""A client of an emulated account, and resources that most behaviours begin with."""

from functools import cache
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config

ACCOUNT_ID = "437064342167"
REGION = "eu-west-2"
# Plain moto answers some calls with an error of its own, which a client would try again for ten seconds.
_ONCE = Config(retries={"total_max_attempts": 1})


class Account:
    def __init__(self, endpoint: str, *, key: str = "test", secret: str = "test", token: str | None = None) -> None:
        self.endpoint = endpoint
        self._session = boto3.Session(
            aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token, region_name=REGION
        )

    @cache  # noqa: B019 - one account a test session
    def client(self, service: str) -> Any:
        made: Any = self._session.client  # its overloads name every service
        return made(service, endpoint_url=self.endpoint, config=_ONCE)

    def network(self) -> tuple[str, list[str]]:
        """Makes a VPC and two subnets in two zones."""
        ec2 = self.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")
            for number, zone in enumerate("ab")
        ]
        return vpc, [subnet["Subnet"]["SubnetId"] for subnet in subnets]

    def group(self, vpc: str) -> str:
        made = self.client("ec2").create_security_group(GroupName=unique("group"), Description="a group", VpcId=vpc)
        return str(made["GroupId"])


def assumed(endpoint: str, *, role_arn: str) -> Account:
    """Returns the account as a role sees it, assumed as GitHub's workflows do: IAM checks every call."""
    token = "made-up-for-the-sandbox"
    sts = Account(endpoint).client("sts")
    session = sts.assume_role_with_web_identity(RoleArn=role_arn, RoleSessionName="deploy", WebIdentityToken=token)
    given = session["Credentials"]
    return Account(endpoint, key=given["AccessKeyId"], secret=given["SecretAccessKey"], token=given["SessionToken"])


def unique(word: str) -> str:
    """Returns a name that no other test has, since the accounts live as long as the test session."""
    return f"{word}-{uuid4().hex[:8]}"
