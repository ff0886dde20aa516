"""The resources of an environment as ARNs: the names in the settings, put into the ARN of each kind that IAM knows.

In: settings. Out: a Scope. The kinds, their ARNs and names come from the rows of `modules/*/resources.py`.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from envs.load import ACCOUNT
from modules.registry import IAM
from modules.resource_type import IamResource, no_names
from modules.settings import AccountSettings, Settings
from settings.account import AwsSettings, StateSettings

# What only an audit reads: of the whole account, whatever its names. A trail belongs to its home region.
AUDITED: Mapping[str, tuple[str, ...]] = {
    "cloudtrail:trail": ("arn:{partition}:cloudtrail:*:{account}:trail/{name}",),
    "guardduty:detector": ("arn:{partition}:guardduty:{region}:{account}:detector/{name}",),
    "wafv2:webacl": ("arn:{partition}:wafv2:{region}:{account}:regional/webacl/{name}",),
}
# Kind -> its ARN templates, with {name} for the name.
TEMPLATES: Mapping[str, tuple[str, ...]] = {**AUDITED, **{resource.kind: resource.arns for resource in IAM}}
ANYWHERE = ("*",)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The patterns of names that an environment may change, and those that discovery may read, by kind.

    `records` are patterns of the names of DNS records.
    """

    aws: AwsSettings
    state: StateSettings
    environment: str
    names: Mapping[str, tuple[str, ...]]
    searched: Mapping[str, tuple[str, ...]]
    records: tuple[str, ...]
    partition: str

    @classmethod
    def of(cls, settings: Settings | AccountSettings, *, partition: str = "aws") -> Scope:
        """Returns the scope of an environment or of the account."""
        if isinstance(settings, AccountSettings):
            environment, records = ACCOUNT, tuple[str, ...]()
            names = {resource.kind: resource.account_names(settings) for resource in IAM}
            searched = names
        else:
            environment, records = settings.environment, _records(settings)
            names = {resource.kind: resource.names(settings) for resource in IAM}
            # A person may have given any name to what they made, so discovery reads all of the account and region.
            searched = dict.fromkeys(AUDITED, ANYWHERE) | {
                resource.kind: _searched(resource, settings) for resource in IAM
            }
        return cls(
            aws=settings.aws,
            state=settings.state,
            environment=environment,
            names=names,
            searched=searched,
            records=records,
            partition=partition,
        )

    def arns(self, kind: str, *, searched: bool = False) -> tuple[str, ...]:
        """Returns the ARNs of one kind; empty if the settings name none.

        `searched` returns those that discovery may read.
        """
        names = (self.searched if searched else self.names).get(kind, ())
        service = kind.partition(":")[0]
        return tuple(self.fill(each, service=service, name=name) for name in names for each in TEMPLATES[kind])

    def uses(self, action: str) -> bool:
        """Returns False for an action of a service of which the settings name nothing, such as a list of schedules."""
        service = action.partition(":")[0]
        kinds = [kind for kind in self.names if kind.partition(":")[0] == service]
        return not kinds or any(self.names[kind] for kind in kinds)

    def fill(self, template: str, **words: str) -> str:
        """Returns an ARN from its template, with the partition, region and account of this environment."""
        here = {"partition": self.partition, "region": self.aws.region, "account": self.aws.account_id}
        return template.format(**{**here, **words})


def _searched(resource: IamResource, settings: Settings) -> tuple[str, ...]:
    if resource.searched:
        return resource.searched(settings)
    return () if resource.names is no_names else ANYWHERE  # no names: the kind belongs to the account's stack


def _records(settings: Settings) -> tuple[str, ...]:
    """Returns the host, the names of the certificate, and the names below them that ACM validates with."""
    names = _without_wildcards((settings.dns.host, *settings.dns.certificate_names))
    return tuple(pattern for name in names for pattern in (name, f"*.{name}"))


def _without_wildcards(names: Iterable[str]) -> list[str]:
    return sorted({name.removeprefix("*.") for name in names})
