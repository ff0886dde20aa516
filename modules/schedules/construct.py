"""Schedules that put a message into a queue. In: `[schedules]`, the queues. Out: nothing.

EventBridge Scheduler rather than a rule of EventBridge: AWS recommends it for schedules, it knows time zones, and its
role gets the permission to send, so that the queue needs no policy that lets a service of AWS in.
https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
"""

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import iam_role, iam_role_policy, scheduler_schedule
from modules.iam_documents import allow, document, trust
from modules.messaging.construct import Queue
from modules.schedules.settings import ScheduleSettings
from modules.setting_map import Feed
from settings.account import AwsSettings
from terraform.literal import literal

GROUP = "default"  # the group that every account has
SCHEDULE = Feed(
    {
        "name": "name",
        "schedule_expression": "expression",
        "schedule_expression_timezone": "time_zone",
        "state": "state",
        "description": "description",
    }
)
ROLE = Feed({"name": "role"})
POLICY = Feed({"name": "policy"})


class Schedule(Construct):
    """A schedule, and the role with which EventBridge Scheduler sends the message.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: ScheduleSettings, queue: Queue, aws: AwsSettings
    ) -> None:
        super().__init__(scope, id_)
        # Without this condition another account's schedule could use the role ("confused deputy").
        ours = {"StringEquals": {"aws:SourceAccount": aws.account_id}}
        role = addressed(
            iam_role.IamRole(
                self,
                "role",
                **ROLE.of(settings),
                assume_role_policy=trust(principal={"Service": "scheduler.amazonaws.com"}, condition=ours),
            ),
            fed_by=ROLE.by(settings),
        )
        send = allow("SendMessage", actions=["sqs:SendMessage"], resources=[queue.arn])
        addressed(
            iam_role_policy.IamRolePolicy(self, "policy", **POLICY.of(settings), role=role.id, policy=document([send])),
            fed_by=POLICY.by(settings),
        )
        addressed(
            scheduler_schedule.SchedulerSchedule(
                self,
                "schedule",
                **SCHEDULE.of(settings),
                group_name=GROUP,
                flexible_time_window=scheduler_schedule.SchedulerScheduleFlexibleTimeWindow(mode="OFF"),
                target=scheduler_schedule.SchedulerScheduleTarget(
                    arn=queue.queue.arn, role_arn=role.arn, input=literal(settings.message)
                ),
            ),
            fed_by=SCHEDULE.by(settings) | {f"{settings.where}.message": "target.0.input"},
        )
