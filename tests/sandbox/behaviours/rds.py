"""Parameters and instances."""

from tests.sandbox.account import Account, unique


def parameters_name_their_source(aws: Account) -> None:
    rds, group = aws.client("rds"), unique("group")
    rds.create_db_parameter_group(DBParameterGroupName=group, DBParameterGroupFamily="postgres16", Description="one")
    parameter = {"ParameterName": "log_statement", "ParameterValue": "all", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=[parameter])
    (shown,) = rds.describe_db_parameters(DBParameterGroupName=group, Source="user")["Parameters"]
    assert shown["Source"] == "user"
    assert rds.describe_db_parameters(DBParameterGroupName=group, Source="system")["Parameters"] == []


def changed_subnet_groups_stay(aws: Account) -> None:
    rds, ec2, name = aws.client("rds"), aws.client("ec2"), unique("subnets")
    first, *others = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]]
    rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="one", SubnetIds=[first])
    rds.modify_db_subnet_group(DBSubnetGroupName=name, SubnetIds=others[:2])
    (shown,) = rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"]
    assert {one["SubnetIdentifier"] for one in shown["Subnets"]} == set(others[:2])


def instances_keep_performance_insights(aws: Account) -> None:
    rds, name = aws.client("rds"), unique("database")
    made = {"DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "AllocatedStorage": 20}
    login = {"MasterUsername": "one", "MasterUserPassword": "made-up-for-the-sandbox"}
    rds.create_db_instance(DBInstanceIdentifier=name, EnablePerformanceInsights=True, **made, **login)
    shown = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    assert shown["PerformanceInsightsEnabled"] is True
    rds.modify_db_instance(DBInstanceIdentifier=name, EnablePerformanceInsights=False)
    shown = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    assert shown["PerformanceInsightsEnabled"] is False


BEHAVIOURS = (parameters_name_their_source, changed_subnet_groups_stay, instances_keep_performance_insights)
