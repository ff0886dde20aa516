"""Values of arguments that the code leaves to AWS: no plan shows them, and an import still has words for them."""

from tests.adoption.account import Account

SECRET = "counterpromo/dev/stripe/secret_key"


def copy_of_a_secret(account: Account) -> None:
    """Secrets Manager keeps a copy of the secret in another region."""
    account.client("secretsmanager").replicate_secret_to_regions(
        SecretId=SECRET, AddReplicaRegions=[{"Region": "eu-west-1"}]
    )


def another_certificate_authority(account: Account) -> None:
    """The certificate of the database comes from a newer authority than RDS's default one.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
    """
    account.client("rds").modify_db_instance(
        DBInstanceIdentifier="counterpromo-dev-postgres",
        CACertificateIdentifier="rds-ca-ecc384-g1",
        ApplyImmediately=True,
    )


def ipv6(account: Account) -> None:
    """The VPC and two of its subnets have IPv6 addresses, and the load balancer's group lets them in."""
    ec2 = account.client("ec2")
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}])["Vpcs"]
    ec2.associate_vpc_cidr_block(VpcId=vpc["VpcId"], AmazonProvidedIpv6CidrBlock=True)
    (vpc,) = ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"]
    block = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    for number, zone in enumerate("ab"):
        named = [{"Name": "tag:Name", "Values": [f"counterpromo-dev-public-{zone}"]}]
        (subnet,) = ec2.describe_subnets(Filters=named)["Subnets"]
        part = block.replace("00::/56", f"0{number}::/64")
        ec2.associate_subnet_cidr_block(SubnetId=subnet["SubnetId"], Ipv6CidrBlock=part)
    named = [{"Name": "group-name", "Values": ["counterpromo-dev-alb-sg"]}]
    (group,) = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    anywhere = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[anywhere])
