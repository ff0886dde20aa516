"""The one door to the AWS bindings: `from modules.bindings import vpc` loads the binding `vpc` and no other.

The package's own door loads all 1,500, which takes 12 s and 1 GB; this one takes 0.2 s and 100 MB, and says the same.
COUNTERPROMO_STOCK_BINDINGS=1 goes through the package's own door: the yardstick of benchmarks/synth.py, and a way out.
Works before and after `import cdktf`; before, it also keeps Node's end-of-life box off the screen.
"""

import importlib
import importlib.util
import io
import json
import os
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import jsii

PACKAGE = "cdktf_cdktf_provider_aws"
LAZY_PROVIDER = Path(__file__).with_name("lazy_provider.js")


def __getattr__(name: str) -> Any:
    """Gives the binding of that name, such as `vpc`: a module with the class `Vpc` and its structs."""
    wanted = f"{PACKAGE}.{name}"
    if not name.startswith("_"):
        try:
            return importlib.import_module(wanted)
        except ModuleNotFoundError as error:
            if error.name != wanted:
                raise
    raise AttributeError(f"no AWS binding {name!r}: {PACKAGE} 20.1.0 has no module of that name", name=name)


def _open_lazily() -> None:
    """Makes both halves lazy: the Python package here, its JavaScript twin inside the jsii kernel.

    Python: the package is registered without running its `__init__`, so its submodules are found one by one.
    """
    if PACKAGE in sys.modules:
        raise ImportError(f"{PACKAGE} was imported before modules.bindings: import bindings only through modules.bindings")
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None:
        raise ImportError(f"{PACKAGE} is not installed: run `make install`")
    sys.modules[PACKAGE] = importlib.util.module_from_spec(spec)
    _run_in_kernel(LAZY_PROVIDER)


def _run_in_kernel(script: Path) -> None:
    """Runs a script in the jsii kernel by loading it as a jsii package of one file.

    Unlike NODE_OPTIONS this needs no kernel that is still to start, and nothing of it reaches other programs.
    The provider's own package follows by itself: the first binding loads it (JSIIAssembly.load in its `_jsii`).
    """
    name, version = f"counterpromo-{script.stem.replace('_', '-')}", "1.0.0"
    identity = {"name": name, "version": version}
    contents = {
        "package.json": json.dumps({**identity, "main": script.name}).encode(),
        ".jsii": json.dumps({**identity, "schema": "jsii/0.10.0", "jsiiVersion": "5.7.17"}).encode(),
        script.name: script.read_bytes(),
    }
    with tempfile.TemporaryDirectory() as folder:
        tarball = Path(folder, "package.tar")
        with tarfile.open(tarball, "w") as archive:
            for path, content in contents.items():
                member = tarfile.TarInfo(f"package/{path}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        jsii.load(name, version, str(tarball))


# The Node releases package.json allows; read by jsii when its kernel starts.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,22")

if os.environ.get("COUNTERPROMO_STOCK_BINDINGS") == "1":
    importlib.import_module(PACKAGE)
else:
    _open_lazily()
