"""Events inside AWS that no API call makes, such as the renewal of a certificate.

In: a POST to EVENT, the name of an event and a region. Out: the emulated account has changed as AWS changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

EVENT = "/sandbox/event"
TIMEOUT_SECONDS = 60
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def ask_for_event(endpoint: str, name: str, *, region: str) -> None:
    """Makes an event in the sandbox at an endpoint. Raises OSError if it does not answer, ValueError if it fails."""
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", f"{EVENT}/{name}/{region}")
        answer = connection.getresponse()
        said = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(f"the sandbox cannot make the event {name}: {said}")


def events_on_request(application: Application, *, account_id: str) -> Application:
    """Returns the application, which also answers EVENT."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO"))
        if environ.get("REQUEST_METHOD") != "POST" or not path.startswith(f"{EVENT}/"):
            return application(environ, start_response)
        name, _, region = path.removeprefix(f"{EVENT}/").partition("/")
        if make := INSIDE.get(name):
            make(account_id, region)
        start_response("200 OK" if make else "404 Not Found", [("Content-Type", "text/plain")])
        return [b"" if make else f"no such event: {', '.join(INSIDE)}".encode()]

    return answer


def _renew_certificates(account_id: str, region: str) -> None:
    """Gives every certificate a new key and new dates; its ARN and its names stay.

    https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
    """
    from moto.acm.models import CertBundle, acm_backends

    for bundle in acm_backends[account_id][region]._certificates.values():
        renewed = CertBundle.generate_cert(bundle.common_name, account_id, region, sans=list(bundle.sans))
        for name in ("cert", "key", "_key", "_cert"):
            setattr(bundle, name, getattr(renewed, name))


def _plan_maintenance(account_id: str, region: str) -> None:
    """Lets an upgrade wait for the maintenance window of every database.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PendingModifiedValues.html
    """
    from moto.rds.models import rds_backends

    for database in rds_backends[account_id][region].databases.values():
        database.pending_modified_values = {"EngineVersion": "16.6"}


def _rename_endpoints(account_id: str, region: str) -> None:
    """Gives every interface endpoint other DNS names of AWS; the private names of the services stay.

    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
    """
    from moto.ec2.models import ec2_backends
    from moto.ec2.utils import create_dns_entries

    for endpoint in ec2_backends[account_id][region].vpc_end_points.values():
        if endpoint.dns_entries:
            endpoint.dns_entries = [create_dns_entries(endpoint.service_name, endpoint.id) for _ in range(2)]


INSIDE: Mapping[str, Callable[[str, str], None]] = {
    "certificate-renewal": _renew_certificates,
    "pending-maintenance": _plan_maintenance,
    "endpoint-names": _rename_endpoints,
}
