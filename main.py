"""The app `cdktf synth` runs: every settings file in, Terraform JSON for every stack out.

Stages: envs/*.toml -> Settings -> stacks -> cdktf.out/stacks/*/cdk.tf.json, with the provider lock file
beside each. Nothing here reads AWS, the clock or git: same settings, same JSON, byte for byte.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import modules.bindings  # noqa: F401  (first: it makes the bindings lazy before cdktf starts its runtime)

# isort: split
from cdktf import App

from envs import ids, provider
from envs.load import ACCOUNT, environments, load, load_account
from envs.settings import AwsSettings
from stacks.account import Account
from stacks.environment import Environment

PROJECT = Path(__file__).resolve().parent


def synthesize(*, envs: Path, outdir: Path) -> None:
    """Writes `outdir/stacks/STACK/` for the account and for every environment that has a file in `envs`.

    Raises SettingsError when a file has faults, and CounterPromoError when its import ids do not fit it.
    """
    account = load_account(envs)
    settings = {name: load(name, envs) for name in environments(envs)}
    app = App(outdir=str(outdir))
    Account(app, ACCOUNT, settings=account, ids=_adopted(account.aws, ACCOUNT, envs))
    for name, environment in settings.items():
        Environment(app, name, settings=environment, ids=_adopted(environment.aws, name, envs))
    app.synth()
    for name in (ACCOUNT, *settings):
        provider.lay(outdir / "stacks" / name)


def _adopted(aws: AwsSettings, name: str, envs: Path) -> Mapping[str, str]:
    found = ids.read_for(aws, name, envs)
    return found.by_address if found else {}


if __name__ == "__main__":
    synthesize(
        envs=Path(os.environ.get("COUNTERPROMO_ENVS", PROJECT / "envs")),
        outdir=Path(os.environ.get("CDKTF_OUTDIR", PROJECT / "cdktf.out")),
    )
