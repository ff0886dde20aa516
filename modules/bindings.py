"""The one door to the AWS bindings: `from modules.bindings import vpc` loads the binding `vpc` and no other.

The package's own door loads all 2,000, for 10 s and 1 GB; this one takes 0.2 s and 0.1 GB, and the JSON is the same.
COUNTERPROMO_STOCK_BINDINGS=1 goes through the package's own: the yardstick of benchmarks/synth.py, and a way out.
COUNTERPROMO_CDK=cdktn loads CDK Terrain, the fork of CDKTF, in place of CDKTF: docs/decisions/cdktf.md.
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
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsii
from jsii._kernel.providers import process

from errors import CounterPromoError
from machine import package_cache
from machine.node_process import explain_its_end

# The packages of a CDK and of its AWS bindings. COUNTERPROMO_CDK chooses the CDK: docs/decisions/cdktf.md.
PACKAGES = {"cdktf": "cdktf_cdktf_provider_aws", "cdktn": "cdktn_provider_aws"}
CDK = os.environ.get("COUNTERPROMO_CDK") or "cdktf"
PACKAGE = PACKAGES.get(CDK, "")
LAZY_PROVIDER = Path(__file__).with_name("lazy_provider.js")
NODE = Path(__file__).with_name("jsii_node.sh")
KERNEL = Path(__file__).with_name("jsii-runtime.js")  # the name of jsii's own program, by which people find the process
KERNEL_PROGRAM = Path(jsii.__file__).parent / "_embedded" / "jsii" / "lib__program.js"

if TYPE_CHECKING:  # the bindings in use, for mypy to check arguments against; it refuses one that is not listed
    from cdktf_cdktf_provider_aws import (  # noqa: I001 (one list; sorted, it would be one statement a name)
        acm_certificate as acm_certificate,
        acm_certificate_validation as acm_certificate_validation,
        appautoscaling_policy as appautoscaling_policy,
        appautoscaling_target as appautoscaling_target,
        budgets_budget as budgets_budget,
        cloudwatch_log_group as cloudwatch_log_group,
        cloudwatch_metric_alarm as cloudwatch_metric_alarm,
        data_aws_route53_zone as data_aws_route53_zone,
        db_instance as db_instance,
        db_parameter_group as db_parameter_group,
        db_subnet_group as db_subnet_group,
        default_route_table as default_route_table,
        default_security_group as default_security_group,
        dynamodb_table as dynamodb_table,
        ecr_lifecycle_policy as ecr_lifecycle_policy,
        ecr_repository as ecr_repository,
        ecr_repository_policy as ecr_repository_policy,
        ecs_cluster as ecs_cluster,
        ecs_cluster_capacity_providers as ecs_cluster_capacity_providers,
        ecs_service as ecs_service,
        ecs_task_definition as ecs_task_definition,
        flow_log as flow_log,
        iam_openid_connect_provider as iam_openid_connect_provider,
        iam_policy as iam_policy,
        iam_role as iam_role,
        iam_role_policy as iam_role_policy,
        iam_role_policy_attachment as iam_role_policy_attachment,
        internet_gateway as internet_gateway,
        kms_alias as kms_alias,
        kms_key as kms_key,
        lb as lb,
        lb_listener as lb_listener,
        lb_listener_rule as lb_listener_rule,
        lb_target_group as lb_target_group,
        provider as provider,
        route as route,
        route53_record as route53_record,
        route53_zone as route53_zone,
        route_table as route_table,
        route_table_association as route_table_association,
        s3_bucket as s3_bucket,
        s3_bucket_cors_configuration as s3_bucket_cors_configuration,
        s3_bucket_lifecycle_configuration as s3_bucket_lifecycle_configuration,
        s3_bucket_policy as s3_bucket_policy,
        s3_bucket_public_access_block as s3_bucket_public_access_block,
        s3_bucket_server_side_encryption_configuration as s3_bucket_server_side_encryption_configuration,
        s3_bucket_versioning as s3_bucket_versioning,
        scheduler_schedule as scheduler_schedule,
        secretsmanager_secret as secretsmanager_secret,
        security_group as security_group,
        sns_topic as sns_topic,
        sns_topic_policy as sns_topic_policy,
        sns_topic_subscription as sns_topic_subscription,
        sqs_queue as sqs_queue,
        ssm_parameter as ssm_parameter,
        subnet as subnet,
        vpc as vpc,
        vpc_endpoint as vpc_endpoint,
        vpc_security_group_egress_rule as vpc_security_group_egress_rule,
        vpc_security_group_ingress_rule as vpc_security_group_ingress_rule,
        wafv2_web_acl as wafv2_web_acl,
        wafv2_web_acl_association as wafv2_web_acl_association,
        wafv2_web_acl_logging_configuration as wafv2_web_acl_logging_configuration,
    )
else:

    def __getattr__(name: str) -> ModuleType:
        """Returns the binding of that name: a module with a resource's class and structs, such as `vpc` with `Vpc`."""
        wanted = f"{PACKAGE}.{name}"
        if not name.startswith("_"):
            try:
                return _without_checks(importlib.import_module(wanted))
            except ModuleNotFoundError as error:
                if error.name != wanted:
                    raise
        raise AttributeError(f"no AWS binding {name!r}: {PACKAGE} has no module of that name", name=name)


def _without_checks(binding: ModuleType) -> ModuleType:
    """Returns the module, whose classes no longer compare arguments with their types: mypy and the tests do.

    The generated code asks `typing.get_type_hints` (since jsii 1.140 `cached_type_hints`) and `check_type` of its own
    module at every call, for a tenth of the synth. COUNTERPROMO_CHECKED_BINDINGS=1 keeps the checks.
    """
    if os.environ.get("COUNTERPROMO_CHECKED_BINDINGS") != "1":
        vars(binding).update(check_type=lambda **_: None, typing=_TYPING, cached_type_hints=_TYPING.get_type_hints)
    return binding


# `typing`, in which every type hint is None.
_TYPING = SimpleNamespace(**vars(typing) | {"get_type_hints": lambda _: defaultdict(lambda: None)})


def _remember_tokens() -> None:
    """Keeps each reference such as `vpc.id` after its first use: it is a token that stays the same."""
    ask: Callable[[Any, str], Any] = jsii.get

    def get(owner: Any, name: str) -> Any:
        known: dict[str, str] = vars(owner).setdefault("_known_tokens", {})
        if name in known:
            return known[name]
        value = ask(owner, name)
        if isinstance(value, str) and value.startswith("${TfToken["):
            known[name] = value
        return value

    vars(jsii)["get"] = get


def _load_fork() -> None:
    """Makes `import cdktf` mean the fork, whose classes have the same names. Does nothing for CDKTF itself.

    Raises CounterPromoError if COUNTERPROMO_CDK names no CDK, or one that is not installed.
    """
    if CDK not in PACKAGES:
        raise CounterPromoError(
            f"COUNTERPROMO_CDK={CDK}: must be {' or '.join(PACKAGES)}", cure="unset COUNTERPROMO_CDK"
        )
    if CDK == "cdktf":
        return
    if importlib.util.find_spec(CDK) is None:
        raise CounterPromoError(
            f"COUNTERPROMO_CDK={CDK}, and {CDK} is not installed in {sys.prefix}", cure=f"make CDK={CDK} test-synth"
        )
    if "cdktf" in sys.modules:
        raise ImportError("cdktf was imported before modules.bindings: import modules.bindings first")
    sys.modules["cdktf"] = importlib.import_module(CDK)


def _open_lazily() -> None:
    """Makes both halves of the package lazy: Python's here, JavaScript's inside the jsii kernel.

    Registered in `sys.modules` without its `__init__` having run, the package still finds its submodules one by one.
    """
    if PACKAGE in sys.modules:
        raise ImportError(f"{PACKAGE} was imported before modules.bindings: import from modules.bindings instead")
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None:
        raise ImportError(f"{PACKAGE} is not installed in {sys.prefix}")
    with _kernel_in_one_process():
        _run_in_kernel(LAZY_PROVIDER)
        sys.modules[PACKAGE] = importlib.util.module_from_spec(spec)
        try:
            importlib.import_module(f"{PACKAGE}._jsii")  # loads the package, with cdktf, into the kernel
        except BaseException:
            del sys.modules[PACKAGE]  # a second attempt ends in the same error
            raise
    _remember_tokens()


@contextmanager
def _kernel_in_one_process() -> Iterator[None]:
    """Lets jsii start its kernel by `jsii-runtime.js`; a kernel that runs already stays as it is.

    JSII_NODE and JSII_RUNTIME are jsii's own settings for it, and a person's values are kept. Where the home folder
    cannot be written, the kernel gets another one for its cache.
    https://github.com/aws/jsii/blob/v1.112.0/packages/%40jsii/python-runtime/src/jsii/_kernel/providers/process.py
    """
    ours = package_cache.variables(os.environ)
    if not {"JSII_NODE", "JSII_RUNTIME"} & set(os.environ) and KERNEL_PROGRAM.is_file():
        ours |= {
            "JSII_NODE": str(NODE),
            "JSII_RUNTIME": str(KERNEL),
            "COUNTERPROMO_JSII_PROGRAM": str(KERNEL_PROGRAM),
        }
    # For jsii's module alone: other threads read os.environ meanwhile.
    vars(process)["os"] = SimpleNamespace(**vars(os) | {"environ": {**os.environ, **ours}})
    try:
        yield
    finally:
        vars(process)["os"] = os


def _run_in_kernel(script: Path) -> None:
    """Runs a script in the jsii kernel, by loading it as a jsii package that consists of it.

    NODE_OPTIONS would do the same, but only for a kernel that is still to start, and would reach other programs too.
    """
    identity = {"name": f"counterpromo-{script.stem.replace('_', '-')}", "version": "1.0.0"}
    contents = {
        "package.json": json.dumps(identity | {"main": script.name}).encode(),
        ".jsii": json.dumps(identity | {"schema": "jsii/0.10.0", "jsiiVersion": "5.7.17"}).encode(),
        script.name: script.read_bytes(),
    }
    with tempfile.TemporaryDirectory() as folder:
        tarball = Path(folder, "package.tar")
        with tarfile.open(tarball, "w") as archive:
            for path, content in contents.items():
                member = tarfile.TarInfo(f"package/{path}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        jsii.load(identity["name"], identity["version"], str(tarball))


# jsii reads this when its kernel starts: the releases that package.json allows, so no box about them on every synth.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,22")
explain_its_end(process)

_load_fork()
if os.environ.get("COUNTERPROMO_STOCK_BINDINGS") == "1":
    importlib.import_module(PACKAGE)
else:
    _open_lazily()
