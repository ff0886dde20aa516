"""Fills in the forms of the security groups: their names, and how far they are closed.

AWS accepts no group name that begins with `sg-`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.handmade.security_groups import DEV_GROUPS, GroupForm, SecurityGroupsForm
from sandbox.handmade.traffic_rules import ALB, ALL, API, ENDPOINTS, RDS, RULES, TASKS, WEB, WORKER

BY_RULE = {
    ALB: "counterpromo-dev-sg-alb",
    API: "counterpromo-dev-sg-ecs-api",
    WORKER: "counterpromo-dev-sg-ecs-worker",
    WEB: "counterpromo-dev-sg-ecs-web",
    RDS: "counterpromo-dev-sg-rds",
    ENDPOINTS: "counterpromo-dev-sg-vpce",
}
SHORT = {
    ALB: "alb-sg",
    API: "api-task-sg",
    WORKER: "worker-task-sg",
    WEB: "web-task-sg",
    RDS: "postgres",
    ENDPOINTS: "default-vpce",
}
WIZARDS = {
    ALB: "launch-wizard-1",
    API: "launch-wizard-3",
    WORKER: "launch-wizard-4",
    WEB: "launch-wizard-5",
    RDS: "rds-ec2-1",
    ENDPOINTS: "launch-wizard-2",
}
NAMES = {"by one rule": BY_RULE, "short": SHORT, "wizards'": WIZARDS}
DESCRIPTIONS = {
    "by one rule": "{role} of DEV",
    "short": "{name}",
    "wizards'": "{name} created 2024-11-02T10:15:30.123Z",
}
OPEN_FOR = {"by rules": (), "open for the API": (API,), "open for all": TASKS}
FORGOTTEN = {
    "nothing": frozenset[str](),
    "WEB at the endpoints": frozenset({f"{ENDPOINTS}: 443 from {WEB}"}),
    "ALB to WEB": frozenset({f"{ALB}: 80 to {WEB}"}),
}


def fill_security_groups(choices: Mapping[str, str]) -> SecurityGroupsForm:
    """Fills in the groups. The group of a worker without a service keeps its name: nothing else identifies it."""
    mood, worker = choices["groups.names"], choices["services.worker"]
    groups = {role: _group(choices, role, mood) for role in ALL}
    if worker != "runs":
        groups[WORKER] = replace(DEV_GROUPS.groups[WORKER], open_egress=groups[WORKER].open_egress)
    if worker == "nothing ever made":
        del groups[WORKER]
    return SecurityGroupsForm(
        groups=groups,
        words=_words(choices["groups.words"]),
        forgotten=FORGOTTEN[choices["groups.forgotten"]],
        image_layers=choices["groups.image_layers"] == "admitted",
    )


def _group(choices: Mapping[str, str], role: str, mood: str) -> GroupForm:
    open_egress = {
        RDS: choices["groups.rds_egress"] == "open",
        ENDPOINTS: choices["groups.endpoint_egress"] == "open",
    }.get(role, role in OPEN_FOR[choices["groups.task_egress"]])
    if mood not in NAMES:
        return replace(DEV_GROUPS.groups[role], open_egress=open_egress)
    name = NAMES[mood][role]
    return GroupForm(name=name, description=DESCRIPTIONS[mood].format(role=role, name=name), open_egress=open_egress)


def _words(choice: str) -> Mapping[str, str]:
    if choice == "on every rule":
        return {rule.role: f"{rule.port} {'from' if rule.inwards else 'to'} {rule.peer}" for rule in RULES}
    return DEV_GROUPS.words if choice == "on one rule" else {}
