"""Finds task definitions and the log groups that they write to.

Only the latest active revision of a family counts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live
from modules.services.discovery import family, likely_services
from modules.settings import Settings
from modules.task_definitions import satellites
from modules.task_definitions.injected import injected, name_in

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns our families and those that services of likely clusters run, and their log groups with filters.

    Our families come first: meanwhile another area asks for the services, and this one reads its answers.
    """
    expected = settings.cluster.log_group
    groups = log_groups(aws, expected)
    shaped = [found(definition) for definition in likely_definitions(aws, settings)]
    written = {name for definition in shaped for name in definition.facts["log_group_names"]}
    elsewhere = aws.each(
        lambda name: log_groups(aws, name), sorted(name for name in written if not name.startswith(expected))
    )
    all_groups = [*groups, *(group for some in elsewhere for group in some)]
    return [*shaped, *all_groups, *satellites.filters(aws, list({one.id: one for one in all_groups}.values()))]


def likely_definitions(aws: Aws, settings: Settings) -> list[Item]:
    """Returns the latest revisions of our families, and of those that services of likely clusters run."""
    families = declared_families(settings)
    definitions = latest(aws, families)
    running = {family(service.get("taskDefinition", "")) for service in likely_services(aws, settings)}
    return [*definitions, *latest(aws, running - families - {""})]


def names_in_tasks(aws: Aws, settings: Settings, *, service: str) -> set[str]:
    """Returns the names of secrets (`secretsmanager`) or parameters (`ssm`) in likely task definitions."""
    place = {"service": service, "region": aws.region, "account_id": aws.account_id}
    referred = {
        reference
        for definition in likely_definitions(aws, settings)
        for reference in injected(definition["containerDefinitions"]).values()
    }
    return {name for reference in referred if (name := name_in(reference, **place))}


def declared_families(settings: Settings) -> set[str]:
    """Returns the families of the settings' services."""
    return {service.family for service in settings.services.values()}


def latest(aws: Aws, families: Collection[str]) -> list[Item]:
    """Returns the latest active revision of each family as AWS describes it; a family without one is left out."""
    arns = [arn for arn in aws.each(lambda name: _latest_arn(aws, name), sorted(families)) if arn]
    return aws.each(
        lambda arn: aws.reply("ecs", "describe_task_definition", "taskDefinition", taskDefinition=arn), arns
    )


def _latest_arn(aws: Aws, name: str) -> str | None:
    """Returns the ARN of the latest revision. AWS lists the newest first; one page of a hundred is enough."""
    arns: list[str] = aws.reply(
        "ecs",
        "list_task_definitions",
        "taskDefinitionArns",
        familyPrefix=name,
        status="ACTIVE",
        sort="DESC",
        maxResults=100,
    )
    return max((arn for arn in arns if family(arn) == name), key=_revision, default=None)


def _revision(arn: str) -> int:
    return int(arn.rpartition(":")[2])


def found(definition: Item) -> Found:
    """Returns a task definition as a live resource."""
    arn, name = definition["taskDefinitionArn"], definition["family"]
    logs = [_log_options(container) for container in definition["containerDefinitions"]]
    facts = {
        "id": name,
        "arn": arn,
        "family": name,
        "revision": definition["revision"],
        "task_role_arn": definition.get("taskRoleArn"),
        "execution_role_arn": definition.get("executionRoleArn"),
        "injected": injected(definition["containerDefinitions"]),
        "log_group_names": sorted({options["awslogs-group"] for options in logs if "awslogs-group" in options}),
        "log_streams": sorted({_streams(options) for options in logs if "awslogs-stream-prefix" in options}),
    }
    return live("aws_ecs_task_definition", arn, facts, name=f"{name}:{definition['revision']}")


def _log_options(container: Item) -> Item:
    options: Item = container.get("logConfiguration", {}).get("options", {})
    return options


def _streams(options: Item) -> tuple[str, str]:
    return options.get("awslogs-group", ""), options["awslogs-stream-prefix"]


def logs_as_declared(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the definitions that write to the same log group with the same prefixes."""
    options = [_log_options(container) for container in json.loads(declared.arguments["container_definitions"])]
    wanted = {_streams(match_state.resolved(one)) for one in options if "awslogs-stream-prefix" in one}
    definitions = match_state.found.get(declared.type, [])
    alike = [one for one in definitions if wanted and wanted == {*one.facts["log_streams"]}]
    return Hits(by="log group and stream prefix", found=alike)


def log_groups_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that each of our task definitions writes to a log group of its own."""
    users = match_state.users(declared.address, type_="aws_ecs_task_definition", path="container_definitions")
    found = [match_state.matched[user.address] for user in users if user.address in match_state.matched]
    names = sorted({name for one in found for name in one.facts["log_group_names"]})
    shared = f"the task definitions share no log group: they write to {', '.join(names)}"
    return shared if len(names) > 1 else None


def log_groups(aws: Aws, prefix: str) -> list[Found]:
    groups = aws.listing("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=prefix)
    names = {group["logGroupName"]: group["arn"].removesuffix(":*") for group in groups}
    return [
        live("aws_cloudwatch_log_group", name, {"name": name, "arn": arn}, name=name) for name, arn in names.items()
    ]
