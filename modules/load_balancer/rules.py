"""Rules of the way in: load balancer, its logs, host and zone."""

from collections import Counter
from collections.abc import Iterator

from modules.dns.settings import DnsSettings
from modules.load_balancer.settings import LoadBalancerSettings
from modules.network.references import in_subnets
from modules.network.settings import NetworkSettings
from modules.services.settings import ServiceSettings
from modules.storage.settings import BucketSettings
from settings.fault import Fault, unknown


def the_load_balancer_finds_its_parts(
    load_balancer: LoadBalancerSettings, network: NetworkSettings, services: dict[str, ServiceSettings]
) -> Iterator[Fault]:
    yield from in_subnets("load_balancer.subnets", load_balancer.subnets, network)
    targets = {key for key, service in services.items() if service.target_group}
    of = "[services] with a target group"
    yield from unknown("load_balancer.default_service", [load_balancer.default_service], targets, of)
    for key, rule in load_balancer.rules.items():
        yield from unknown(f"load_balancer.rules.{key}.service", [rule.service], targets, of)
    priorities = Counter(rule.priority for rule in load_balancer.rules.values())
    for priority, count in priorities.items():
        if count > 1:
            yield Fault("load_balancer.rules", priority, "must have each priority once")


def the_host_lies_in_the_zone(dns: DnsSettings) -> Iterator[Fault]:
    for key, names in (("host", [dns.host]), ("certificate_names", dns.certificate_names)):
        for name in names:
            if name != dns.zone and not name.endswith(f".{dns.zone}"):
                yield Fault(f"dns.{key}", name, f"must lie in dns.zone {dns.zone}")


def access_logs_have_a_bucket_of_their_own(
    load_balancer: LoadBalancerSettings, buckets: dict[str, BucketSettings]
) -> Iterator[Fault]:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""
    kept_for_it = {key for key, bucket in buckets.items() if bucket.audience == "load_balancer"}
    if logs := load_balancer.access_logs:
        of = '[buckets] whose audience is "load_balancer"'
        yield from unknown("load_balancer.access_logs.bucket", [logs.bucket], kept_for_it, of)
    for key in kept_for_it:
        if buckets[key].encryption != "AES256":
            rule = "must be AES256: load balancers know no other"
            yield Fault(f"buckets.{key}.encryption", buckets[key].encryption, rule)
