"""Every errno of this system has a cause and a cure."""

import errno
import os
import socket
import ssl

import pytest

from machine import os_errors

# Values of special devices and of System V streams: no call of this program returns them.
NEVER_SEEN = frozenset(
    {
        "EADV",
        "EBADE",
        "EBADF",
        "EBADFD",
        "EBADR",
        "EBADRQC",
        "EBADSLT",
        "EBFONT",
        "ECHRNG",
        "EDOTDOT",
        "EISNAM",
        "EKEYEXPIRED",
        "EKEYREJECTED",
        "EKEYREVOKED",
        "EL2HLT",
        "EL2NSYNC",
        "EL3HLT",
        "EL3RST",
        "ELNRNG",
        "ENAVAIL",
        "ENOANO",
        "ENOCSI",
        "ENOKEY",
        "ENOMSG",
        "ENOPKG",
        "ENOSR",
        "ENOSTR",
        "ENOTNAM",
        "ENOTRECOVERABLE",
        "ENOTUNIQ",
        "EIDRM",
        "EOWNERDEAD",
        "EREMCHG",
        "ERESTART",
        "ERFKILL",
        "ESRMNT",
        "EUNATCH",
        "EXFULL",
    }
)


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=errno.errorcode.__getitem__)
def test_an_errno_has_a_cause_and_a_cure(number: int) -> None:
    error = os_errors.explain(OSError(number, os.strerror(number), "/some/file"))
    assert os.strerror(number) in error.message
    assert "/some/file" in error.message
    assert error.cure
    assert "\n" not in error.message + error.cure
    known = os_errors.kind_of(errno.errorcode[number]) is not os_errors.OTHER
    assert known or errno.errorcode[number] in NEVER_SEEN, "put it into one of the kinds"


def test_the_file_stands_in_the_cure_of_a_missing_permission() -> None:
    error = os_errors.explain(PermissionError(errno.EACCES, "Permission denied", "/work/cdktf.out"))
    assert "no permission: Permission denied: /work/cdktf.out" in error.message
    assert 'sudo chown -R "$(id -un)" /work/cdktf.out' in error.cure


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        ssl.SSLCertVerificationError(1, "certificate verify failed"),
        TimeoutError("timed out"),
    ],
)
def test_a_number_that_is_no_errno_is_the_networks(error: OSError) -> None:
    assert os_errors.explain(error).message.startswith("the network does not work: ")
