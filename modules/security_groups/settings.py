"""Settings of the security groups that belong to no service."""

from settings.types import Key, Strict, Tags


class GroupSettings(Strict):
    """A security group; its rules follow from the services."""

    name: str
    """Name of the security group."""
    description: str
    """Description of the security group; AWS never changes it."""
    open_egress: bool = False
    """All outgoing traffic is allowed, as the console sets it."""
    tags: Tags = {}


class OptionalGroupSettings(GroupSettings):
    """A security group that exists only while it is enabled."""

    enabled: bool = False
    """The group exists."""


class SecurityGroupsSettings(Strict):
    """The groups that belong to no service, and what holds for all groups."""

    load_balancer: GroupSettings
    database: GroupSettings
    endpoints: GroupSettings
    dbtest: OptionalGroupSettings
    image_layers: bool
    """Services may reach S3's prefix list on 443: ECR keeps image layers in S3."""
    close_default: bool = False
    """The default security group of the VPC has no rules. What uses the group loses its traffic."""
    rule_descriptions: dict[Key, str] = {}
    """Descriptions of single rules, by the name of the rule."""
