"""The load balancer and its certificate: taken down, a wildcard, imported from another authority."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.adoption.account import Account

HOST, ZONE, BALANCER = "dev.counterpromo.com", "counterpromo.com.", "counterpromo-dev-alb"


def balancer_is_gone(account: Account) -> None:
    """The load balancer was taken down to save money; target groups, services and the alias of the host are there."""
    elb = account.client("elbv2")
    arn = _balancer(elb)
    for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
        elb.delete_listener(ListenerArn=listener["ListenerArn"])
    elb.delete_load_balancer(LoadBalancerArn=arn)


def wildcard_certificate(account: Account) -> None:
    """One certificate for the domain and its wildcard on the listener, and none for the host itself."""
    acm, old = account.client("acm"), _certificate(account)
    new = acm.request_certificate(
        DomainName="counterpromo.com", SubjectAlternativeNames=["*.counterpromo.com"], ValidationMethod="DNS"
    )["CertificateArn"]
    _validation_record(account, new, "CREATE")
    _use(account, new)
    _validation_record(account, old, "DELETE")
    acm.delete_certificate(CertificateArn=old)


def imported_certificate(account: Account) -> None:
    """The certificate comes from another authority: it has no validation, and nobody reads its private key again."""
    acm, old = account.client("acm"), _certificate(account)
    certificate, key = _signed(HOST)
    new = acm.import_certificate(Certificate=certificate, PrivateKey=key)["CertificateArn"]
    _use(account, new)
    _validation_record(account, old, "DELETE")
    acm.delete_certificate(CertificateArn=old)


def _balancer(elb: Any) -> str:
    found = elb.describe_load_balancers(Names=[BALANCER])["LoadBalancers"]
    return str(found[0]["LoadBalancerArn"])


def _certificate(account: Account) -> str:
    listed = account.client("acm").list_certificates()["CertificateSummaryList"]
    return str(next(one["CertificateArn"] for one in listed if one["DomainName"] == HOST))


def _use(account: Account, certificate: str) -> None:
    elb = account.client("elbv2")
    listeners = elb.describe_listeners(LoadBalancerArn=_balancer(elb))["Listeners"]
    arn = next(one["ListenerArn"] for one in listeners if one["Port"] == 443)
    elb.modify_listener(ListenerArn=arn, Certificates=[{"CertificateArn": certificate}])


def _validation_record(account: Account, certificate: str, action: str) -> None:
    dns = account.client("route53")
    zone = next(one["Id"] for one in dns.list_hosted_zones()["HostedZones"] if one["Name"] == ZONE)
    described = account.client("acm").describe_certificate(CertificateArn=certificate)["Certificate"]
    proof = described["DomainValidationOptions"][0]["ResourceRecord"]
    record = {"Name": proof["Name"], "Type": proof["Type"], "TTL": 300, "ResourceRecords": [{"Value": proof["Value"]}]}
    changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)


def _signed(host: str) -> tuple[bytes, bytes]:
    """Returns a certificate that signs itself, and its key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=300))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private
