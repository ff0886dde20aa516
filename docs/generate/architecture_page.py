"""docs/architecture.md: the two pipelines and the rooms as Mermaid graphs, drawn from the real imports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docs.generate.imports_graph import ROOMS, arrows, direct, file_of, reached_from
from docs.generate.markdown import head, table

HOLDS = {
    "cli": "the command `counterpromo`: options, questions, output",
    "main": "the app that `cdktf synth` runs: settings in, Terraform JSON out",
    "workflows": "the steps of the GitHub workflows besides plan and apply: comment, issue, tag, role",
    "operations": "what each command does: plan, apply, import, bootstrap, unlock, recover, move state",
    "report": "shows a plan and its verdict on a terminal and as Markdown; pure",
    "stacks": "the stacks: `account`, and one for each environment",
    "permissions": "IAM policies with least privilege: the recorded actions of each command, and their ARNs",
    "envs": "the settings files of the environments, and how they are loaded and compared",
    "modules": "one folder for each AWS service: settings, construct, discovery, guard rules",
    "imports": "the import engine: discovery, matching, capture, pins, proof; knows no AWS service",
    "terraform": "runs Terraform; reads plans, states, locks and errors",
    "guard": "decides whether a plan may be applied: a plan's JSON in, a verdict out; pure",
    "database_schema": "the schema of PostgreSQL: capture, compare, migrations in SQL; knows no AWS service",
    "audit": "the report of an audit and its formats; pure",
    "reach": "evaluates networks and IAM policies: can each service start, run and be reached; pure",
    "cost": "an estimate of a month: list prices, assumptions on traffic, sums; pure",
    "aws": "reads AWS: identity, retries, errors, read-only calls",
    "machine": "this machine: checkout, files, masking of credentials",
    "settings": "types of settings, faults, edits of TOML",
    "errors": "the errors that a person reads, and exit codes",
    "sandbox": "an emulated AWS account with a hand-made DEV, for the demo and the tests",
}
INTRODUCTION = """Two pipelines do the work. In the first, settings become Terraform JSON, a plan, a verdict and an
apply. In the second, live resources become import blocks, settings and pins, and a plan proves that importing them
changes nothing. The names below the stages are files; the graphs are drawn from the real imports."""
PIPELINES_END = """Both pipelines meet in three rules:

* The JSON on disk (`cdktf.out/stacks/ENV/cdk.tf.json`) is the only bridge between the constructs and everything else:
  only `modules/*/construct.py`, `modules/bindings.py`, `modules/addresses.py`, `stacks/` and `main.py` load
  `cdktf`.
* A plan is applied only after the guard's verdict on exactly that plan.
* Discovery only reads: the AWS clients refuse every call that does not describe, get or list.
"""
ROOMS_INTRODUCTION = """A room is a top-level package. An arrow means *imports*; an arrow that other arrows imply is
left out. `tests/test_architecture.py` refuses an import against the arrows. Everything about one AWS service is in one
folder of `modules/`. The engines `imports/`, `guard/`, `terraform/` and `aws/` know no service: `modules/stages.py`
gives them the services that `modules/registry.py` lists.
"""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of a pipeline: the module that does it, and what it hands to the next stage."""

    name: str
    module: str
    hands_on: str


DEPLOY = (
    Stage(name="load the settings", module="envs.load", hands_on="Settings"),
    Stage(name="synthesize", module="operations.synth", hands_on="cdk.tf.json"),
    Stage(name="plan", module="terraform.runner", hands_on="plan file, plan JSON"),
    Stage(name="guard", module="guard.review", hands_on="Verdict"),
    Stage(name="report", module="report.report", hands_on="Report"),
    Stage(name="ask", module="cli.terminal", hands_on="yes"),
    Stage(name="apply that plan", module="terraform.runner", hands_on="state"),
    Stage(name="record protected addresses", module="terraform.state.protected_manifest", hands_on=""),
)
ADOPT = (
    Stage(name="check the identity", module="aws.identity", hands_on="Account"),
    Stage(name="discover", module="imports.discovery", hands_on="Found"),
    Stage(name="match", module="imports.matching.match", hands_on="address = import id"),
    Stage(name="shape", module="modules.shape", hands_on="settings: how many of what"),
    Stage(name="trial plan", module="terraform.trial_plan", hands_on="live values"),
    Stage(name="capture", module="imports.capture", hands_on="settings"),
    Stage(name="pin", module="imports.pins", hands_on="pins, gaps"),
    Stage(name="prove", module="imports.proof", hands_on="0 to add, change, destroy"),
    Stage(name="guard", module="guard.review", hands_on="Verdict"),
    Stage(name="ask", module="cli.terminal", hands_on="yes"),
    Stage(name="apply that plan", module="terraform.runner", hands_on="state"),
)


def architecture_page() -> str:
    """Returns the page. Raises ValueError if a stage's module is missing or its command does not reach it."""
    return "\n".join(
        [
            head("Architecture", INTRODUCTION),
            "## Deploy: `counterpromo plan` and `apply`\n",
            _pipeline(DEPLOY, command="cli.commands.plans"),
            "## Adopt: `counterpromo import`\n",
            _pipeline(ADOPT, command="cli.commands.imports"),
            PIPELINES_END,
            "## Rooms\n",
            ROOMS_INTRODUCTION,
            _rooms(),
            table(["room", "holds"], [(f"`{room}`", HOLDS[room]) for room in ROOMS]),
        ]
    )


def _pipeline(stages: Sequence[Stage], *, command: str) -> str:
    reached = reached_from(command)
    for stage in stages:
        if stage.module not in reached:
            raise ValueError(f"{command} does not reach {stage.module}: correct docs/generate/architecture_page.py")
    return _mermaid("flowchart TD", _stages(stages))


def _stages(stages: Sequence[Stage]) -> Iterator[str]:
    for at, stage in enumerate(stages):
        path = file_of(stage.module)
        name = "/".join(path.parts[-stage.module.count(".") - 1 :]) if path else stage.module
        yield f'stage{at}["{stage.name}<br/><i>{name}</i>"]'
    for at, stage in enumerate(stages[:-1]):
        yield f'stage{at} -->|"{stage.hands_on}"| stage{at + 1}'


def _rooms() -> str:
    return _mermaid("flowchart TD", (f"{room} --> {target}" for room, target in direct(arrows())))


def _mermaid(kind: str, lines: Iterator[str]) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"```mermaid\n{kind}\n{body}\n```\n"
