"""Parameters as RDS shows them."""

from tests.sandbox.account import Account, unique


def parameters_name_their_source(aws: Account) -> None:
    rds, group = aws.client("rds"), unique("group")
    rds.create_db_parameter_group(DBParameterGroupName=group, DBParameterGroupFamily="postgres16", Description="one")
    parameter = {"ParameterName": "log_statement", "ParameterValue": "all", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=[parameter])
    (shown,) = rds.describe_db_parameters(DBParameterGroupName=group, Source="user")["Parameters"]
    assert shown["Source"] == "user"
    assert rds.describe_db_parameters(DBParameterGroupName=group, Source="system")["Parameters"] == []


BEHAVIOURS = (parameters_name_their_source,)
