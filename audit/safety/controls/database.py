"""Controls of RDS databases: encryption, access, TLS, backups, logs, monitoring."""

from __future__ import annotations

from audit.safety.control import REPLACES, Control, at_least, filled, must_be
from audit.safety.facts import Facts, Resource

_OF = ("aws_db_instance",)
_EXPIRED = ("rds-ca-2015", "rds-ca-2019")


def _parameter_group(instance: Resource, facts: Facts) -> Resource | None:
    name = instance.text("parameter_group_name")
    return next((one for one in facts.of("aws_db_parameter_group") if one.name == name), None)


def _parameters(group: Resource | None) -> dict[str, str]:
    return {str(one.get("name")): str(one.get("value")) for one in group.blocks("parameter")} if group else {}


def _tls(instance: Resource, facts: Facts) -> str:
    """Returns a fault if connections without TLS are admitted; force_ssl is 1 by default from PostgreSQL 15 on.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
    """
    group = _parameter_group(instance, facts)
    family = group.text("family") if group else instance.text("parameter_group_name").removeprefix("default.")
    version = family.removeprefix("postgres") or instance.text("engine_version").partition(".")[0]
    by_default = "1" if version.isdigit() and int(version) >= 15 else "0"
    forced = _parameters(group).get("rds.force_ssl", by_default)
    return "" if forced == "1" else "rds.force_ssl is 0: connections without TLS are admitted"


def _statements(instance: Resource, facts: Facts) -> str:
    missing = {"log_statement", "log_min_duration_statement"} - {*_parameters(_parameter_group(instance, facts))}
    return f"{' and '.join(sorted(missing))} are not set, so no statement is logged" if len(missing) == 2 else ""


def _authority(instance: Resource, facts: Facts) -> str:
    """Returns a fault for a certificate authority that has expired. RDS chooses a current one by default.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
    """
    named = instance.text("ca_cert_identifier")
    return f"its certificate is of {named}, which has expired" if named in _EXPIRED else ""


def _logs(instance: Resource, facts: Facts) -> str:
    missing = {"postgresql", "upgrade"} - {str(one) for one in instance.get("enabled_cloudwatch_logs_exports") or []}
    return f"log {', '.join(sorted(missing))} is not exported" if missing else ""


def _public_subnets(instance: Resource, facts: Facts) -> str:
    group = next(
        (one for one in facts.of("aws_db_subnet_group") if one.name == instance.text("db_subnet_group_name")), None
    )
    tables = {one.text("subnet_id"): one.text("route_table_id") for one in facts.of("aws_route_table_association")}
    public = {
        one.text("route_table_id")
        for one in facts.of("aws_route")
        if one.text("destination_cidr_block") == "0.0.0.0/0" and one.text("gateway_id")
    } | {
        one.text("id")
        for one in facts.of("aws_route_table")
        if any(way.get("cidr_block") == "0.0.0.0/0" and way.get("gateway_id") for way in one.blocks("route"))
    }
    subnets = [str(one) for one in (group.get("subnet_ids") or [])] if group else []
    found = [one for one in subnets if tables.get(one, "") in public]
    return f"{len(found)} of its subnets have a route to the internet gateway" if found else ""


def _performance_key(instance: Resource, facts: Facts) -> str:
    if instance.get("performance_insights_enabled") is not True:
        return ""
    return "" if instance.get("performance_insights_kms_key_id") else "performance_insights_kms_key_id is not set"


CONTROLS = (
    Control(
        id="RDS.2",
        title="RDS DB instances should prohibit public access",
        of=_OF,
        fault=must_be("publicly_accessible", False, None),
        expected="publicly_accessible = false",
        cure="import the database: the code closes it",
        cis="2.3.3",
    ),
    Control(
        id="RDS.3",
        title="RDS DB instances should have encryption at-rest enabled",
        of=_OF,
        fault=must_be("storage_encrypted", True),
        expected="storage_encrypted = true",
        cure="database.storage_encrypted = true",
        changes=REPLACES,
        cis="2.3.1",
    ),
    Control(
        id="RDS.5",
        title="RDS DB instances should be configured with multiple Availability Zones",
        of=_OF,
        fault=must_be("multi_az", True),
        expected="multi_az = true",
        cure="database.multi_az = true",
        changes="an update in place; the standby doubles the price",
    ),
    Control(
        id="RDS.6",
        title="Enhanced monitoring should be configured for RDS DB instances",
        of=_OF,
        fault=at_least("monitoring_interval", 1),
        expected="metrics of the operating system, every 60 seconds or more often",
        cure="a section [database.monitoring]",
    ),
    Control(
        id="RDS.8",
        title="RDS DB instances should have deletion protection enabled",
        of=_OF,
        fault=must_be("deletion_protection", True),
        expected="deletion_protection = true",
        cure="database.deletion_protection = true",
    ),
    Control(
        id="RDS.10",
        title="IAM authentication should be configured for RDS instances",
        of=_OF,
        fault=must_be("iam_database_authentication_enabled", True),
        expected="iam_database_authentication_enabled = true",
        cure="database.iam_authentication = true",
    ),
    Control(
        id="RDS.11",
        title="RDS instances should have automatic backups enabled",
        of=_OF,
        fault=at_least("backup_retention_period", 7),
        expected="backups of 7 days or more",
        cure="database.backup_days = 7",
    ),
    Control(
        id="RDS.13",
        title="RDS automatic minor version upgrades should be enabled",
        of=_OF,
        fault=must_be("auto_minor_version_upgrade", True, None),
        expected="auto_minor_version_upgrade = true",
        cure="database.auto_minor_version_upgrade = true",
        cis="2.3.2",
    ),
    Control(
        id="RDS.17",
        title="RDS DB instances should be configured to copy tags to snapshots",
        of=_OF,
        fault=must_be("copy_tags_to_snapshot", True),
        expected="copy_tags_to_snapshot = true",
        cure="database.copy_tags_to_snapshot = true",
    ),
    Control(
        id="RDS.36",
        title="RDS for PostgreSQL DB instances should publish logs to CloudWatch Logs",
        of=_OF,
        fault=_logs,
        expected="the logs postgresql and upgrade in CloudWatch Logs",
        cure='database.log_exports = ["postgresql", "upgrade"]',
    ),
    Control(
        id="RDS.38",
        title="RDS for PostgreSQL DB instances should be encrypted in transit",
        of=_OF,
        needs=("aws_db_parameter_group",),
        fault=_tls,
        expected="rds.force_ssl = 1",
        cure='"rds.force_ssl" = "1" in database.parameter_group.parameters',
        changes="an update in place and a restart; clients without TLS are refused",
    ),
    Control(
        id="RDS.46",
        title="RDS DB instances should not be deployed in public subnets with routes to internet gateways",
        of=_OF,
        needs=("aws_db_subnet_group",),
        fault=_public_subnets,
        expected="private subnets",
        cure="database.subnets = private subnets",
    ),
    Control(
        id="CP.RDS.1",
        title="The performance data of RDS is kept",
        of=_OF,
        fault=must_be("performance_insights_enabled", True),
        expected="performance_insights_enabled = true",
        cure="database.performance_insights = true",
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html",
    ),
    Control(
        id="CP.RDS.2",
        title="The performance data of RDS is encrypted with a customer managed key",
        of=_OF,
        fault=_performance_key,
        expected="a customer managed key",
        cure="database.key = a key of [keys]",
        changes=REPLACES,
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
    ),
    Control(
        id="CP.RDS.4",
        title="RDS for PostgreSQL logs statements",
        of=_OF,
        needs=("aws_db_parameter_group",),
        fault=_statements,
        expected="log_statement or log_min_duration_statement in its parameter group",
        cure='"log_min_duration_statement" = "1000" in database.parameter_group.parameters',
        changes="an update in place; statements, with the data in them, are written to the log",
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html",
    ),
    Control(
        id="CP.RDS.5",
        title="The certificate of RDS is of a current authority",
        of=_OF,
        fault=_authority,
        expected="a certificate authority that has not expired",
        cure="counterpromo capture ENV ADDRESS, after the rotation in RDS",
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html",
    ),
    Control(
        id="CP.RDS.3",
        title="RDS instances are encrypted with a customer managed key",
        of=_OF,
        fault=filled("kms_key_id"),
        expected="a customer managed key",
        cure="database.key = a key of [keys]",
        changes=REPLACES,
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
    ),
)
