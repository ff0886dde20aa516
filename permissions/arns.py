"""What is ours, as ARNs: the names in the settings, laid into the ARN of each kind of resource that IAM knows.

In: settings. Out: a Scope. Kinds are written `service:resource type`, as AWS's own reference writes them:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from envs.load import ACCOUNT
from modules.identity.settings import IdentitySettings
from modules.pipelines.roles import ROLES
from modules.settings import AccountSettings, Settings
from settings.account import AwsSettings, StateSettings

_HERE = "arn:{partition}:{service}:{region}:{account}:"
# Kind -> its ARNs, with {name} where the name stands.
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "acm:certificate": (_HERE + "certificate/{name}",),
    "application-autoscaling:ScalableTarget": (_HERE + "scalable-target/{name}",),
    "cloudwatch:alarm": (_HERE + "alarm:{name}",),
    "dynamodb:table": (_HERE + "table/{name}",),
    "ec2:any": (_HERE + "{name}",),  # of what has no name but an id: all of this account, in this region
    "ecr:repository": (_HERE + "repository/{name}",),
    "ecs:cluster": (_HERE + "cluster/{name}",),
    "ecs:service": (_HERE + "service/{name}",),
    "ecs:task-definition": (_HERE + "task-definition/{name}",),
    "elasticloadbalancing:listener-rule/app": (_HERE + "listener-rule/app/{name}/*",),
    "elasticloadbalancing:listener/app": (_HERE + "listener/app/{name}/*",),
    "elasticloadbalancing:loadbalancer/app/": (_HERE + "loadbalancer/app/{name}/*",),
    "elasticloadbalancing:targetgroup": (_HERE + "targetgroup/{name}/*",),
    "iam:oidc-provider": ("arn:{partition}:iam::{account}:oidc-provider/{name}",),
    "iam:policy": ("arn:{partition}:iam::{account}:policy/{name}",),
    "iam:role": ("arn:{partition}:iam::{account}:role/{name}",),
    "iam:role of flow logs": ("arn:{partition}:iam::{account}:role/{name}",),
    "iam:role of tasks": ("arn:{partition}:iam::{account}:role/{name}",),
    "logs:log-group": (_HERE + "log-group:{name}", _HERE + "log-group:{name}:*"),
    "rds:db": (_HERE + "db:{name}",),
    "rds:og": (_HERE + "og:{name}",),
    "rds:pg": (_HERE + "pg:{name}",),
    "rds:subgrp": (_HERE + "subgrp:{name}",),
    "route53:change": ("arn:{partition}:route53:::change/{name}",),
    "route53:hostedzone": ("arn:{partition}:route53:::hostedzone/{name}",),
    "s3:bucket": ("arn:{partition}:s3:::{name}",),
    "secretsmanager:Secret": (_HERE + "secret:{name}",),
    "sns:topic": (_HERE + "{name}",),
    "sqs:queue": (_HERE + "{name}",),
    "ssm:parameter": (_HERE + "parameter/{name}",),
}
ANYWHERE = ("*",)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`names` holds, by kind, the patterns of what is ours; `around` those of what discovery may have to look at.

    `records` are patterns of the names of DNS records.
    """

    aws: AwsSettings
    state: StateSettings
    environment: str
    names: Mapping[str, tuple[str, ...]]
    around: Mapping[str, tuple[str, ...]]
    records: tuple[str, ...]
    partition: str

    @classmethod
    def of(cls, settings: Settings | AccountSettings, *, partition: str = "aws") -> Scope:
        """From the settings of an environment or of the account."""
        if isinstance(settings, AccountSettings):
            environment, names = ACCOUNT, _of_account(settings)
            around, records = names, tuple[str, ...]()
        else:
            environment, names = settings.environment, _of_environment(settings)
            around, records = _around(settings, names), _records(settings)
        return cls(
            aws=settings.aws,
            state=settings.state,
            environment=environment,
            names=names,
            around=around,
            records=records,
            partition=partition,
        )

    def arns(self, kind: str, *, around: bool = False) -> tuple[str, ...]:
        """Of all that is ours of one kind; empty where the settings name nothing of it."""
        names = (self.around if around else self.names).get(kind, ())
        service = kind.partition(":")[0]
        return tuple(self.fill(each, service=service, name=name) for name in names for each in TEMPLATES[kind])

    def fill(self, template: str, **words: str) -> str:
        """An ARN from its template: partition, region and account are ours."""
        here = {"partition": self.partition, "region": self.aws.region, "account": self.aws.account_id}
        return template.format(**here, **words)


def _of_environment(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Names with the environment's prefix, so that a further queue needs no new policy, and those without it.

    Roles and their policies alone are named one by one: a pattern would take in those that a pipeline applies with,
    which could then write itself more permissions.
    """
    prefix, database, cluster = f"{settings.project}-{settings.environment}", settings.database, settings.cluster.name
    services, queues = settings.services.values(), settings.queues.values()
    balancer = _patterns(prefix, [settings.load_balancer.name])
    groups = [service.target_group.name for service in services if service.target_group]
    identity, flow_logs, told = settings.identity, settings.network.flow_logs, settings.notifications
    flow_role = (flow_logs.role,) if flow_logs else ()
    return {
        "acm:certificate": ("*",),
        "application-autoscaling:ScalableTarget": ("*",),  # ids that AWS makes up
        "cloudwatch:alarm": (f"{prefix}-*",),
        "ec2:any": ("*",),
        "ecr:repository": _patterns(prefix, [image.name for image in settings.images.values()]),
        "ecs:cluster": (cluster,),
        "ecs:service": (f"{cluster}/*",),
        "ecs:task-definition": _patterns(prefix, [f"{service.family}:*" for service in services]),
        "elasticloadbalancing:listener-rule/app": balancer,
        "elasticloadbalancing:listener/app": balancer,
        "elasticloadbalancing:loadbalancer/app/": balancer,
        "elasticloadbalancing:targetgroup": _patterns(prefix, groups),
        "iam:policy": _managed(identity),
        "iam:role": (identity.task.name, identity.execution.name, identity.deployer.name, *flow_role),
        "iam:role of flow logs": flow_role,
        "iam:role of tasks": (identity.task.name, identity.execution.name),
        "logs:log-group": (settings.cluster.log_group, *((flow_logs.log_group,) if flow_logs else ())),
        "rds:db": _patterns(prefix, [database.identifier]),
        "rds:og": ("*",),  # a database made here uses what RDS gives by default
        "rds:pg": ("default*", *_patterns(prefix, [database.parameter_group.name] if database.parameter_group else [])),
        "rds:subgrp": _patterns(prefix, [database.subnet_group]),
        "route53:change": ("*",),
        "route53:hostedzone": ("*",),
        "s3:bucket": _patterns(prefix, [bucket.name for bucket in settings.buckets.values()]),
        "secretsmanager:Secret": _secrets(settings),
        "sns:topic": _patterns(prefix, [told.topic] if told else []),
        "sqs:queue": _patterns(prefix, [name for queue in queues for name in (queue.name, queue.dead_letter_name)]),
        "ssm:parameter": _parameters(settings),
    }


def _around(settings: Settings, names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What a person made may be called anything, so it is looked for in all of the account and region.

    Secrets and parameters stay what the settings name, and buckets those that `imports.surroundings` finds near.
    """
    near = (f"*{settings.project}?{settings.environment}*", *names["s3:bucket"])
    narrow = {"secretsmanager:Secret", "ssm:parameter"}
    wide = {kind: patterns if kind in narrow else ("*",) for kind, patterns in names.items()}
    return wide | {"s3:bucket": tuple(dict.fromkeys(near))}


def _of_account(settings: AccountSettings) -> dict[str, tuple[str, ...]]:
    """Roles and policies of the workflows by pattern, as the account does not say which environments there are.

    Whoever makes those roles says what they may do, so that a narrower name would keep nothing from it.
    """
    roles = [f"{settings.project}-*-{role}" for role in ROLES] if settings.pipelines else []
    return {
        "dynamodb:table": (settings.state.lock_table,),
        "iam:oidc-provider": (settings.github_oidc.url.removeprefix("https://"),),
        "iam:policy": tuple(f"{role}-*" for role in roles),
        "iam:role": tuple(roles),
        "s3:bucket": (settings.state.bucket,),
    }


def _records(settings: Settings) -> tuple[str, ...]:
    """The host and the certificate's names, and what ACM has put below each to validate it."""
    names = sorted({name.removeprefix("*.") for name in (settings.dns.host, *settings.dns.certificate_names)})
    return tuple(pattern for name in names for pattern in (name, f"*.{name}"))


def _managed(identity: IdentitySettings) -> tuple[str, ...]:
    """The policies that are the roles' own, with their path, as IAM writes them: without the leading slash."""
    roles = (identity.task, identity.execution, identity.deployer)
    return tuple(sorted(f"{one.path}{one.name}"[1:] for role in roles for one in role.managed.values()))


def _secrets(settings: Settings) -> tuple[str, ...]:
    """IAM sees a secret under its name with six more characters, which Secrets Manager makes up."""
    prefix = f"{settings.project}/{settings.environment}/"
    outside = [secret.name for secret in settings.secrets.values() if not secret.name.startswith(prefix)]
    return (f"{prefix}*", *(f"{name}-??????" for name in sorted(set(outside))))


def _parameters(settings: Settings) -> tuple[str, ...]:
    """Without the leading slash, as IAM writes them."""
    prefix, stripe = f"{settings.project}/{settings.environment}/", settings.stripe
    names = {parameter.name for parameter in settings.parameters.values()}
    names |= {f"{stripe.price_prefix}*", f"{stripe.plan_prefix}*"}
    outside = {name.removeprefix("/") for name in names} - {f"{prefix}*"}
    return (f"{prefix}*", *sorted(name for name in outside if not name.startswith(prefix)))


def _patterns(prefix: str, names: Iterable[str]) -> tuple[str, ...]:
    """The prefix's own, and the names that do not have it."""
    return (f"{prefix}-*", *sorted({name for name in names if not name.startswith(f"{prefix}-")}))
