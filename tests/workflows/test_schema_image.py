"""The workflow `schema image`: which environments, what is built and pushed, and what the summary says."""

import json
from typing import Any

import pytest

from tests.workflows.conftest import Scene
from tests.workflows.reading import workflows
from tests.workflows.runner import Ran, truth

COMMIT = "5" * 40
DIGEST = "sha256:" + "ab" * 32
REPOSITORY = "437064342167.dkr.ecr.eu-west-2.amazonaws.com/counterpromo-prod-schema"
# The AWS CLI and docker are played: one image in a file, and a note of each call.
PLAYED_AWS = """#!/bin/sh
echo "aws $*" >> "$STAND_IN/commands"
case "$2" in
  batch-get-image)
    if [ -f "$STAND_IN/no-repository" ]; then echo "$(cat "$STAND_IN/no-repository")" >&2; exit 254; fi
    if [ -f "$STAND_IN/pushed" ]; then cat "$STAND_IN/pushed"; else echo None; fi ;;
  get-login-password) echo password ;;
esac
"""
PLAYED_DOCKER = """#!/bin/sh
echo "docker $*" >> "$STAND_IN/commands"
if [ "$1" = "${DOCKER_FAILS:-}" ]; then exit 1; fi
case "$1" in
  login) cat > /dev/null ;;
  push) echo "$DIGEST_OF_PUSH" > "$STAND_IN/pushed" ;;
esac
"""


@pytest.fixture
def played(scene: Scene) -> Scene:
    for name, text in (("aws", PLAYED_AWS), ("docker", PLAYED_DOCKER)):
        program = scene.folder / "bin" / name
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    return scene


def push(scene: Scene) -> Ran:
    """Runs the whole job."""
    changed = {**scene.runner.environ, "DIGEST_OF_PUSH": DIGEST}
    runner = scene.runner.__class__(**{**vars(scene.runner), "environ": changed})
    return runner.job("schema-image.yml", "push", matrix={"environment": "prod"})


def push_alone(scene: Scene, **environ: str) -> Ran:
    """Runs the last step of the job, with the values that the steps before it leave."""
    given = {"ENVIRONMENT": "prod", "COMMIT": COMMIT, "DIGEST_OF_PUSH": DIGEST, **environ}
    runner = scene.runner.__class__(**{**vars(scene.runner), "environ": {**scene.runner.environ, **given}})
    step, ran = workflows()["schema-image.yml"]["jobs"]["push"]["steps"][-1], Ran()
    contexts = {"steps": {"image": {"outputs": {"repository": REPOSITORY, "digest": environ.get("DIGEST", "")}}}}
    runner._steps([step], contexts=contexts, env={}, ran=ran)
    return ran


def commands(scene: Scene) -> list[str]:
    return (scene.folder / "commands").read_text(encoding="utf-8").splitlines()


def summary(scene: Scene) -> str:
    return (scene.runner.temp / "summary").read_text(encoding="utf-8")


def test_only_environments_with_a_schema_task_are_built(played: Scene) -> None:
    ran = played.runner.job("schema-image.yml", "environments")
    assert json.loads(ran.outputs["environments"]) == ["prod"]
    condition = workflows()["schema-image.yml"]["jobs"]["push"]["if"]

    def goes_on(found: str) -> bool:
        needs: dict[str, Any] = {"environments": {"outputs": {"environments": found}}}
        return truth(condition, {"needs": needs})

    assert goes_on('["prod"]')
    assert not goes_on("[]")


def test_image_is_built_tried_and_pushed_and_its_digest_told(played: Scene) -> None:
    ran = push(played)
    assert not ran.failed, ran.log
    image = f"{REPOSITORY}:{COMMIT}"
    verbs = [line.split()[1] for line in commands(played) if line.startswith("docker ")]
    assert verbs == ["build", "run", "run", "login", "push"]
    assert f"docker build --pull --platform linux/amd64 --file database_schema/Dockerfile --tag {image} ." in commands(
        played
    )
    assert f"digest: {DIGEST}" in ran.log
    assert f"{REPOSITORY}@{DIGEST}" in summary(played)
    assert f'[schema_task]\ndigest = "{DIGEST}"' in summary(played)
    (taken,) = [each["with"] for each in ran.noted if each["uses"] == "aws-actions/configure-aws-credentials"]
    assert taken["role-to-assume"] == "arn:aws:iam::437064342167:role/counterpromo-prod-image"


def test_image_of_a_commit_is_pushed_once(played: Scene) -> None:
    assert not push_alone(played).failed
    ran = push_alone(played, DIGEST=DIGEST)
    assert not ran.failed, ran.log
    assert "The settings have this digest." in summary(played)
    assert len([line for line in commands(played) if line.startswith("docker push")]) == 1
    assert f"{REPOSITORY}@{DIGEST}" in summary(played)


@pytest.mark.parametrize("step", ["build", "run", "login", "push"])
def test_image_that_fails_is_not_told(played: Scene, step: str) -> None:
    ran = push_alone(played, DOCKER_FAILS=step)
    assert ran.failed == "Build the image, try it, and push it, if it is not there yet"
    assert not (played.folder / "pushed").exists()
    assert not (played.runner.temp / "summary").exists()


def test_missing_repository_is_no_failure_before_the_first_apply(played: Scene) -> None:
    said = "An error occurred (RepositoryNotFoundException) when calling the BatchGetImage operation: …"
    (played.folder / "no-repository").write_text(said, encoding="utf-8")
    ran = push_alone(played)
    assert not ran.failed, ran.log
    assert "apply prod, which makes it" in ran.log
    assert not [line for line in commands(played) if line.startswith("docker")]


def test_denied_question_fails(played: Scene) -> None:
    said = "An error occurred (AccessDeniedException) when calling the BatchGetImage operation: …"
    (played.folder / "no-repository").write_text(said, encoding="utf-8")
    ran = push_alone(played)
    assert ran.failed
    assert "AccessDeniedException" in ran.log
