"""Makes many unrelated resources quickly, to test DEV in a crowded account.

Ten kinds that an import has to list, in equal numbers, over several connections at once: some 300 a second.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sandbox.handmade.console import Console

HANDS = 4
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


def make_noise(console: Console, *, size: int) -> None:
    """Makes `size` unrelated resources."""
    kinds = kinds_of(console)
    with ThreadPoolExecutor(HANDS) as hands:
        made = [hands.submit(kinds[number % len(kinds)], f"acme-{number:05}") for number in range(size)]
        for one in made:
            one.result()


def kinds_of(console: Console) -> tuple[Callable[[str], object], ...]:
    """Returns a function for each kind, which makes one resource of a name."""
    vpc = console.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    ssm, sqs, s3, iam, logs = map(console.client, ("ssm", "sqs", "s3", "iam", "logs"))
    ec2, secrets, ecs, elb, route53 = map(console.client, ("ec2", "secretsmanager", "ecs", "elbv2", "route53"))
    place = {"LocationConstraint": console.region}
    return (
        lambda name: ssm.put_parameter(Name=f"/acme/{name}", Value=name, Type="String"),
        lambda name: sqs.create_queue(QueueName=name),
        lambda name: s3.create_bucket(Bucket=name, CreateBucketConfiguration=place),
        lambda name: iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST),
        lambda name: logs.create_log_group(logGroupName=f"/acme/{name}"),
        lambda name: ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc),
        lambda name: secrets.create_secret(Name=name, SecretString="nothing"),
        lambda name: ecs.create_cluster(clusterName=name),
        lambda name: elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip"),
        lambda name: route53.create_hosted_zone(Name=f"{name}.example.org", CallerReference=name),
    )
