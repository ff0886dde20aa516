"""Settings of the security groups that belong to no service."""

from settings.types import Key, Strict, Tags


class GroupSettings(Strict):
    """A security group's own words. `open_egress` lets it reach anything, as the console does by itself."""

    name: str
    """Name of the security group."""
    description: str
    """Description of the security group; AWS never changes it."""
    open_egress: bool = False
    """All outgoing traffic is allowed, as the console sets it."""
    tags: Tags = {}


class OptionalGroupSettings(GroupSettings):
    """A security group that only exists while somebody needs it."""

    enabled: bool = False
    """The group exists."""


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
    """Services may reach S3's prefix list on 443: ECR keeps image layers in S3."""
    rule_descriptions: dict[Key, str] = {}
    """Descriptions of single rules, by the name of the rule."""
