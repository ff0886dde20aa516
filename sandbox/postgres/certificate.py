"""A certificate authority with the certificate of one PostgreSQL server, in the place of Amazon RDS's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A self-signed certificate and its key, in PEM. The certificate is its own authority."""

    certificate: bytes
    key: bytes


def make_certificate(name: str, *, address: str) -> Certificate:
    """Makes a certificate for the server at an IP address or with a host name, valid for a day."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_name_of(address)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(certificate=made.public_bytes(serialization.Encoding.PEM), key=private)


def _name_of(address: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)
