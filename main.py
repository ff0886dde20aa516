"""The app `cdktf synth` runs: every settings file in, Terraform JSON for every stack out.

Stages: envs/*.toml -> Settings -> stacks -> JSON -> what the import found out, laid over it -> cdktf.out/stacks/*,
with the provider lock file beside each. Nothing here reads AWS, the clock or git: same files, same JSON, byte for byte.
"""

import importlib
import json
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Node loads cdktf and the lazy bindings, which must come before anything else of cdktf; Python reads in the settings.
with ThreadPoolExecutor(1) as beside:
    bindings = beside.submit(importlib.import_module, "modules.bindings")
    from envs.load import ACCOUNT, environments, load, load_account
    from envs.load_all import load_all
    from imports.files import ids_file, pins_file
    from imports.overlay import adopted, refuse_dangling
    from settings.account import AwsSettings

    bindings.result()

# isort: split
from cdktf import App

from stacks.account import Account
from stacks.environment import Environment
from terraform import provider
from terraform.stack import STACK_FILE

PROJECT = Path(__file__).resolve().parent


def synthesize(*, envs: Path, outdir: Path, tentative: bool = False, only: Collection[str] | None = None) -> None:
    """Writes `outdir/stacks/STACK/` for the account and for every environment that has a file in `envs`.

    `only` names the stacks to write; another environment's file is then read for the account's stack alone.
    Raises SettingsError when a file has faults, and CounterPromoError when what the import found does not fit it.
    A `tentative` stack is for a plan that is never applied: it may still refer to what is withheld.
    """
    wanted = [ACCOUNT, *environments(envs)] if only is None else sorted(only)
    needed = environments(envs) if ACCOUNT in wanted else wanted
    settings = {name: load(name, envs) for name in needed}
    written: dict[str, AwsSettings] = {}
    app = App(outdir=str(outdir))
    if ACCOUNT in wanted:
        account = load_account(envs)
        Account(app, ACCOUNT, settings=account, environments=settings)
        written[ACCOUNT] = account.aws
    for name, environment in settings.items():
        if name in wanted:
            awaits_import = environment.import_.made_by_hand and ids_file.read(name, envs) is None
            Environment(app, name, settings=environment, awaits_import=awaits_import)
            written[name] = environment.aws
    app.synth()
    for name, aws in written.items():
        _lay_over(outdir / "stacks" / name / STACK_FILE, name, aws=aws, envs=envs, tentative=tentative)
        provider.lay(outdir / "stacks" / name)


def _lay_over(stack: Path, name: str, *, aws: AwsSettings, envs: Path, tentative: bool) -> None:
    """Withholds the gaps, puts the pins in place and adds the import blocks, where the import wrote any."""
    found = ids_file.read_for(aws, name, envs)
    gaps, held = pins_file.read_gaps(name, envs), pins_file.read_pins(name, envs)
    if not (found or gaps or held):
        return
    document = json.loads(stack.read_text(encoding="utf-8"))
    laid = adopted(document, environment=name, gaps=gaps, pins=held, ids=found.by_address if found else {})
    if not tentative:
        refuse_dangling(laid, name)
    stack.write_text(json.dumps(laid, indent=2, sort_keys=True, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    folder = Path(os.environ.get("COUNTERPROMO_ENVS", PROJECT / "envs"))
    load_all(folder)  # whoever runs this may deploy any of them: none may take something from another
    synthesize(envs=folder, outdir=Path(os.environ.get("CDKTF_OUTDIR", PROJECT / "cdktf.out")))
