"""Values of environment variables that boto3, terraform or Node cannot use are named; values they can use pass."""

import string
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import Refused
from machine.variables import CHECKS, SOCKET_PATH, Reader, problems, refuse
from terraform.executable import child_environment

NAMES = [(reader, name) for reader in get_args(Reader) for name in CHECKS[reader]]
# A value of each that its reader takes; a folder or file that is made for the test stands for itself.
GOOD = {
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "preferred",
    "AWS_CA_BUNDLE": "certificates",
    "AWS_DEFAULTS_MODE": "standard",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
    "AWS_ENDPOINT_DISCOVERY_ENABLED": "auto",
    "AWS_RETRY_MODE": "adaptive",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "regional",
    "AWS_STS_REGIONAL_ENDPOINTS": "regional",
    "GOMEMLIMIT": "512MiB",
    "HTTPS_PROXY": "http://user:word@proxy:3128",
    "HTTP_PROXY": "proxy:3128",
    "http_proxy": "proxy:3128",
    "https_proxy": "http://proxy",
    "JSII_NODE": "sh",
    "JSII_RUNTIME_PACKAGE_CACHE": "disabled",
    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": "folder",
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


def test_a_temporary_folder_with_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    long = tmp_path / ("x" * SOCKET_PATH)
    long.mkdir()
    (problem,) = problems({"TMPDIR": str(long)}, reader="terraform")
    assert "sockets" in problem.what


def test_terraform_does_not_start_with_a_value_that_it_cannot_use() -> None:
    with pytest.raises(Refused, match="TF_REATTACH_PROVIDERS"):
        child_environment({"PATH": "/usr/bin", "TF_REATTACH_PROVIDERS": "not JSON"})
