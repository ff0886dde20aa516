"""Causes and cures of the errors of the operating system: an errno in, one line and what to do out; pure.

Each kind names its errno values; what is in no kind is reported as it is.
https://man7.org/linux/man-pages/man3/errno.3.html
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
from dataclasses import dataclass

from errors import CounterPromoError
from machine.masking import mask

MEMORY_CURE = "close other programs, or raise the limit (ulimit -v, or the memory of the container), then run again"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of error: `what` and `cure` may use `{path}`, the file or folder, and `{why}`, the system's own words."""

    what: str
    cure: str
    codes: frozenset[str]


def _codes(names: str) -> frozenset[str]:
    return frozenset(names.split())


FULL = Kind(
    what="the disk is full: {why}",
    cure="make room and run the same command again",
    codes=_codes("ENOSPC EDQUOT EFBIG"),
)
RIGHTS = Kind(
    what="no permission: {why}",
    cure='give the file or folder to this user (sudo chown -R "$(id -un)" PATH), or use another folder: '
    "CDKTF_OUTDIR for what the synth writes, HOME and TMPDIR for caches and temporary files",
    codes=_codes("EACCES EPERM"),
)
READ_ONLY = Kind(
    what="the file system is read-only: {why}",
    cure="use a folder that can be written: CDKTF_OUTDIR for what the synth writes, HOME and TMPDIR for the rest",
    codes=_codes("EROFS"),
)
MISSING = Kind(
    what="a file or folder is missing: {why}",
    cure="create it, or correct the option or variable that names it, then run again",
    codes=_codes("ENOENT ENOTDIR ENXIO ENODEV ENODATA ENOTBLK"),
)
WRONG_KIND = Kind(
    what="a file or folder is not what was expected: {why}",
    cure="look at that path, correct it or the option that names it, then run again",
    codes=_codes("EISDIR EEXIST ENOTEMPTY ELOOP EMLINK EXDEV ENAMETOOLONG EILSEQ ENOTTY ESPIPE EBADF EINVAL"),
)
LIMITS = Kind(
    what="this machine has reached a limit: {why}",
    cure="close other programs or raise the limit (ulimit -a shows the limits), then run again",
    codes=_codes("ENOMEM EMFILE ENFILE EAGAIN EWOULDBLOCK ENOBUFS ENOLCK EUSERS EOVERFLOW E2BIG ERANGE"),
)
BUSY = Kind(
    what="a file is in use: {why}",
    cure="wait until the other program has ended, then run again",
    codes=_codes("EBUSY ETXTBSY EDEADLK EDEADLOCK EALREADY EINPROGRESS EINTR ECANCELED"),
)
DEVICE = Kind(
    what="the disk or network drive does not work: {why}",
    cure="check the disk or the network drive, or work in a folder on another disk",
    codes=_codes("EIO EREMOTEIO ESTALE EUCLEAN EMEDIUMTYPE ENOMEDIUM EBADMSG EREMOTE EHWPOISON ESTRPIPE"),
)
NETWORK = Kind(
    what="the network does not work: {why}",
    cure="check the network, AWS_ENDPOINT_URL and HTTPS_PROXY, then run again",
    codes=_codes(
        "ECONNREFUSED ECONNRESET ECONNABORTED ENETDOWN ENETUNREACH ENETRESET EHOSTDOWN EHOSTUNREACH ETIMEDOUT ETIME "
        "EADDRINUSE EADDRNOTAVAIL EISCONN ENOTCONN ESHUTDOWN EPIPE EPROTO ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE "
        "ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EPFNOSUPPORT EAFNOSUPPORT ETOOMANYREFS ENONET ENOLINK "
        "ECOMM EMULTIHOP"
    ),
)
PROGRAM = Kind(
    what="a program does not run: {why}",
    cure="install it for this machine (counterpromo doctor shows which programs are used)",
    codes=_codes("ENOEXEC ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC ECHILD ESRCH"),
)
UNSUPPORTED = Kind(
    what="this file system or system cannot do what is needed: {why}",
    cure="work in a folder on a local disk; docs/faults.md lists the systems that are supported",
    codes=_codes("EOPNOTSUPP ENOTSUP ENOSYS EFAULT EDOM"),
)
KINDS = (
    FULL, RIGHTS, READ_ONLY, MISSING, WRONG_KIND, LIMITS, BUSY, DEVICE, NETWORK, PROGRAM, UNSUPPORTED,
)  # fmt: skip
OTHER = Kind(what="the operating system refused: {why}", cure="counterpromo doctor", codes=frozenset())
_BY_CODE = {code: kind for kind in KINDS for code in kind.codes}


def kind_of(code: str) -> Kind:
    """Returns the kind of an errno by its name, such as `ENOSPC`."""
    return _BY_CODE.get(code, OTHER)


def explain(error: OSError) -> CounterPromoError:
    """Returns the error that the command line shows for an OSError, without credentials."""
    kind = _kind(error)
    cure = kind.cure.replace("PATH", _path(error) or "PATH")
    return CounterPromoError(mask(kind.what.format(why=_why(error))), cure=mask(cure))


def _kind(error: OSError) -> Kind:
    if isinstance(error, socket.gaierror | socket.herror | ssl.SSLError | TimeoutError):
        return NETWORK  # their numbers are no errno
    return kind_of(errno.errorcode.get(error.errno or 0, ""))


def _why(error: OSError) -> str:
    if error.errno is None:
        return " ".join(str(error).split()) or type(error).__name__
    named = errno.errorcode.get(error.errno, "")
    words = error.strerror or (os.strerror(error.errno) if named else str(error))
    files = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return ": ".join([words, *([" and ".join(files)] if files else [])])


def _path(error: OSError) -> str:
    return str(error.filename) if isinstance(error.filename, str | os.PathLike) else ""
