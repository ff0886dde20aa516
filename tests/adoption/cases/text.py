"""Text in AWS that Terraform would evaluate."""

from tests.adoption.account import Account

TAGS = {'${file("main.py")}': "x", "50%{off}": "y"}


def templates_in_tag_keys(account: Account) -> None:
    """Whoever may tag a resource must not read files of the machine that plans."""
    ec2 = account.client("ec2")
    found = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["counterpromo-dev-alb-sg"]}])
    tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    ec2.create_tags(Resources=[found["SecurityGroups"][0]["GroupId"]], Tags=tags)
