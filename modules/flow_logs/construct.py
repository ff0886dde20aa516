"""VPC flow logs: log group, writer role, flow log. In: `[network.flow_logs]`, the network. Out: nothing."""

from constructs import Construct

from modules.addresses import addressed
from modules.arns import regional
from modules.bindings import cloudwatch_log_group, flow_log, iam_role, iam_role_policy
from modules.flow_logs.settings import FlowLogSettings
from modules.iam_documents import allow, document, trust
from modules.keys.construct import Keys
from modules.network.construct import Network
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings

LOGS = Feed({"name": "log_group", "retention_in_days": "log_retention_days"})
FLOW_LOG = Feed({"traffic_type": "traffic", "max_aggregation_interval": "aggregation_seconds"})
_WRITER = "vpc-flow-logs.amazonaws.com"


class FlowLogs(Construct):
    """A log group, the role that writes to it, and the flow log that uses both.

    https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: FlowLogSettings, network: Network, aws: AwsSettings, keys: Keys
    ) -> None:
        super().__init__(scope, id_)
        group = addressed(
            cloudwatch_log_group.CloudwatchLogGroup(
                self, "logs", **LOGS.of(settings), kms_key_id=keys.arn(settings.key)
            ),
            fed_by=LOGS.by(settings),
        )
        named, written = Feed({"name": "role"}), Feed({"name": "policy"})
        # Nobody else's flow logs may borrow the role ("confused deputy").
        ours = {"StringEquals": {"aws:SourceAccount": aws.account_id}}
        role = addressed(
            iam_role.IamRole(
                self,
                "role",
                **named.of(settings),
                assume_role_policy=trust(principal={"Service": _WRITER}, condition=ours),
            ),
            fed_by=named.by(settings),
        )
        write = allow(
            "WriteFlowLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            resources=[f"{regional('logs', f'log-group:{settings.log_group}', aws=aws)}:*"],
        )
        find = allow("FindLogGroup", actions=["logs:DescribeLogGroups"], resources=["*"])
        addressed(
            iam_role_policy.IamRolePolicy(
                self, "policy", **written.of(settings), role=role.id, policy=document([write, find])
            ),
            fed_by=written.by(settings),
        )
        addressed(
            flow_log.FlowLog(
                self,
                "vpc",
                vpc_id=network.vpc.id,
                log_destination_type="cloud-watch-logs",
                log_destination=group.arn,
                iam_role_arn=role.arn,
                **FLOW_LOG.of(settings),
                tags=tags_of(settings.tags, name=settings.name),
            ),
            fed_by=FLOW_LOG.by(settings) | tagged_by(settings, named=True),
        )
