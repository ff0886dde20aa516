"""The commands `counterpromo pipeline ...` of the workflows of GitHub. Each loads its operation when it is called."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import Environment
from cli.terminal import say
from errors import ExitCode
from modules.pipelines.roles import Role

app = typer.Typer(
    name="pipeline",
    help="Commands for the workflows of GitHub. They read the GITHUB_* variables of a job.",
    no_args_is_help=True,
)

PlanCode = Annotated[int, typer.Option("--exit-code", help="Exit code of `counterpromo plan`: 0, 1, 2 or 3.")]
Body = Annotated[Path, typer.Option(help="Report that `counterpromo plan --format markdown --output` wrote, if any.")]


@app.command()
def environments(
    context: typer.Context,
    schema_task: Annotated[bool, typer.Option("--schema-task", help="Only those with a schema task.")] = False,
) -> int:
    """Print the names of all environments as a JSON list, for the matrix of a workflow."""
    from envs.load import environments as names
    from envs.load import load

    envs = context.obj.envs
    found = [name for name in names(envs) if not schema_task or load(name, envs).schema_task]
    say(json.dumps(found))
    return ExitCode.DONE


@app.command()
def schema_image(context: typer.Context, environment: Environment) -> int:
    """Print the repository and the digest of the schema task's image, as lines for GITHUB_OUTPUT.

    Refuses an environment without a schema task.
    """
    from workflows.job_environment import schema_image as found

    image = found(environment, workspace=context.obj)
    say(f"repository={image.repository}")
    say(f"digest={image.digest}")
    return ExitCode.DONE


@app.command()
def role(
    context: typer.Context,
    environment: Environment,
    which: Annotated[
        Role, typer.Argument(help="The role: plan reads, apply writes, image pushes the image of the schema task.")
    ],
) -> int:
    """Print the role that a job assumes, and its region, as lines for GITHUB_OUTPUT.

    Refuses a repository that the roles do not trust.
    """
    from workflows.job_environment import job_role

    found = job_role(environment, which, workspace=context.obj, environ=os.environ)
    say(f"role_arn={found.arn}")
    say(f"region={found.region}")
    return ExitCode.DONE


@app.command()
def protected(
    context: typer.Context,
    environment: Environment,
    reviewers: Annotated[bool, typer.Option("--reviewers", help="Require that a reviewer approves, too.")] = False,
) -> int:
    """Check that on GitHub only the trusted branch may deploy to the environment. Refuses if a rule is missing."""
    from workflows import environment_protection

    branch = environment_protection.check(environment, reviewers=reviewers, workspace=context.obj, environ=os.environ)
    say(f"{environment}: only {branch} may deploy{', after a reviewer approves' if reviewers else ''}")
    return ExitCode.DONE


@app.command()
def fingerprint(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json", help="Plan that `counterpromo plan --json` wrote.")],
    expect: Annotated[str, typer.Option(help="Fingerprint of the plan that was reviewed.")] = "",
    first_build: Annotated[
        bool, typer.Option("--first-build", help="Allow a plan that creates a whole environment.")
    ] = False,
) -> int:
    """Print a hash of all changes of a plan. Refuses a plan with another hash, and a first build unless allowed."""
    from workflows import plan_fingerprint

    say(plan_fingerprint.check(plan, expect=expect, first_build=first_build))
    return ExitCode.DONE


@app.command()
def comment(
    environment: Environment,
    pull_request: Annotated[int, typer.Option(help="Number of the pull request.")],
    exit_code: PlanCode,
    body: Body,
) -> int:
    """Create or update the comment about an environment's plan under a pull request."""
    from workflows import pull_request_comment

    done = pull_request_comment.keep(environment, pull_request, exit_code=exit_code, body=body, environ=os.environ)
    say(f"{environment}: comment on #{pull_request} {done}")
    return ExitCode.DONE


@app.command()
def drift(environment: Environment, exit_code: PlanCode, body: Body) -> int:
    """Keep one issue about an environment's drift: open while there is drift, closed when there is none."""
    from workflows import drift_issue

    say(f"{environment}: {drift_issue.keep(environment, exit_code=exit_code, body=body, environ=os.environ)}")
    return ExitCode.DONE


@app.command()
def propose(
    context: typer.Context,
    environment: Environment,
    base: Annotated[str, typer.Option(help="Commit that the files were changed on.")],
    files: Annotated[Path, typer.Option(help="File that lists the changed files, one path a line.")],
) -> int:
    """Open a pull request with the files that an import wrote."""
    from workflows import import_pull_request

    made = import_pull_request.propose(environment, base=base, files=files, workspace=context.obj, environ=os.environ)
    say(f"{environment}: proposed {', '.join(made.paths)} as #{made.number}")
    return ExitCode.DONE


@app.command()
def applied(
    environment: Environment,
    commit: Annotated[str, typer.Argument(metavar="COMMIT", help="Full id of the commit that was applied.")],
) -> int:
    """Move the tag applied/ENV to the commit that was last applied to the environment."""
    from workflows import applied_tag

    say(f"{applied_tag.move(environment, commit, environ=os.environ)} is {commit}")
    return ExitCode.DONE
