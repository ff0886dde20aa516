"""Values of environment variables that boto3, terraform or Node cannot use are named; values they can use pass."""

import string
from pathlib import Path
from typing import get_args

import pytest
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES
from hypothesis import given
from hypothesis import strategies as st

from errors import Refused
from machine.variable_checks import SOCKET_PATH
from machine.variables import CHECKS, Reader, drop_empty, problems, refuse
from terraform.executable import child_environment

NAMES = [(reader, name) for reader in get_args(Reader) for name in CHECKS[reader]]
# A value of each that its reader takes; a folder or file that is made for the test stands for itself.
GOOD = {
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "preferred",
    "AWS_CA_BUNDLE": "certificates",
    "AWS_CSM_PORT": "31000",
    "AWS_DEFAULTS_MODE": "standard",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
    "AWS_ENDPOINT_DISCOVERY_ENABLED": "auto",
    "AWS_RETRY_MODE": "adaptive",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "regional",
    "AWS_STS_REGIONAL_ENDPOINTS": "regional",
    "CDKTF_CONTEXT_JSON": "{}",
    "GOMEMLIMIT": "512MiB",
    "HTTPS_PROXY": "http://user:word@proxy:3128",
    "HTTP_PROXY": "proxy:3128",
    "http_proxy": "proxy:3128",
    "https_proxy": "http://proxy",
    "JSII_NODE": "sh",
    "JSII_RUNTIME_PACKAGE_CACHE": "disabled",
    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": "folder",
    "NODE_OPTIONS": "--max-old-space-size=4096",
    "REQUESTS_CA_BUNDLE": "certificates",
    "SSL_CERT_FILE": "certificates",
    "SYNTH_HCL_OUTPUT": "false",
    "TF_LOG": "TRACE",
    "TF_LOG_CORE": "off",
    "TF_LOG_PROVIDER": "json",
    "TF_PLUGIN_CACHE_DIR": "folder",
    "TMPDIR": "folder",
}
MADE = {"certificates", "folder", "file"}


def good(name: str, place: Path) -> str:
    """Returns a value of a variable that its reader takes."""
    (place / "folder").mkdir(exist_ok=True)
    (place / "file").touch()
    (place / "certificates").write_text("-----BEGIN CERTIFICATE-----\n")
    if name in GOOD:
        return str(place / GOOD[name]) if GOOD[name] in MADE else GOOD[name]
    if name.endswith(("_FILE", "_CERTS", "JSII_RUNTIME")):
        return str(place / "file")
    if name.endswith(("_CALCULATION", "_VALIDATION")):
        return "when_required"
    return "3" if name.endswith(("ATTEMPTS", "TIMEOUT", "BYTES")) else "true"


@pytest.mark.parametrize(
    ("reader", "name"), [(reader, name) for reader, name in NAMES if name != "TF_REATTACH_PROVIDERS"]
)
def test_a_value_that_can_be_used_passes(reader: Reader, name: str, tmp_path: Path) -> None:
    assert problems({name: good(name, tmp_path), "PATH": "/usr/bin"}, reader=reader) == ()
    assert problems({name: ""}, reader=reader) == ()


@pytest.mark.parametrize(("reader", "name"), [(r, n) for r, n in NAMES if n != "TF_CLI_CONFIG_FILE"])
@given(value=st.text(alphabet=string.ascii_letters + "/\\ ;é", min_size=12).map(lambda text: f"/dev/null/{text} :"))
def test_a_value_that_cannot_be_used_is_named_with_its_variable(reader: Reader, name: str, value: str) -> None:
    (problem,) = problems({name: value}, reader=reader)
    assert problem.variable == name
    assert name in problem.what
    assert name in problem.cure
    with pytest.raises(Refused):
        refuse({name: value}, reader=reader)


@pytest.mark.parametrize("name", ["AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "TF_PLUGIN_CACHE_DIR", "TF_CLI_CONFIG_FILE"])
def test_a_tilde_in_quotes_is_named(name: str) -> None:
    (reader,) = (reader for reader, each in NAMES if each == name)
    (problem,) = problems({name: "~/there"}, reader=reader)
    assert "begins with ~" in problem.what
    assert problem.cure == f'export {name}="$HOME/there"'


# Variables of botocore that hold any text, or that another check looks at.
OF_BOTOCORE = {
    "AWS_AUTH_SCHEME_PREFERENCE": "a list of any names; boto3 takes the first that it knows",
    "AWS_CONFIG_FILE": "aws/credentials/config_files.py",
    "AWS_CSM_CLIENT_ID": "any text",
    "AWS_CSM_HOST": "any text",
    "AWS_DATA_PATH": "folders that may be missing",
    "AWS_DEFAULT_PROFILE": "aws/credentials/config_files.py",
    "AWS_DEFAULT_REGION": "aws/identity.py",
    "AWS_PROFILE": "aws/credentials/config_files.py",
    "AWS_SDK_UA_APP_ID": "any text",
    "AWS_SHARED_CREDENTIALS_FILE": "aws/credentials/config_files.py",
    "AWS_SIGV4A_SIGNING_REGION_SET": "any text",
}


def test_every_variable_that_botocore_reads_has_a_check_or_a_reason() -> None:
    read = {name for _, names, *_ in BOTOCORE_DEFAUT_SESSION_VARIABLES.values() for name in names_of(names)}
    assert read - CHECKS["aws"].keys() == OF_BOTOCORE.keys()


def names_of(variables: object) -> list[str]:
    """botocore names one variable, several, or none."""
    return [variables] if isinstance(variables, str) else list(variables) if isinstance(variables, list) else []


# https://developer.hashicorp.com/terraform/cli/config/environment-variables, as of 1.11: a variable is checked, not
# passed on, set by us, or takes any text.
OF_TERRAFORM = (
    *("TF_LOG", "TF_LOG_PATH", "TF_INPUT", "TF_VAR_name", "TF_CLI_ARGS", "TF_CLI_ARGS_plan", "TF_DATA_DIR"),
    *("TF_WORKSPACE", "TF_IN_AUTOMATION", "TF_REGISTRY_DISCOVERY_RETRY", "TF_REGISTRY_CLIENT_TIMEOUT"),
    *("TF_STATE_PERSIST_INTERVAL", "TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR", "TF_IGNORE"),
)
ANY_TEXT = {
    "TF_IGNORE": "any text",
    "TF_LOG_PATH": "terraform goes on without a log where it cannot write one",
    "TF_REGISTRY_CLIENT_TIMEOUT": "terraform uses its default in place of what is no number",
    "TF_REGISTRY_DISCOVERY_RETRY": "terraform uses its default in place of what is no number",
    "TF_STATE_PERSIST_INTERVAL": "only remote runs of HCP Terraform read it",
    "TF_VAR_name": "no stack has a variable",
}


@pytest.mark.parametrize("name", OF_TERRAFORM)
def test_a_documented_variable_of_terraform_is_checked_or_cannot_harm(name: str) -> None:
    passed_on = child_environment({"PATH": "/usr/bin"} | ({} if name in CHECKS["terraform"] else {name: "other"}))
    assert name in CHECKS["terraform"] or name in ANY_TEXT or passed_on.get(name) != "other"


@given(
    values=st.dictionaries(
        st.sampled_from(["AWS_PROFILE", "AWS_CA_BUNDLE", "PATH", "TF_LOG"]), st.sampled_from(["", "x"])
    )
)
def test_an_aws_variable_set_to_nothing_counts_as_not_set(values: dict[str, str]) -> None:
    kept = dict(values)
    drop_empty(kept)
    assert kept == {name: value for name, value in values.items() if value or not name.startswith("AWS_")}


def test_a_temporary_folder_with_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    long = tmp_path / ("x" * SOCKET_PATH)
    long.mkdir()
    (problem,) = problems({"TMPDIR": str(long)}, reader="terraform")
    assert "sockets" in problem.what


def test_terraform_does_not_start_with_a_value_that_it_cannot_use() -> None:
    with pytest.raises(Refused, match="TF_REATTACH_PROVIDERS"):
        child_environment({"PATH": "/usr/bin", "TF_REATTACH_PROVIDERS": "not JSON"})


@pytest.mark.parametrize("option", ["--inspect-brk", "--inspect-wait=9229", "--no-warnings --inspect-brk=0"])
def test_a_node_that_would_wait_for_a_debugger_is_refused(option: str) -> None:
    (problem,) = problems({"NODE_OPTIONS": option}, reader="node")
    assert "lets the synth wait for a debugger" in problem.what
    assert problems({"NODE_OPTIONS": "--inspect"}, reader="node") == ()
