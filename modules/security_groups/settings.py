"""Settings of the security groups that belong to no service."""

from settings.types import Key, Strict, Tags


class GroupSettings(Strict):
    """A security group's own words. `open_egress` lets it reach anything, as the console does by itself."""

    name: str
    description: str
    open_egress: bool = False
    tags: Tags = {}


class OptionalGroupSettings(GroupSettings):
    """A security group that only exists while somebody needs it."""

    enabled: bool = False


class SecurityGroupsSettings(Strict):
    """The groups that belong to no service, and what holds for all groups.

    `image_layers` admits 443 to S3's prefix list from every service: image layers come from S3, so a
    task that pulls from ECR needs it.
    """

    load_balancer: GroupSettings
    database: GroupSettings
    endpoints: GroupSettings
    dbtest: OptionalGroupSettings
    image_layers: bool
    rule_descriptions: dict[Key, str] = {}
