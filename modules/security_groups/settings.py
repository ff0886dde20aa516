"""Settings of the security groups that belong to no service."""

from settings.types import Key, Strict, Tags


class GroupSettings(Strict):
    """Name and description of a security group. `open_egress` allows all outbound traffic, as the console does by
    default.
    """

    name: str
    """Name of the security group."""
    description: str
    """Description of the security group; AWS never changes it."""
    open_egress: bool = False
    """All outgoing traffic is allowed, as the console sets it."""
    tags: Tags = {}


class OptionalGroupSettings(GroupSettings):
    """A security group that exists only if it is enabled."""

    enabled: bool = False
    """The group exists."""


class SecurityGroupsSettings(Strict):
    """The groups that belong to no service, and settings for all groups.

    `image_layers` lets every service reach the prefix list of S3 on port 443: a task that pulls from ECR needs it,
    because image layers come from S3.
    """

    load_balancer: GroupSettings
    database: GroupSettings
    endpoints: GroupSettings
    dbtest: OptionalGroupSettings
    image_layers: bool
    """Services may reach S3's prefix list on 443: ECR keeps image layers in S3."""
    rule_descriptions: dict[Key, str] = {}
    """Descriptions of single rules, by the name of the rule."""
