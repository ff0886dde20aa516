"""`counterpromo pipeline ...`: the commands the workflows call, with their options. Loaded when they are called."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from modules.pipelines.roles import Role

app = typer.Typer(
    name="pipeline",
    help="What the workflows do beside plan and apply. Reads GITHUB_* as a job has them.",
    no_args_is_help=True,
)

Environment = Annotated[str, typer.Argument(metavar="ENV", help="The name of a settings file: dev for envs/dev.toml.")]
PlanCode = Annotated[int, typer.Option("--exit-code", help="How `counterpromo plan` ended: 0, 1, 2 or 3.")]
Body = Annotated[Path, typer.Option(help="What `counterpromo plan --format markdown --output` wrote, if it did.")]


@app.command()
def environments(context: typer.Context) -> int:
    """Print the environments there are, as a JSON list: a matrix for the jobs that look at all of them."""
    from workflows import job_environment as place

    return place.environments(workspace=context.obj)


@app.command()
def role(context: typer.Context, environment: Environment, which: Role) -> int:
    """Print the role a job is to assume, and the region, as lines for its outputs; refuses another repository's."""
    from workflows import job_environment as place

    return place.role(environment, which, workspace=context.obj, environ=os.environ)


@app.command()
def protected(
    context: typer.Context,
    environment: Environment,
    reviewers: Annotated[bool, typer.Option("--reviewers", help="Somebody must have to approve, too.")] = False,
) -> int:
    """Refuse unless GitHub lets only the trusted branch use the environment, and asks its reviewers first."""
    from workflows import environment_protection

    return environment_protection.check(environment, reviewers=reviewers, workspace=context.obj, environ=os.environ)


@app.command()
def fingerprint(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json", help="What `counterpromo plan --json` wrote.")],
    expect: Annotated[str, typer.Option(help="What it was when it was reviewed.")] = "",
    first_build: Annotated[bool, typer.Option("--first-build", help="It may make all of an environment.")] = False,
) -> int:
    """Print one hash of all that a plan would change; refuses another than was expected, and a first build unasked."""
    from workflows import plan_fingerprint

    return plan_fingerprint.check(plan, expect=expect, first_build=first_build)


@app.command()
def comment(
    environment: Environment,
    pull_request: Annotated[int, typer.Option(help="Its number.")],
    exit_code: PlanCode,
    body: Body,
) -> int:
    """Keep one comment about an environment's plan under a pull request."""
    from workflows import pull_request_comment

    return pull_request_comment.keep(environment, pull_request, exit_code=exit_code, body=body, environ=os.environ)


@app.command()
def drift(environment: Environment, exit_code: PlanCode, body: Body) -> int:
    """Keep one issue about an environment's drift: open while there is any, closed when there is none."""
    from workflows import drift_issue

    return drift_issue.keep(environment, exit_code=exit_code, body=body, environ=os.environ)


@app.command()
def propose(
    context: typer.Context,
    environment: Environment,
    base: Annotated[str, typer.Option(help="The commit the files were changed on.")],
    files: Annotated[Path, typer.Option(help="A file that lists them, a path a line.")],
) -> int:
    """Make a pull request of the files that an import wrote."""
    from workflows import import_pull_request

    return import_pull_request.make(environment, base=base, files=files, workspace=context.obj, environ=os.environ)


@app.command()
def applied(
    environment: Environment,
    commit: Annotated[str, typer.Argument(metavar="COMMIT", help="The commit whose code was applied.")],
) -> int:
    """Move the tag applied/ENV to the commit an environment now is as."""
    from workflows import applied_tag

    return applied_tag.move(environment, commit, environ=os.environ)
